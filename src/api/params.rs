//! What a call is given, as types. In XML and in a form everything is text, so each type reads its own text as well.

use std::{any::TypeId, num::IntErrorKind};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error},
};
use serde_json::{Map, Number, Value};

use super::{Failure, body::malformed};
use crate::i18n::Message;

/// The parameters of a call, without `token` and `format`.
pub struct Params(pub Map<String, Value>);

impl Params {
    /// Those of these names, and the others.
    pub fn parted(self, names: &[String]) -> (Self, Self) {
        let (named, others) = self.0.into_iter().partition(|(name, _)| names.contains(name));
        (Self(named), Self(others))
    }

    /// Reads all of them; a parameter that the call does not know is refused by name, since a typing mistake must not
    /// pass silently.
    pub fn read<T: DeserializeOwned>(mut self) -> Result<T, Failure> {
        // More rows than any list gives are as many as it gives, however long the number is.
        if let Some(limit) = self.0.get_mut(LIMIT).filter(|limit| WholeNumber::of(limit) == WholeNumber::TooLarge) {
            *limit = i64::MAX.into();
        }
        serde_path_to_error::deserialize(Value::from(self.0)).map_err(|error| {
            let path = error.path().to_string();
            let text = error.inner().to_string();
            let unknown = text.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
            let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
            match (unknown, missing) {
                (Some(name), _) => Failure::field(name, &"api-unknown-field".into()),
                (_, Some(name)) => Failure::field(name, &"refused-empty".into()),
                _ => malformed(format!("{path}: {text}.")),
            }
        })
    }
}

/// `#[serde(default, deserialize_with = "given")]`: so that a `null` is given to the type, which knows what an empty
/// value is.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// `#[serde(default, deserialize_with = "object")]`: an object, or nothing as null; in XML an empty element is an
/// object without fields.
pub fn object<'de, T: DeserializeOwned + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(Some(T::default())),
        value @ Value::Object(_) => T::deserialize(value).map(Some).map_err(D::Error::custom),
        other => Err(D::Error::custom(format_args!("an object is expected, not {}", kind(&other)))),
    }
}

/// Written out again, this and those below are as a form has them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Text(pub String);

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flag(pub bool);

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Int(pub i64);

/// A whole number or nothing; an empty text is nothing, too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MaybeInt(pub Option<i64>);

/// A thing by its id or its name: in JSON a number is an id and a string is a name; of a string of digits a name wins,
/// and where none has it, it is an id.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Ref {
    #[default]
    None,
    Id(i64),
    Name(String),
}

/// A list; in XML one of a single element looks like a scalar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Many<T>(pub Vec<T>);

pub const MOST_ROWS: i64 = 1000;
const LIMIT: &str = "limit";

/// What a value is to somebody who counts.
#[derive(PartialEq)]
enum WholeNumber {
    Number(i64),
    /// Beyond what is counted with, or than a float can tell apart.
    TooLarge,
    TooSmall,
    Fraction,
    Other,
}

/// How many rows are asked for: 1000 unless fewer are wanted, and never more.
pub fn limit(asked: Option<Int>) -> Result<i64, Failure> {
    match asked.map(|it| it.0) {
        None => Ok(MOST_ROWS),
        Some(limit @ 1..) => Ok(limit.min(MOST_ROWS)),
        Some(_) => Err(Failure::field(LIMIT, &Message::new("api-limit").with("most", MOST_ROWS))),
    }
}

impl Flag {
    /// As a form has it.
    pub fn form(self) -> String {
        if self.0 { "on".to_owned() } else { String::new() }
    }
}

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.form())
    }
}

/// Nothing is an empty field; a parameter that was not given is none at all.
impl Serialize for MaybeInt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.map(|number| number.to_string()).unwrap_or_default())
    }
}

/// A form has the id of what is meant, which is looked up first.
impl Serialize for Ref {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_none()
    }
}

impl Ref {
    /// The one of the things that is meant; `key` gives the id and the name of each.
    pub fn find<'a, T>(&self, things: &'a [T], key: impl Fn(&T) -> (i64, &str)) -> Option<&'a T> {
        let by_id = |id: i64| things.iter().find(|thing| key(thing).0 == id);
        match self {
            Self::None => None,
            Self::Id(id) => by_id(*id),
            Self::Name(name) => things.iter().find(|thing| key(thing).1 == name).or_else(|| by_id(name.parse().ok()?)),
        }
    }
}

