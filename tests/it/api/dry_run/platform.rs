//! Of the platform: what it reports, and what it is asked for.

use serde_json::{Value, json};

pub fn requests(call: &str) -> Vec<Value> {
    let one = |request: Value| vec![request];
    match call {
        "databases/report" => vec![
            json!({"account_id": 1, "databases": [{"name": "Orders", "profiles": 7, "fields": [{"name": "email", "kind": "text"}]}]}),
            json!({"account_id": 1, "databases": [{"name": "Clients", "profiles": 8, "fields": [{"name": "email", "kind": "text"}, {"name": "city", "kind": "text"}]}]}),
        ],
        "tasks/report" => vec![
            json!({"account_id": 1, "tasks": [{"id": "17", "name": "Import", "status": "running", "progress": 34}]}),
        ],
        "quality/report" => one(
            json!({"days": [{"account": "acme", "day": "2026-03-01", "sent": 1000, "complaints": 1, "hard": 0, "soft": 0}]}),
        ),
        "usage/report" => vec![json!({"events": [
            {"id": "1", "account": 1, "metric": "emails", "value": 7},
            {"id": "1", "account": 1, "metric": "emails", "value": 7},
            {"id": "2", "account": "acme", "metric": "profiles", "set": 7},
            {"id": "3", "account": "acme", "metric": "pushes", "value": 7},
        ]})],
        "indexes/create" => one(json!({"account_id": 1, "database_id": "Clients", "fields": ["city"], "unique": true})),
        "indexes/report" => vec![
            json!({"account_id": 1, "database_id": "Clients", "indexes": [{"id": 1, "state": "failed", "reason": "No space."}]}),
            json!({"account_id": 1, "database_id": "Clients", "indexes": [{"fields": ["id"], "system": true, "state": "ready"}]}),
        ],
        "indexes/retry" => one(json!({"account_id": 1, "database_id": "Clients", "id": 1})),
        "indexes/delete" => one(json!({"account_id": 1, "database_id": "Clients", "id": 1})),
        other => panic!("{other} writes, and no request to rehearse it is written here: add one"),
    }
}
