//! XML under one `<xml>` root, read into the tree that JSON gives, and written from it.
//!
//! A list is repeated elements, or one element with `array='true'` whose children are the items. There is no type but text.

use quick_xml::{
    Reader, Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use serde_json::{Map, Value};

use super::{
    Failure,
    body::{DEEPEST, malformed},
};

const MOST_NODES: usize = 10_000;
/// What an item of a list is called that has no name of its own.
pub const ITEM: &str = "item";

/// An element that is not closed yet.
struct Open {
    name: String,
    is_list: bool,
    text: String,
    fields: Map<String, Value>,
    items: Vec<Value>,
    /// Keys that came twice and are lists from then on.
    repeated: Vec<String>,
}

pub fn read(text: &str) -> Result<Map<String, Value>, Failure> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}').trim());
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    let mut nodes = 0;
    loop {
        nodes += 1;
        if nodes > MOST_NODES || open.len() > DEEPEST {
            return Err(malformed("The XML is nested too deeply or has too many elements."));
        }
        match reader.read_event().map_err(|error| malformed(format!("The body is not XML that can be read: {error}.")))? {
            Event::Start(tag) => {
                let opened = Open::new(&tag, open.is_empty(), root.is_some())?;
                open.push(opened);
            }
            Event::Empty(tag) => {
                let opened = Open::new(&tag, open.is_empty(), root.is_some())?;
                close(opened, &mut open, &mut root)?;
            }
            Event::End(_) => {
                let ended = open.pop().ok_or_else(|| malformed("The XML closes what was not opened."))?;
                close(ended, &mut open, &mut root)?;
            }
            Event::Text(part) => {
                let part = part.xml10_content().map_err(|error| malformed(format!("The XML has text that cannot be read: {error}.")))?;
                add_text(&mut open, &part)?;
            }
            Event::CData(part) => {
                let part = part.xml10_content().map_err(|error| malformed(format!("The XML has text that cannot be read: {error}.")))?;
                add_text(&mut open, &part)?;
            }
            Event::GeneralRef(entity) => add_text(&mut open, &resolve(&entity)?)?,
            Event::DocType(_) => return Err(malformed("A DOCTYPE is not accepted.")),
            Event::Decl(decl) => check_declaration(&decl)?,
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof if open.is_empty() => break,
            Event::Eof => return Err(malformed("The XML ends before everything in it is closed.")),
        }
    }
    match root {
        Some(Value::Object(map)) => Ok(map),
        Some(Value::String(text)) if text.is_empty() => Ok(Map::new()),
        Some(_) => Err(malformed("The <xml> element holds text where parameters are expected.")),
        None => Err(malformed("The body has no <xml> element.")),
    }
}

/// An answer: `data` holds one element `row` for each of its rows.
pub fn write(fields: &Map<String, Value>, row: &str) -> String {
    write_with(fields, row, None)
}

/// A request: a list says that it is one, so that [`read`] gives it back as it was.
pub fn write_request(fields: &Map<String, Value>) -> String {
    write_with(fields, ITEM, Some(("array", "true")))
}

/// `mark` is the attribute of lists.
fn write_with(fields: &Map<String, Value>, row: &str, mark: Option<(&str, &str)>) -> String {
    let mut writer = Writer::new(Vec::new());
    let written = (|| {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        writer.write_event(Event::Start(BytesStart::new("xml")))?;
        for (name, value) in fields {
            write_value(&mut writer, (name, row), value, mark)?;
        }
        writer.write_event(Event::End(BytesEnd::new("xml")))
    })();
    // Writing into memory does not fail.
    if let Err(error) = written {
        tracing::error!(%error, "an answer was not written as XML");
    }
    String::from_utf8_lossy(&writer.into_inner()).into_owned()
}

fn write_value(writer: &mut Writer<Vec<u8>>, (name, row): (&str, &str), value: &Value, mark: Option<(&str, &str)>) -> std::io::Result<()> {
    let tag = BytesStart::new(name);
    let tag = if value.is_array() { tag.with_attributes(mark) } else { tag };
    writer.write_event(Event::Start(tag))?;
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                write_value(writer, (name, ITEM), value, mark)?;
            }
        }
        Value::Array(list) => {
            for value in list {
                write_value(writer, (row, ITEM), value, mark)?;
            }
        }
        Value::Null => {}
        Value::String(text) => writer.write_event(Event::Text(BytesText::new(&without_controls(text))))?,
        Value::Bool(_) | Value::Number(_) => writer.write_event(Event::Text(BytesText::new(&value.to_string())))?,
    }
    writer.write_event(Event::End(BytesEnd::new(name)))
}

/// XML 1.0 has no way to say them.
fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')).filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}