impl Many<Ref> {
    /// Those that name something: a 0 among them is nothing, as it is alone.
    pub fn named(&self) -> impl Iterator<Item = &Ref> {
        self.0.iter().filter(|it| **it != Ref::None)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(text)),
            Value::Null => Ok(Self(String::new())),
            other => Err(D::Error::custom(format_args!("text is expected, not {}", kind(&other)))),
        }
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let text = match &value {
            Value::String(text) => text.trim().to_ascii_lowercase(),
            Value::Bool(on) => return Ok(Self(*on)),
            Value::Number(number) => whole(number).map_or_else(String::new, |number| number.to_string()),
            _ => String::new(),
        };
        match text.as_str() {
            "true" | "1" => Ok(Self(true)),
            "false" | "0" => Ok(Self(false)),
            _ => Err(D::Error::custom(format_args!("true or false is expected, not {}", kind(&value)))),
        }
    }
}

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let why = match WholeNumber::of(&value) {
            WholeNumber::Number(number) => return Ok(Self(number)),
            WholeNumber::TooLarge => "and this one is too large",
            WholeNumber::TooSmall => "and this one is too small",
            WholeNumber::Fraction => "not a fraction",
            WholeNumber::Other => {
                return Err(D::Error::custom(format_args!("a whole number is expected, not {}", kind(&value))));
            }
        };
        Err(D::Error::custom(format_args!("a whole number is expected, {why}")))
    }
}

impl<'de> Deserialize<'de> for MaybeInt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(Self(None)),
            Value::String(text) if text.trim().is_empty() => Ok(Self(None)),
            value => Int::deserialize(value).map(|it| Self(Some(it.0))).map_err(D::Error::custom),
        }
    }
}

impl<'de> Deserialize<'de> for Ref {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(Self::None),
            Value::String(text) => Ok(match text.trim() {
                "" | "0" => Self::None,
                name => Self::Name(name.to_owned()),
            }),
            other => match WholeNumber::of(&other) {
                WholeNumber::Number(0) => Ok(Self::None),
                WholeNumber::Number(id) => Ok(Self::Id(id)),
                WholeNumber::TooLarge => {
                    Err(D::Error::custom("an id or a name is expected, and this number is too large"))
                }
                WholeNumber::TooSmall => {
                    Err(D::Error::custom("an id or a name is expected, and this number is too small"))
                }
                WholeNumber::Fraction => Err(D::Error::custom("an id or a name is expected, not a fraction")),
                WholeNumber::Other => {
                    Err(D::Error::custom(format_args!("an id or a name is expected, not {}", kind(&other))))
                }
            },
        }
    }
}

impl<'de, T: DeserializeOwned + 'static> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = match Value::deserialize(deserializer)? {
            Value::Array(items) => items,
            Value::Null => Vec::new(),
            Value::String(text) if text.trim().is_empty() => Vec::new(),
            single => vec![single],
        };
        // Null is none of the things that can be named; of anything else it says nothing.
        if TypeId::of::<T>() != TypeId::of::<Ref>() && items.contains(&Value::Null) {
            return Err(D::Error::custom("something is expected in a list, not nothing"));
        }
        items
            .into_iter()
            .map(|item| serde_json::from_value(item).map_err(D::Error::custom))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl WholeNumber {
    fn of(value: &Value) -> Self {
        match value {
            Value::Number(number) => match (whole(number), number.as_f64()) {
                (Some(number), _) => Self::Number(number),
                (None, Some(float)) if float.fract() != 0.0 => Self::Fraction,
                (None, Some(float)) if float < 0.0 => Self::TooSmall,
                (None, _) => Self::TooLarge,
            },
            Value::String(text) => match text.trim().parse::<i64>() {
                Ok(number) => Self::Number(number),
                Err(error) if *error.kind() == IntErrorKind::PosOverflow => Self::TooLarge,
                Err(error) if *error.kind() == IntErrorKind::NegOverflow => Self::TooSmall,
                Err(_) => Self::Other,
            },
            _ => Self::Other,
        }
    }
}

/// 7, and 7.0 as well, which is the same number to JSON. A fraction, or more than a float can tell apart, is not.
fn whole(number: &Number) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let float = || number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < EXACT);
    number.as_i64().or_else(|| float().map(|float| float as i64))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "this text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
