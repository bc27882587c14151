//! The schemas of all calls under names of their own, said as the API means them: the envelope around each answer, null
//! wherever a parameter may be left out, how lists look in XML.

use serde_json::{Map, Value, json};
use utoipa::{
    PartialSchema,
    openapi::{RefOr, Schema},
};

use super::rows;
use crate::api::{Call, Calls, DRY_RUN, Flag, Rehearsed, Reply, Shape, envelope::DATA};

const PREFIX: &str = "#/components/schemas/";
/// What carries no more than a JSON type is said in place.
const PLAIN: &str = "Text";

pub struct Schemas {
    /// Name → schema, everything that is referred to among them.
    pub all: Map<String, Value>,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Given,
    Answered,
}

/// `AccountsUsersSendWelcome` for `accounts/users/send_welcome`.
pub fn ask_name(path: &str) -> String {
    let capital =
        |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>();
    path.split(['/', '_']).map(capital).collect()
}

pub fn answer_name(path: &str) -> String {
    format!("{}Answer", ask_name(path))
}

/// What is answered to a rehearsal.
pub fn rehearsal_name(path: &str) -> String {
    format!("{}Rehearsed", ask_name(path))
}

pub fn reference(name: &str) -> Value {
    json!({"$ref": format!("{PREFIX}{name}")})
}

/// The name that a `$ref` leads to.
pub fn referred(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(PREFIX)
}

impl Schemas {
    pub fn of(calls: &Calls) -> Self {
        let mut schemas = Self { all: Map::from_iter([("Refusal".to_owned(), refusal())]) };
        for call in &calls.0 {
            let ask = schemas.take(call, call.given, Side::Given);
            schemas.all.insert(ask_name(call.path), as_root(ask_of(call, ask)));
            if call.writes() {
                let answer = schemas.take(call, Rehearsed::shape(), Side::Answered);
                schemas.all.insert(rehearsal_name(call.path), as_root(answer_of(answer)));
            }
            let mut answer = schemas.take(call, call.answered, Side::Answered);
            schemas.name_rows(&mut answer, call.row);
            schemas.all.insert(answer_name(call.path), as_root(answer_of(answer)));
        }
        schemas
    }

    /// The schema, made tidy; what it refers to is kept, objects under names that begin with the call's.
    fn take(&mut self, call: &Call, shape: Shape, side: Side) -> Value {
        let mut parts = Vec::new();
        (shape.parts)(&mut parts);
        let parts = rows::joined(parts.into_iter().map(|(name, schema)| (name, plain(&schema))).collect());
        let name_of = |name: &str| match parts.get(name) {
            Some(part) if part.get("properties").is_some() => format!("{}{name}", ask_name(call.path)),
            _ => name.to_owned(),
        };
        for (name, part) in &parts {
            if name != PLAIN {
                self.all.insert(name_of(name), tidy(part.clone(), side, &name_of));
            }
        }
        tidy(plain(&(shape.schema)()), side, &name_of)
    }

    /// In XML rows that have a name stand together.
    fn name_rows(&mut self, answer: &mut Value, row: Option<&str>) {
        let list = answer.get_mut("properties").and_then(|it| it.get_mut(DATA)).and_then(Value::as_object_mut);
        let (Some(row), Some(list)) = (row, list) else { return };
        list.insert("xml".to_owned(), json!({"wrapped": true}));
        let name = list.get("items").and_then(referred).map(str::to_owned).unwrap_or_default();
        if let Some(Value::Object(schema)) = self.all.get_mut(&name) {
            schema.insert("xml".to_owned(), json!({"name": row}));
        }
    }
}

fn plain(schema: &RefOr<Schema>) -> Value {
    serde_json::to_value(schema).unwrap_or_default()
}

fn tidy(value: Value, side: Side, name_of: &impl Fn(&str) -> String) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| tidy(item, side, name_of)).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(key, value)| (key, tidy(value, side, name_of))).collect();
            let schema = one_or_null(pointed(fields, name_of));
            match side {
                Side::Given => leave_out(one_alone(schema)).into(),
                Side::Answered => schema.into(),
            }
        }
        other => other,
    }
}

fn pointed(mut schema: Map<String, Value>, name_of: &impl Fn(&str) -> String) -> Map<String, Value> {
    let Some(name) =
        schema.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix(PREFIX)).map(str::to_owned)
    else {
        return schema;
    };
    schema.remove("$ref");
    let target =
        if name == PLAIN { ("type", json!("string")) } else { ("$ref", json!(format!("{PREFIX}{}", name_of(&name)))) };
    schema.insert(target.0.to_owned(), target.1);
    schema
}

/// `oneOf: [X, null]` as it is commonly written, with what is said of X said of both.
fn one_or_null(mut schema: Map<String, Value>) -> Map<String, Value> {
    let Some(Value::Array(mut either)) = schema.remove("oneOf") else { return schema };
    if let Some(about) = either.first_mut().and_then(Value::as_object_mut).and_then(|first| first.remove("description"))
    {
        schema.entry("description").or_insert(about);
    }
    schema.insert("anyOf".to_owned(), either.into());
    schema
}

/// A list that is given may be one alone: in XML nobody can tell.
fn one_alone(mut schema: Map<String, Value>) -> Map<String, Value> {
    let kind = schema.get("type").cloned().unwrap_or_default();
    let is_list = kind == "array" || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "array"));
    let Some(items) = schema.get("items").cloned().filter(|_| is_list) else { return schema };
    schema.shift_remove("items");
    schema.shift_remove("type");
    schema.insert("anyOf".to_owned(), json!([{"type": "array", "items": items}, items]));
    schema
}

