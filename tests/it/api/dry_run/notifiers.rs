//! Of notifiers.

use serde_json::{Value, json};

pub fn requests(call: &str) -> Vec<Value> {
    let hook = || json!({"id": "Hook"});
    match call {
        "notifiers/save" => vec![
            json!({"name": "Operators", "kind": "email", "emails": ["operators@example.com"], "events": ["guessing"]}),
            json!({"id": "Operators", "quiet_hours": 1, "language": "RU"}),
            json!({"name": "Hook", "kind": "webhook", "url": "https://127.0.0.1:1/", "events": ["guessing"]}),
        ],
        "notifiers/test" => vec![json!({"id": "Hook", "url": "https://127.0.0.1:2/"})],
        "notifiers/secret" => vec![hook()],
        "notifiers/delete" => vec![hook()],
        other => panic!("{other} writes, and no request to rehearse it is written here: add one"),
    }
}
