//! Given values merged into a form: the form and whatever is merged into it call a field by the same name.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::error::Result;

/// The form with each value that is given in place of its own; what is null, or no field of the form, is not given.
pub fn merged<F: Serialize + DeserializeOwned>(form: F, given: &impl Serialize) -> Result<F> {
    Ok(merge(form, given).map_err(anyhow::Error::from)?)
}

fn merge<F: Serialize + DeserializeOwned>(form: F, given: &impl Serialize) -> serde_json::Result<F> {
    let mut fields = object(&form)?;
    for (name, value) in object(given)? {
        if let (Some(field), Some(typed)) = (fields.get_mut(&name), typed(value)) {
            *field = if field.is_string() { in_lines(typed) } else { typed };
        }
    }
    serde_json::from_value(Value::Object(fields))
}

/// The form of what is there, whose fields have the form's names.
pub fn filled<F: Serialize + DeserializeOwned + Default>(of: &impl Serialize) -> F {
    merge(F::default(), of).unwrap_or_default()
}

/// A list in a field of text is a line each.
fn in_lines(typed: Value) -> Value {
    match typed {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n").into(),
        typed => typed,
    }
}

fn object(it: &impl Serialize) -> serde_json::Result<Map<String, Value>> {
    match serde_json::to_value(it)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

/// As a control sends it.
fn typed(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Bool(on) => Some(if on { "on" } else { "" }.into()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Array(list) => Some(list.into_iter().filter_map(typed).collect()),
        text => Some(text),
    }
}
