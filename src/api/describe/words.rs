//! Schemas in words, a line for each field.

use serde_json::{Map, Value};

use super::schema::referred;

/// A parameter, or a field of an answer; one inside of another is `frozen_details.reason`, one of each row of a list
/// `data[].id`.
#[derive(Debug, PartialEq)]
pub struct Field {
    pub name: String,
    pub kind: String,
    pub required: bool,
    pub about: String,
}

const OR_NULL: &str = ", or null";

/// What stands in every body and every answer is told once for all of them.
const EVERYWHERE: [&str; 4] = ["token", "format", "error", "error_text"];

/// Those of a component.
pub fn fields(schemas: &Map<String, Value>, name: &str) -> Vec<Field> {
    let mut found = Vec::new();
    collect(schemas, schemas.get(name), "", &mut found);
    found.retain(|field| !EVERYWHERE.contains(&field.name.as_str()));
    found
}

fn collect(schemas: &Map<String, Value>, schema: Option<&Value>, prefix: &str, found: &mut Vec<Field>) {
    let Some(properties) = schema.and_then(|it| it.get("properties")).and_then(Value::as_object) else { return };
    let required: Vec<&str> = texts(schema.and_then(|it| it.get("required")));
    for (name, property) in properties {
        let inner = inside(schemas, property);
        let name_here = format!("{prefix}{name}");
        let within = format!("{name_here}{}.", if inner.is_list { "[]" } else { "" });
        let required = required.contains(&name.as_str());
        let kind = kind(schemas, property);
        found.push(Field {
            // A parameter that may be left out may be null as well, which is told once for all of them.
            kind: if required { kind } else { kind.trim_end_matches(OR_NULL).to_owned() },
            required,
            about: about(schemas, property),
            name: name_here,
        });
        collect(schemas, inner.object, &within, found);
    }
}

/// The object that a field is, or that each item of it is.
struct Inside<'a> {
    object: Option<&'a Value>,
    is_list: bool,
}

fn inside<'a>(schemas: &'a Map<String, Value>, property: &'a Value) -> Inside<'a> {
    let candidates = property
        .get("anyOf")
        .and_then(Value::as_array)
        .map_or_else(|| vec![property], |either| either.iter().collect());
    for candidate in candidates {
        let items = candidate.get("items");
        let target = items.unwrap_or(candidate);
        let target = referred(target).and_then(|name| schemas.get(name)).unwrap_or(target);
        if target.get("properties").is_some() {
            return Inside { object: Some(target), is_list: items.is_some() };
        }
    }
    Inside { object: None, is_list: false }
}

/// "id or name, or null", "text of at most 120 characters, or null".
fn kind(schemas: &Map<String, Value>, schema: &Value) -> String {
    if let Some(name) = referred(schema) {
        return match name {
            "Ref" => "id or name".to_owned(),
            "Flag" => "true or false".to_owned(),
            "Int" => "whole number".to_owned(),
            name => schemas.get(name).map_or_else(String::new, |schema| kind(schemas, schema)),
        };
    }
    if let Some(either) = schema.get("anyOf").and_then(Value::as_array) {
        // A number that may be written as text is a number, and a list that may be one alone a list; but a number
        // beside a name is an id.
        let is_name =
            |it: &Value| it.get("pattern").and_then(Value::as_str).is_some_and(|pattern| pattern.contains("A-Z"));
        let first = match either.first() {
            Some(first) if either.len() > 1 && either.iter().any(is_name) && !is_name(first) => {
                "id or account name".to_owned()
            }
            first => first.map_or_else(String::new, |first| kind(schemas, first)),
        };
        let null = either.iter().any(|it| it.get("type").is_some_and(|kind| kind == "null"));
        return if null { format!("{first}{OR_NULL}") } else { first };
    }
    if let Some(values) = schema.get("enum") {
        let values: Vec<String> = texts(Some(values)).into_iter().map(str::to_owned).collect();
        return values.join(" or ");
    }
    match schema.get("type") {
        Some(Value::String(name)) => named(schemas, name, schema),
        Some(Value::Array(names)) => {
            let names = names.iter().filter_map(Value::as_str);
            names.map(|name| if name == "null" { OR_NULL.to_owned() } else { named(schemas, name, schema) }).collect()
        }
        _ => String::new(),
    }
}

fn named(schemas: &Map<String, Value>, name: &str, schema: &Value) -> String {
    let number = |key: &str| schema.get(key).and_then(Value::as_i64);
    match name {
        "string" if schema.get("format").is_some_and(|format| format == "date-time") => "time (RFC 3339)".to_owned(),
        "string" => {
            number("maxLength").map_or_else(|| "text".to_owned(), |most| format!("text of at most {most} characters"))
        }
        "integer" => match (number("minimum"), number("maximum")) {
            (Some(least), Some(most)) => format!("whole number from {least} to {most}"),
            (Some(least), None) => format!("whole number from {least}"),
            _ => "whole number".to_owned(),
        },
        "boolean" => "true or false".to_owned(),
        "array" => match schema.get("items").map(|items| kind(schemas, items)).unwrap_or_default().as_str() {
            "object" => "list of objects".to_owned(),
            items => format!("list of: {items}"),
        },
        other => other.to_owned(),
    }
}

fn about(schemas: &Map<String, Value>, property: &Value) -> String {
    let own = property.get("description").and_then(Value::as_str);
    let target =
        referred(property).and_then(|name| schemas.get(name)).filter(|schema| schema.get("properties").is_some());
    own.or_else(|| target?.get("description")?.as_str()).unwrap_or_default().replace('`', "")
}

fn texts(list: Option<&Value>) -> Vec<&str> {
    list.and_then(Value::as_array).map(|list| list.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}