impl Open {
    fn new(tag: &BytesStart, is_first: bool, is_over: bool) -> Result<Self, Failure> {
        let name = std::str::from_utf8(tag.name().as_ref()).unwrap_or_default().to_owned();
        if is_first && (name != "xml" || is_over) {
            return Err(malformed("Everything stands in one <xml> element."));
        }
        let mut is_list = false;
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| malformed(format!("<{name}> has an attribute that cannot be read: {error}.")))?;
            match (attribute.key.as_ref(), attribute.value.as_ref()) {
                (b"array", b"true") if !is_first => is_list = true,
                (b"array", b"false") => {}
                _ => return Err(malformed(format!("<{name}> has an attribute other than array='true'."))),
            }
        }
        Ok(Self { name, is_list, text: String::new(), fields: Map::new(), items: Vec::new(), repeated: Vec::new() })
    }

    fn take(&mut self, name: String, value: Value) {
        if self.is_list {
            self.items.push(value);
        } else if self.repeated.contains(&name) {
            if let Some(Value::Array(list)) = self.fields.get_mut(&name) {
                list.push(value);
            }
        } else if let Some(first) = self.fields.remove(&name) {
            self.fields.insert(name.clone(), vec![first, value].into());
            self.repeated.push(name);
        } else {
            self.fields.insert(name, value);
        }
    }

    fn into_value(self) -> Result<Value, Failure> {
        let has_text = !self.text.trim().is_empty();
        if has_text && !(self.fields.is_empty() && self.items.is_empty()) {
            return Err(malformed(format!("<{}> has both text and elements.", self.name)));
        }
        Ok(match self.is_list {
            true if has_text => return Err(malformed(format!("<{}> is a list and holds text.", self.name))),
            true => self.items.into(),
            false if self.fields.is_empty() => self.text.trim().into(),
            false => self.fields.into(),
        })
    }
}

fn close(ended: Open, open: &mut [Open], root: &mut Option<Value>) -> Result<(), Failure> {
    let name = ended.name.clone();
    let value = ended.into_value()?;
    match open.last_mut() {
        Some(parent) => parent.take(name, value),
        None => *root = Some(value),
    }
    Ok(())
}

fn add_text(open: &mut [Open], text: &str) -> Result<(), Failure> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(malformed("There is text outside of the <xml> element.")),
    }
    Ok(())
}

/// The five that every document has, and characters by number.
fn resolve(entity: &quick_xml::events::BytesRef) -> Result<String, Failure> {
    let unknown = || malformed("The XML refers to an entity that is not one of the five.");
    if let Some(c) = entity.resolve_char_ref().map_err(|_| unknown())? {
        return Ok(c.to_string());
    }
    let name = entity.decode().map_err(|_| unknown())?;
    quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned).ok_or_else(unknown)
}

fn check_declaration(decl: &BytesDecl) -> Result<(), Failure> {
    match decl.encoding() {
        None => Ok(()),
        Some(Ok(name)) if name.eq_ignore_ascii_case(b"utf-8") => Ok(()),
        Some(_) => Err(malformed("The XML is not declared as UTF-8.")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_kinds_of_lists_are_read() {
        let read = |text: &str| Value::from(read(text).expect(text));
        assert_eq!(read("<xml><a>1</a><b>x &amp; &#1103;</b></xml>"), json!({"a": "1", "b": "x & я"}));
        assert_eq!(read("<xml><a>1</a><a>2</a><a>3</a></xml>"), json!({"a": ["1", "2", "3"]}));
        assert_eq!(read("<?xml version='1.0'?>\n<xml><a array='true'><i>1</i></a><b array='true'/></xml>"), json!({"a": ["1"], "b": []}));
        assert_eq!(read("<xml><d><url>u</url></d><e/></xml>"), json!({"d": {"url": "u"}, "e": ""}));
        assert_eq!(read("<xml><a><![CDATA[<b>]]></a></xml>"), json!({"a": "<b>"}));
        assert_eq!(read("<xml/>"), json!({}));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let deep = format!("<xml>{}{}</xml>", "<a>".repeat(40), "</a>".repeat(40));
        let many = format!("<xml>{}</xml>", "<a/>".repeat(10_001));
        for text in [
            "",
            "text",
            "<other/>",
            "<xml>",
            "<xml><a></xml>",
            "<xml/><xml/>",
            "<xml a='1'/>",
            "<xml><a b='1'/></xml>",
            "<xml><a>x<b/></a></xml>",
            "<xml><a>&lol;</a></xml>",
            "<!DOCTYPE xml><xml/>",
            "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><xml><b>&a;</b></xml>",
            "<xml/>text",
            "<xml>text</xml>",
            "<?xml version='1.0' encoding='koi8-r'?><xml/>",
            deep.as_str(),
            many.as_str(),
            "<xml><a array='true'>x</a></xml>",
        ] {
            assert_eq!(read(text).expect_err(text).code, 400, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let fields = json!({"error": 0, "error_text": "A <b> & \u{1}я", "data": [{"id": 1, "on": true, "none": null}, {"id": 2}]});
        let text = write(fields.as_object().expect("an object"), "user");
        assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml>"), "{text}");
        let users = json!([{"id": "1", "on": "true", "none": ""}, {"id": "2"}]);
        assert_eq!(
            Value::from(read(&text).expect("it is ours")),
            json!({"error": "0", "error_text": "A <b> & я", "data": {"user": users}})
        );
    }
}
