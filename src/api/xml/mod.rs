//! XML under one `<xml>` root, read into the tree that JSON gives, and written from it.
//!
//! A list is repeated elements. `array='true'` says of an element that it is one item of a list, so that a list of one
//! can be told from a value; so marked and empty, alone, it is the empty list. A marked element that holds nothing but
//! elements called `item` is a list of those, as bodies were written once. There is no type but text.

use std::collections::BTreeSet;

use quick_xml::{
    Reader,
    events::{BytesDecl, BytesStart, Event, attributes::Attribute},
};
use serde_json::{Map, Value};

use super::{
    Failure,
    body::{DEEPEST, malformed},
};

mod write;

pub use write::{write, write_request};

const MOST_NODES: usize = 10_000;
/// What an item of a list is called that has no name of its own.
const ITEM: &str = "item";

/// An element that is not closed yet.
struct Open {
    name: String,
    is_item: bool,
    text: String,
    /// Name → all elements of this name, in their order.
    fields: Map<String, Value>,
    /// Those that are lists however many there are.
    lists: BTreeSet<String>,
}

pub fn read(text: &str) -> Result<Map<String, Value>, Failure> {
    let mut reader = Reader::from_str(text.trim());
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    let mut nodes = 0;
    loop {
        nodes += 1;
        if nodes > MOST_NODES || open.len() > DEEPEST {
            return Err(malformed("The XML is nested too deeply or has too many elements."));
        }
        match reader
            .read_event()
            .map_err(|error| malformed(format!("The body is not XML that can be read: {error}.")))?
        {
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
                let part = part
                    .xml10_content()
                    .map_err(|error| malformed(format!("The XML has text that cannot be read: {error}.")))?;
                add_text(&mut open, &part)?;
            }
            Event::CData(part) => {
                let part = part
                    .xml10_content()
                    .map_err(|error| malformed(format!("The XML has text that cannot be read: {error}.")))?;
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

impl Open {
    fn new(tag: &BytesStart, is_first: bool, is_over: bool) -> Result<Self, Failure> {
        let name = std::str::from_utf8(tag.name().as_ref()).unwrap_or_default().to_owned();
        if is_first && (name != "xml" || is_over) {
            return Err(malformed("Everything stands in one <xml> element."));
        }
        let mut is_item = false;
        for attribute in tag.attributes() {
            let attribute = attribute
                .map_err(|error| malformed(format!("<{name}> has an attribute that cannot be read: {error}.")))?;
            match (is_first, marks_item(&attribute)) {
                (true, _) if is_namespace(&attribute) => {}
                (false, Some(marked)) => is_item = marked,
                _ => return Err(malformed(format!("<{name}> has an attribute other than array='true'."))),
            }
        }
        Ok(Self { name, is_item, text: String::new(), fields: Map::new(), lists: BTreeSet::new() })
    }

    fn take(&mut self, child: Self) -> Result<(), Failure> {
        let name = child.name.clone();
        if child.is_item {
            self.lists.insert(name.clone());
        }
        let more = child.into_items()?;
        if let Value::Array(items) = self.fields.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
            items.extend(more);
        }
        Ok(())
    }

    /// What it adds to the elements of its name: itself, or in the old way of writing a list all that it holds.
    fn into_items(mut self) -> Result<Vec<Value>, Failure> {
        let is_old =
            self.is_item && self.text.trim().is_empty() && self.fields.keys().eq([ITEM]) && !self.lists.contains(ITEM);
        match is_old.then(|| self.fields.remove(ITEM)).flatten() {
            Some(Value::Array(items)) => Ok(items),
            _ => Ok(vec![self.into_value()?]),
        }
    }

    fn into_value(self) -> Result<Value, Failure> {
        let has_text = !self.text.trim().is_empty();
        if has_text && !self.fields.is_empty() {
            return Err(malformed(format!("<{}> has both text and elements.", self.name)));
        }
        if self.fields.is_empty() {
            return Ok(self.text.trim().into());
        }
        let ended = |(name, value): (String, Value)| {
            let is_list = self.lists.contains(&name);
            (name, settled(value, is_list))
        };
        Ok(Value::Object(self.fields.into_iter().map(ended).collect()))
    }
}

/// All elements of one name, as what they mean together.
fn settled(elements: Value, is_list: bool) -> Value {
    match elements {
        Value::Array(items) if is_list && items.iter().eq([&Value::from("")]) => Value::Array(Vec::new()),
        Value::Array(mut items) if !is_list && items.len() == 1 => items.pop().unwrap_or_default(),
        other => other,
    }
}

/// Whether `array` says that the element is one item of a list; None of another attribute or value.
fn marks_item(attribute: &Attribute) -> Option<bool> {
    match (attribute.key.as_ref(), attribute.value.trim_ascii()) {
        (b"array", b"true" | b"1") => Some(true),
        (b"array", b"false" | b"0") => Some(false),
        _ => None,
    }
}

/// `xmlns`, `xmlns:xsi`: programs write them by themselves and mean nothing by it.
fn is_namespace(attribute: &Attribute) -> bool {
    let name = attribute.key.as_ref();
    name == b"xmlns" || name.starts_with(b"xmlns:")
}

fn close(ended: Open, open: &mut [Open], root: &mut Option<Value>) -> Result<(), Failure> {
    match open.last_mut() {
        Some(parent) => parent.take(ended),
        None => {
            *root = Some(ended.into_value()?);
            Ok(())
        }
    }
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
    fn a_list_is_repeated_elements_and_one_item_says_that_it_is_one() {
        let read = |text: &str| Value::from(read(text).expect(text));
        assert_eq!(read("<xml><a>1</a><b>x &amp; &#1103;</b></xml>"), json!({"a": "1", "b": "x & я"}));
        assert_eq!(read("<xml><a>1</a><a>2</a><a>3</a></xml>"), json!({"a": ["1", "2", "3"]}));
        assert_eq!(read("<xml><a array='true'>4</a></xml>"), json!({"a": ["4"]}));
        assert_eq!(
            read("<?xml version='1.0'?>\n<xml><a array ='true'>4</a><a>5</a><b array='true'/></xml>"),
            json!({"a": ["4", "5"], "b": []})
        );
        assert_eq!(
            read("<xml><a>4</a><a array=\"true\">5</a><b array='false'>6</b></xml>"),
            json!({"a": ["4", "5"], "b": "6"})
        );
        let rules = "<xml><rules array='true'><type>default</type><senders array='true'><id>287</id><percent>100</percent></senders></rules></xml>";
        assert_eq!(read(rules), json!({"rules": [{"type": "default", "senders": [{"id": "287", "percent": "100"}]}]}));
        assert_eq!(read("<xml><d><url>u</url></d><e/></xml>"), json!({"d": {"url": "u"}, "e": ""}));
        assert_eq!(read("<xml><a><![CDATA[<b>]]></a></xml>"), json!({"a": "<b>"}));
        assert_eq!(read("<xml/>"), json!({}));
        assert_eq!(read("<xml xmlns='urn:x' xmlns:xsi=\"urn:y\"><a>1</a></xml>"), json!({"a": "1"}));
    }

    #[test]
    fn the_old_way_of_writing_a_list_is_read_where_every_child_is_an_item() {
        let read = |text: &str| Value::from(read(text).expect(text));
        assert_eq!(read("<xml><a array='true'><item>1</item></a></xml>"), json!({"a": ["1"]}));
        assert_eq!(
            read("<xml><a array='true'><item>1</item><item><b>2</b></item></a></xml>"),
            json!({"a": ["1", {"b": "2"}]})
        );
        assert_eq!(
            read("<xml><a array='true'><item>1</item><b>2</b></a></xml>"),
            json!({"a": [{"item": "1", "b": "2"}]})
        );
        assert_eq!(read("<xml><a><item>1</item></a></xml>"), json!({"a": {"item": "1"}}));
        assert_eq!(read("<xml><a array='true'><i>1</i></a></xml>"), json!({"a": [{"i": "1"}]}));
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
            "<xml array='true'/>",
            "<xml><a b='1'/></xml>",
            "<xml><a xmlns='urn:x'/></xml>",
            "<xml><a array='maybe'/></xml>",
            "<xml><a>x<b/></a></xml>",
            "<xml><a array='true'>x<item/></a></xml>",
            "<xml><a>&lol;</a></xml>",
            "<!DOCTYPE xml><xml/>",
            "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><xml><b>&a;</b></xml>",
            "<xml/>text",
            "<xml>text</xml>",
            "<?xml version='1.0' encoding='koi8-r'?><xml/>",
            deep.as_str(),
            many.as_str(),
        ] {
            assert_eq!(read(text).expect_err(text).code, 400, "{text}");
        }
    }
}