/// Null is as good as nothing, wherever a parameter need not be given.
fn leave_out(mut schema: Map<String, Value>) -> Map<String, Value> {
    let required: Vec<Value> = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for (_, property) in properties.iter_mut().filter(|(name, _)| !required.iter().any(|it| it == name.as_str())) {
            *property = or_null(property.take());
        }
    }
    schema
}

fn or_null(property: Value) -> Value {
    let Value::Object(mut schema) = property else { return property };
    if let Some(Value::Array(either)) = schema.get_mut("anyOf") {
        let null = json!({"type": "null"});
        if !either.contains(&null) {
            either.push(null);
        }
    } else if let Some(Value::String(kind)) = schema.get("type") {
        schema.insert("type".to_owned(), json!([kind, "null"]));
    } else if schema.contains_key("$ref") {
        let about = schema.remove("description");
        let either = json!([schema, {"type": "null"}]);
        schema = Map::from_iter(about.map(|about| ("description".to_owned(), about)));
        schema.insert("anyOf".to_owned(), either);
    }
    schema.into()
}

/// What every body may hold beside the parameters of its call.
fn ask_of(call: &Call, ask: Value) -> Value {
    let mut properties = ask.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut required: Vec<Value> = ask.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    for name in call.without {
        properties.shift_remove(*name);
    }
    for name in call.needs {
        if let Some(either) =
            properties.get_mut(*name).and_then(|property| property.get_mut("anyOf")).and_then(Value::as_array_mut)
        {
            either.retain(|it| *it != json!({"type": "null"}));
        }
        if !required.iter().any(|it| it == name) {
            required.push((*name).into());
        }
    }
    properties.insert(
        "token".to_owned(),
        json!({"type": "string", "description": "The token, where no Authorization header can be sent."}),
    );
    if call.writes() {
        let Value::Object(mut flag) = plain(&Flag::schema()) else { return ask };
        let about = "With true, what would change is answered and nothing changes.";
        flag.insert("description".to_owned(), about.into());
        properties.insert(DRY_RUN.to_owned(), flag.into());
    }
    let about = "The format of the answer, if it is not that of the request.";
    properties.insert("format".to_owned(), json!({"type": "string", "enum": ["json", "xml"], "description": about}));
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if let (false, Some(fields)) = (required.is_empty(), schema.as_object_mut()) {
        fields.insert("required".to_owned(), required.into());
    }
    schema
}

/// The envelope around what the call answers.
fn answer_of(answer: Value) -> Value {
    let mut properties = json!({
        "error": {"type": "integer", "const": 0},
        "error_text": {"type": "string", "description": "Successful operation"},
    });
    let mut required = vec![json!("error"), json!("error_text")];
    if let (Some(all), Some(Value::Object(own))) = (properties.as_object_mut(), answer.get("properties")) {
        all.extend(own.clone());
    }
    required.extend(answer.get("required").and_then(Value::as_array).cloned().unwrap_or_default());
    json!({"type": "object", "properties": properties, "required": required})
}

fn refusal() -> Value {
    as_root(json!({
        "type": "object",
        "description": "Why a call was not carried out.",
        "properties": {
            "error": {"type": "integer", "description": "The same as the HTTP status."},
            "error_text": {"type": "string", "description": "A sentence."},
            "errors": {"type": "object", "description": "Parameter → sentence, where parameters are the reason.", "additionalProperties": {"type": "string"}},
        },
        "required": ["error", "error_text"],
    }))
}

fn as_root(mut schema: Value) -> Value {
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("xml".to_owned(), json!({"name": "xml"}));
    }
    schema
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Otherwise one of them would be described as the other.
    #[test]
    fn no_two_types_of_one_call_have_one_name_and_what_all_share_is_one_thing() {
        let mut shared: BTreeMap<String, Value> = BTreeMap::new();
        for call in crate::app::calls().0 {
            let mut own: BTreeMap<String, Value> = BTreeMap::new();
            let mut parts = Vec::new();
            (call.given.parts)(&mut parts);
            (call.answered.parts)(&mut parts);
            for (name, schema) in parts {
                let schema = plain(&schema);
                let known = if schema.get("properties").is_some() { &mut own } else { &mut shared };
                let first = known.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(*first, schema, "{}: two types are called {name}; give one #[schema(as = …)]", call.path);
            }
        }
        assert!(shared.contains_key("Ref"));
    }

    #[test]
    fn null_is_told_once() {
        let either =
            json!({"oneOf": [{"$ref": "#/components/schemas/Int", "description": "A number."}, {"type": "null"}]});
        let all = json!({"type": "object", "required": ["b"], "properties": {"a": either, "b": {"$ref": "#/components/schemas/Int"}}});
        let tidied = tidy(all, Side::Given, &|name| format!("X{name}"));
        let a = json!({"description": "A number.", "anyOf": [{"$ref": "#/components/schemas/XInt"}, {"type": "null"}]});
        assert_eq!(tidied.get("properties"), Some(&json!({"a": a, "b": {"$ref": "#/components/schemas/XInt"}})));
    }

    #[test]
    fn a_list_may_be_one_alone_where_it_is_given() {
        let list = || json!({"type": "array", "items": {"type": "integer"}});
        let same = |name: &str| name.to_owned();
        assert_eq!(tidy(list(), Side::Given, &same), json!({"anyOf": [list(), {"type": "integer"}]}));
        assert_eq!(tidy(list(), Side::Answered, &same), list());
    }
}
