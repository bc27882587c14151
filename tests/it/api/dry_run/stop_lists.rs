//! Of stop lists.

use serde_json::{Value, json};

pub fn requests(call: &str) -> Vec<Value> {
    match call {
        "stop_lists/save" => {
            vec![json!({"name": "Sales", "is_global": true}), json!({"id": "Sales", "description": "x"})]
        }
        "stop_lists/add" => vec![json!({"id": "Sales", "values": ["anna@example.com", "*.example.org"]})],
        "stop_lists/import" => vec![json!({"id": "Sales", "values": ["anna@example.com", "nobody"], "reason": "x"})],
        "stop_lists/remove" => vec![json!({"id": "Sales", "values": ["anna@example.com"], "reason": "x"})],
        other => panic!("{other} writes, and no request to rehearse it is written here: add one"),
    }
}
