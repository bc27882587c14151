//! Rows whose settings are a type of their own are one object to everybody else.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::schema::referred;

/// With each of them one object, its own fields first.
pub(super) fn joined(mut parts: BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    let rows: Vec<String> =
        parts.iter().filter(|(_, part)| part.get("allOf").is_some()).map(|it| it.0.clone()).collect();
    for row in rows {
        let Some(Value::Object(mut schema)) = parts.remove(&row) else { continue };
        // A piece can be in pieces itself.
        while let Some(Value::Array(mut all)) = schema.remove("allOf") {
            all.reverse();
            for piece in all {
                let piece = referred(&piece).and_then(|name| parts.remove(name)).unwrap_or(piece);
                merge(&mut schema, piece);
            }
        }
        parts.insert(row, schema.into());
    }
    parts
}

/// Adds the fields of one object to those of another.
fn merge(into: &mut Map<String, Value>, from: Value) {
    let Value::Object(from) = from else { return };
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(fields)), Value::Object(more)) => fields.extend(more),
            (Some(Value::Array(items)), Value::Array(more)) => items.extend(more),
            (Some(_), _) => {}
            (None, value) => drop(into.insert(key, value)),
        }
    }
}
