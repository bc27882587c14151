//! The body of a call as a tree, the same for JSON and XML. What is ambiguous is refused: duplicate keys, numbers that
//! no one can hold, trees too deep to be meant.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Failure, envelope::Format, xml};

pub const LONGEST: usize = 1024 * 1024;
pub const DEEPEST: usize = 32;

/// Some programs put it before a text to say that it is UTF-8; it is no part of it.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// As its first character says, whatever the content type does; where that is of neither, as the content type says.
pub fn format(content_type: Option<&str>, body: &[u8]) -> Result<Format, Failure> {
    match without_mark(body).trim_ascii_start().first() {
        Some(b'{') => Ok(Format::Json),
        Some(b'<') => Ok(Format::Xml),
        _ => content_type.and_then(Format::of_type).ok_or_else(|| Failure::new(415, "api-media-type")),
    }
}

/// An object with the parameters of the call, token and format among them.
pub fn parse(format: Format, body: &[u8]) -> Result<Map<String, Value>, Failure> {
    let text = std::str::from_utf8(without_mark(body)).map_err(|_| malformed("The body is not UTF-8."))?;
    match format {
        Format::Json => json(text),
        Format::Xml => xml::read(text),
    }
}

fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(MARK).unwrap_or(body)
}

pub fn malformed(text: impl Into<String>) -> Failure {
    Failure { text: text.into(), ..Failure::new(400, "error-malformed") }
}

fn json(text: &str) -> Result<Map<String, Value>, Failure> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let tree = Tree { depth: 0 }.deserialize(&mut reader).and_then(|tree| reader.end().map(|()| tree));
    match tree {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(malformed("The body is not a JSON object.")),
        Err(error) => Err(malformed(format!("The body is not JSON that can be read: {error}."))),
    }
}

/// As `serde_json::Value`, which would keep the last of two equal keys.
struct Tree {
    depth: usize,
}

impl Tree {
    fn below<E: serde::de::Error>(&self) -> Result<Self, E> {
        if self.depth >= DEEPEST {
            Err(E::custom("it is nested too deeply"))
        } else {
            Ok(Self { depth: self.depth + 1 })
        }
    }
}

impl<'de> DeserializeSeed<'de> for Tree {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        serde_json::Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number is too large"))
    }

    /// PostgreSQL cannot hold a NUL, XML cannot say it, and nothing that is asked for here has one.
    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        if value.contains('\0') { Err(E::custom("a text holds the character U+0000")) } else { Ok(value.into()) }
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element_seed(self.below()?)? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut found = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(self.below()?)?;
            if found.insert(key.clone(), value).is_some() {
                return Err(A::Error::custom(format_args!("the key {key:?} is there twice")));
            }
        }
        Ok(found.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        let failure = parse(Format::Json, text.as_bytes()).expect_err(text);
        assert_eq!(failure.code, 400, "{text}");
        failure.text
    }

    #[test]
    fn what_is_ambiguous_is_refused() {
        assert!(refused(r#"{"a": 1, "a": 2}"#).contains("twice"));
        assert!(refused(r#"{"a": {"b": 1, "b": 1}}"#).contains("twice"));
        assert!(refused(&format!("{{\"a\": {}{}}}", "[".repeat(40), "]".repeat(40))).contains("deeply"));
        for text in [
            "",
            "[]",
            "1",
            "{",
            r#"{"a": 1e400}"#,
            r#"{"a": NaN}"#,
            r#"{"a": 1} {"b": 2}"#,
            "{'a': 1}",
            "{\"a\": \"\u{0}\"}",
            r#"{"a": "\u0000"}"#,
        ] {
            refused(text);
        }
        assert!(parse(Format::Json, b"{\"a\": \"\xff\"}").is_err());
    }

    #[test]
    fn the_first_character_tells_and_the_content_type_where_it_does_not() {
        for content_type in [
            None,
            Some(""),
            Some("application/json"),
            Some("Text/XML; charset=utf-8"),
            Some("application/x-www-form-urlencoded"),
        ] {
            for (body, expected) in [
                (" \n{", Format::Json),
                ("\u{FEFF}{}", Format::Json),
                ("<xml/>", Format::Xml),
                ("\u{FEFF}\n<xml/>", Format::Xml),
            ] {
                assert_eq!(format(content_type, body.as_bytes()).ok(), Some(expected), "{content_type:?} {body:?}");
            }
        }
        assert_eq!(format(Some("Text/XML; charset=utf-8"), b"[").ok(), Some(Format::Xml));
        assert_eq!(format(Some("application/json"), b"").ok(), Some(Format::Json));
        for (content_type, body) in
            [(None, "a=b"), (None, ""), (Some("text/plain"), "[]"), (Some("application/x-www-form-urlencoded"), "a=b")]
        {
            assert_eq!(format(content_type, body.as_bytes()).expect_err(body).code, 415);
        }
        assert_eq!(parse(Format::Json, "\u{FEFF}{\"a\": 1}".as_bytes()).ok().map(|read| read.len()), Some(1));
    }
}
