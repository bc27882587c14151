//! What holds of the readers and the writer for every input.

use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use serde_json::{Map, Value, json};

use super::{
    Failure, body,
    envelope::{Envelope, Format},
    xml,
};

fn format() -> impl Strategy<Value = Format> {
    prop::sample::select(vec![Format::Json, Format::Xml])
}

/// As a parameter may be called.
fn name() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_]{0,12}"
}

/// What a body can hold: scalars, and lists and objects of them. A NUL is refused, and other tests say so.
fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        proptest::prelude::Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(|text| text.replace('\0', "").into()),
        "[ -~\\r\\n\\t\u{1}\u{85}\u{A0}я]{0,9}".prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name(), inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn object() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::btree_map(name(), value(), 0..6).prop_map(|map| map.into_iter().collect())
}

/// What XML can carry of a value: text without control characters and without white space around it, lines ended by
/// line feeds; an empty object is empty text.
fn as_text(value: &Value) -> Value {
    match value {
        Value::Null => "".into(),
        Value::Bool(_) | Value::Number(_) => value.to_string().into(),
        Value::String(text) => {
            let carried = |c: &char| {
                (!c.is_control() || matches!(c, '\t' | '\n' | '\r')) && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
            };
            let text: String = text.chars().filter(carried).collect();
            text.replace("\r\n", "\n").replace('\r', "\n").trim().into()
        }
        // A list in a list has no name of its own, and of a list of nothing nobody can tell whether it has an item.
        Value::Array(list) => {
            let item = |value: &Value| if value.is_array() { json!({"item": as_text(value)}) } else { as_text(value) };
            let items: Vec<Value> = list.iter().map(item).collect();
            if items == [""] { json!([]) } else { items.into() }
        }
        Value::Object(map) if map.is_empty() => "".into(),
        Value::Object(map) => Value::Object(map.iter().map(|(name, value)| (name.clone(), as_text(value))).collect()),
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(format in format(), bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Err(failure) = body::parse(format, &bytes) {
            prop_assert_eq!(failure.code, 400);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(format in format(), text in "[ -~\u{0}-\u{1F}я\u{FFFF}]{0,200}") {
        if let Err(failure) = body::parse(format, text.as_bytes()) {
            prop_assert_eq!(failure.code, 400);
        }
    }

    #[test]
    fn any_content_type_is_one_of_the_two_or_refused(name in any::<Option<String>>(), bytes in prop::collection::vec(any::<u8>(), 0..20)) {
        if let Err(failure) = body::format(name.as_deref(), &bytes) {
            prop_assert_eq!(failure.code, 415);
        }
    }

    #[test]
    fn json_is_read_as_it_was_written(fields in object()) {
        let read = body::parse(Format::Json, Value::Object(fields.clone()).to_string().as_bytes());
        prop_assert_eq!(read.ok(), Some(fields));
    }

    #[test]
    fn xml_is_read_as_it_was_written_up_to_text(fields in object()) {
        let written = xml::write_request(&fields);
        let expected: Map<String, Value> = fields.iter().map(|(name, value)| (name.clone(), as_text(value))).collect();
        prop_assert_eq!(xml::read(&written).ok(), Some(expected), "{}", written);
    }

    #[test]
    fn a_refusal_can_be_read_in_both_formats(text in any::<String>(), field in name(), sentence in any::<String>()) {
        for format in [Format::Json, Format::Xml] {
            let failure = Failure { text: text.clone(), errors: vec![(field.clone(), sentence.clone())], ..Failure::new(422, "api-refused") };
            let read = body::parse(format, Envelope::of(Err(failure), format).body.as_bytes()).ok().unwrap_or_default();
            prop_assert!(read.get("errors").and_then(|errors| errors.get(&field)).is_some(), "{:?}", read);
        }
    }
}
