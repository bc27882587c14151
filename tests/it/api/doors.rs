//! The panel and the API beside each other: what one refuses the other refuses with the same sentence at the same
//! field, and what both accept leaves the same row, the same record and the same letters. The API is asked in JSON and
//! in XML.

mod accounts;
mod states;
mod users;

use super::Script;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::dump::texts;
use crate::support::form::OFF;
use serde_json::{Map, Value, json};

/// Each of the three changes a thing of its own, whose name ends in one of these; of equal length, so that limits are
/// reached together.
pub const DOORS: [&str; 3] = ["panel", "jsons", "xmlxs"];

/// The same wish, as the panel's form and as the API are told it.
pub struct Wish {
    pub panel: Vec<(&'static str, String)>,
    pub api: Value,
}

pub fn wish(panel: &[(&'static str, &str)], api: Value) -> Wish {
    Wish { panel: panel.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(), api }
}

/// What the API said.
pub struct Said {
    pub code: u64,
    pub text: String,
    pub errors: Map<String, Value>,
}

/// Through the API, by one of its doors.
pub async fn call(script: &mut Script, door: &str, call: &str, params: &Value) -> Said {
    let answer = match door {
        "jsons" => script.json(call, params.clone()).await,
        _ => script.xml(call, &format!("<format>json</format>{}", xml(params))).await,
    };
    let body = answer.json();
    assert_eq!(body["error"], if answer.status == 200 { 0 } else { answer.status }, "{body}");
    let errors = body["errors"].as_object().cloned().unwrap_or_default();
    Said { code: answer.status.into(), text: body["error_text"].as_str().unwrap_or_default().to_owned(), errors }
}

/// The fields of an object as elements.
fn xml(value: &Value) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    match value {
        Value::Null => String::new(),
        Value::String(text) => escaped(text),
        Value::Object(fields) => {
            let element = |(name, value): (&String, &Value)| match value {
                Value::Array(items) if items.is_empty() => format!("<{name} array='true'/>"),
                Value::Array(items) => {
                    items.iter().map(|item| format!("<{name} array='true'>{}</{name}>", xml(item))).collect()
                }
                value => format!("<{name}>{}</{name}>", xml(value)),
            };
            fields.iter().map(element).collect()
        }
        plain => plain.to_string(),
    }
}

/// `over` laid over `base`.
pub fn with(base: &Value, over: &Value) -> Value {
    let both = [base, over].into_iter().flat_map(|it| it.as_object().expect("an object").clone());
    both.collect::<Map<_, _>>().into()
}

/// The form of a page with some fields changed, sent as no browser may send it: a choice that is not on offer, too.
pub async fn crafted(client: &mut Client, path: &str, changes: &[(&'static str, String)]) -> Answer {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    let mut pairs = page.form(path).pairs();
    pairs.retain(|(name, _)| name != "csrf" && changes.iter().all(|(changed, _)| changed != name));
    pairs.extend(
        changes.iter().filter(|(_, value)| value != OFF).map(|(name, value)| ((*name).to_owned(), value.clone())),
    );
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(path, &pairs).await
}

/// The panel refused the one field, and the API the same one (by its name there) with the same sentence.
pub fn refused_alike(panel: &Answer, said: &Said, (field, at_api): (&str, &str), what: &str) {
    assert_eq!(panel.status, 422, "{what}: the panel says {}", panel.text());
    let sentence =
        panel.field_error(field).unwrap_or_else(|| panic!("{what}: the panel refuses another field: {}", panel.text()));
    let names: Vec<&String> = said.errors.keys().collect();
    assert_eq!(names, [at_api], "{what}: {} {}", said.code, said.text);
    let none = said.errors[at_api].as_str().filter(|sentence| sentence.starts_with("No ")).unwrap_or_default();
    // The panel offers a list to choose from; the API is told ids and names, and says that there is no such thing.
    let (code, expected) = match sentence.as_str() {
        "Choose one of the options." if !none.is_empty() => (404, json!(none)),
        "This name is already taken; choose another." => (409, json!(sentence)),
        _ => (422, json!(sentence)),
    };
    assert_eq!((said.code, &said.errors[at_api]), (code, &expected), "{what}");
}

/// What came of a wish beside each door: rows, records and letters, told without the door's own name.
pub struct Trace {
    pub what: Vec<String>,
}

/// The newest ids, to see what comes after.
#[derive(Clone, Copy)]
pub struct Mark {
    record: i64,
    letter: i64,
}

pub async fn mark(app: &TestApp) -> Mark {
    let newest = async |table: &str| {
        let id = texts(app, &format!("SELECT CAST(coalesce(max(id), 0) AS TEXT) FROM {table}")).await;
        id[0].parse::<i64>().expect("an id")
    };
    Mark { record: newest("audit").await, letter: newest("outbox").await }
}

/// Of the row of `table` that `condition` finds, every column but those that name the thing or come by chance; the
/// records and the letters since.
pub async fn trace(app: &TestApp, door: &str, (table, condition): (&str, &str), since: Mark) -> Trace {
    let columns = match app.engine {
        crate::support::database::Engine::Sqlite => format!("SELECT name FROM pragma_table_info('{table}')"),
        crate::support::database::Engine::Postgres => {
            format!(
                "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position"
            )
        }
    };
    let columns = texts(app, &columns).await;
    let told = columns
        .iter()
        .filter(|name| !["id", "search", "updated_by", "password_hash", "totp_secret"].contains(&name.as_str()));
    let told: Vec<String> = told.map(|name| format!("'{name}=' || coalesce(CAST({name} AS TEXT), 'NULL')")).collect();
    let mut what = texts(app, &format!("SELECT {} FROM {table} WHERE {condition}", told.join(" || ', ' || "))).await;
    let record = format!(
        "SELECT action || ' ' || object_kind || ' ' || object_name || ' ' || changes FROM audit WHERE id > {} ORDER BY id",
        since.record
    );
    what.extend(texts(app, &record).await);
    let letters = "SELECT kind || ' ' || recipient || ' ' || language || ' ' || status || ' ' || subject || ' ' || body FROM outbox";
    what.extend(texts(app, &format!("{letters} WHERE id > {} ORDER BY id", since.letter)).await);
    Trace { what: what.into_iter().map(|text| text.replace(door, "DOOR")).collect() }
}

pub fn are_alike(traces: &[Trace], what: &str) {
    assert!(!traces[0].what.is_empty(), "{what}: there is something to compare");
    for (door, trace) in DOORS.iter().zip(traces) {
        assert_eq!(traces[0].what, trace.what, "{what}: {door} leaves something else than the panel");
    }
}
