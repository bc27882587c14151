//! Of senders, virtual senders and notifiers.

use super::PASSWORD;
use serde_json::{Value, json};

pub fn requests(call: &str) -> Vec<Value> {
    let (one, mailer) = (|request: Value| vec![request], || json!({"id": "Mailer"}));
    match call {
        "senders/save" => vec![
            json!({"name": "Mailer", "type": "smtp", "host": "smtp.example.org", "user": "us", "password": PASSWORD, "accounts": ["acme"]}),
            json!({"id": "Mailer", "per_day": 1000, "accounts": ["busy"]}),
            json!({"name": "Own", "type": "akmta", "ips": ["91.198.174.20"]}),
        ],
        "senders/test" => one(json!({"id": "Mailer", "host": "127.0.0.1", "password": PASSWORD, "port": 1})),
        "senders/assign" => one(json!({"id": "Mailer", "add": ["acme"], "remove": ["busy"]})),
        "senders/report" => one(json!({"id": "Mailer", "state": "active", "queue": [{"account_id": 1, "count": 7}]})),
        "senders/queue/hold" | "senders/queue/release" => one(mailer()),
        "senders/queue/purge" => {
            vec![json!({"id": "Mailer", "account_id": "acme"}), json!({"id": "Mailer", "all_accounts": true})]
        }
        // One that waits, whether or not a rehearsal has used up a number.
        "senders/orders/settle" => one(json!({"id": 4, "outcome": "failed", "text": "busy"})),
        "senders/delete" => vec![mailer(), json!({"id": "Own"})],
        "senders/undelete" => one(mailer()),
        "senders/restore" => one(json!({"id": "Own"})),
        "vsenders/add" => one(json!({"account_id": 1, "name": "Main", "email_rules": [default_rule(100)]})),
        "vsenders/update" => {
            vec![
                json!({"account_id": 1, "id": "Main", "groups": ["Main"], "spread": "recipient"}),
                json!({"account_id": 1, "id": "Main", "email_rules": []}),
            ]
        }
        "vsenders/clone" => one(json!({"account_id": 1, "id": "Main"})),
        "vsenders/delete" => {
            vec![json!({"account_id": 1, "id": "Clone of Main"}), json!({"account_id": 1, "id": "Main"})]
        }
        notifier if notifier.starts_with("notifiers/") => super::notifiers::requests(call),
        other => panic!("{other} writes, and no request to rehearse it is written here: add one"),
    }
}

fn default_rule(percent: i64) -> Value {
    json!({"type": "default", "senders": [{"sender_id": "Mailer", "percent": percent}]})
}
