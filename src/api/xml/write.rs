//! Trees as XML. What a list is here, `read` reads as one.

use quick_xml::{
    Writer,
    escape::partial_escape,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use serde_json::{Map, Value};

use super::ITEM;
use crate::api::envelope::DATA;

type Written = std::io::Result<()>;

/// An answer. Its rows are a `<data>` each, or with a name for them stand together in one.
pub fn write(fields: &Map<String, Value>, row: Option<&str>) -> String {
    document(|writer| {
        fields.iter().try_for_each(|(name, value)| match value {
            Value::Array(rows) if name == DATA => write_rows(writer, rows, row),
            value => write_field(writer, name, value),
        })
    })
}

/// A request, which [`read`] gives back as it was.
pub fn write_request(fields: &Map<String, Value>) -> String {
    document(|writer| fields.iter().try_for_each(|(name, value)| write_field(writer, name, value)))
}

fn document(inside: impl FnOnce(&mut Writer<Vec<u8>>) -> Written) -> String {
    let mut writer = Writer::new(Vec::new());
    let written = (|| {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        writer.write_event(Event::Start(BytesStart::new("xml")))?;
        inside(&mut writer)?;
        writer.write_event(Event::End(BytesEnd::new("xml")))
    })();
    // Writing into memory does not fail.
    if let Err(error) = written {
        tracing::error!(%error, "an answer was not written as XML");
    }
    String::from_utf8_lossy(&writer.into_inner()).into_owned()
}

fn write_rows(writer: &mut Writer<Vec<u8>>, rows: &[Value], row: Option<&str>) -> Written {
    match row {
        Some(_) if rows.is_empty() => Ok(()),
        Some(row) => {
            writer.write_event(Event::Start(BytesStart::new(DATA)))?;
            rows.iter().try_for_each(|value| write_element(writer, BytesStart::new(row), value))?;
            writer.write_event(Event::End(BytesEnd::new(DATA)))
        }
        None => rows.iter().try_for_each(|value| write_element(writer, BytesStart::new(DATA), value)),
    }
}

fn write_field(writer: &mut Writer<Vec<u8>>, name: &str, value: &Value) -> Written {
    let item = || BytesStart::new(name).with_attributes([("array", "true")]);
    match value {
        Value::Array(items) if items.is_empty() => write_element(writer, item(), &Value::Null),
        Value::Array(items) => items.iter().try_for_each(|value| write_element(writer, item(), value)),
        value => write_element(writer, BytesStart::new(name), value),
    }
}

fn write_element(writer: &mut Writer<Vec<u8>>, tag: BytesStart, value: &Value) -> Written {
    if value.is_null() {
        return writer.write_event(Event::Empty(tag));
    }
    writer.write_event(Event::Start(tag.borrow()))?;
    match value {
        Value::Object(map) => map.iter().try_for_each(|(name, value)| write_field(writer, name, value))?,
        Value::Array(_) => write_field(writer, ITEM, value)?,
        Value::Null => {}
        Value::String(text) => {
            writer.write_event(Event::Text(BytesText::from_escaped(partial_escape(without_controls(text)))))?;
        }
        Value::Bool(_) | Value::Number(_) => writer.write_event(Event::Text(BytesText::new(&value.to_string())))?,
    }
    writer.write_event(Event::End(tag.to_end()))
}

/// XML 1.0 has no way to say them.
fn without_controls(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
        .filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::xml::read;

    #[test]
    fn rows_are_a_data_each_or_stand_in_one_by_their_name() {
        let fields = json!({"data": [{"id": 1, "on": true, "none": null}, {"id": 2, "of": [3]}], "error": 0, "error_text": "A <b> & \u{1}я"});
        let fields = fields.as_object().expect("an object");
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml>";
        let tail = "<error>0</error><error_text>A &lt;b&gt; &amp; я</error_text></xml>";
        let (one, other) = ("<id>1</id><on>true</on><none/>", "<id>2</id><of array=\"true\">3</of>");
        assert_eq!(write(fields, None), format!("{head}<data>{one}</data><data>{other}</data>{tail}"));
        assert_eq!(
            write(fields, Some("user")),
            format!("{head}<data><user>{one}</user><user>{other}</user></data>{tail}")
        );
        let empty = Map::from_iter([("data".to_owned(), json!([]))]);
        assert_eq!(
            [write(&empty, None), write(&empty, Some("user"))],
            [format!("{head}</xml>"), format!("{head}</xml>")]
        );
    }

    #[test]
    fn a_request_is_read_as_it_was_written() {
        let fields =
            json!({"one": ["1"], "none": [], "of": [{"a": ["x"]}, {"a": ["y", "z"]}], "text": "t", "nothing": ""});
        let text = write_request(fields.as_object().expect("an object"));
        assert_eq!(Value::from(read(&text).expect(&text)), fields, "{text}");
    }
}
