//! The kinds of shared resources: how each is called, saved and answered.

use crate::api::Script;
use crate::support::form::ON;
use serde_json::{Value, json};

pub const SECRET: &str = "Tr0ub4dor & пароль";

/// One kind of shared resource, as the API has it.
pub struct Kind {
    pub calls: &'static str,
    /// What goes with every call.
    pub class: Option<&'static str>,
    /// A new one, but for its name.
    pub new: fn() -> Value,
    /// One field of it with another value.
    pub changed: (&'static str, fn() -> Value),
    /// The same in the panel: its pages, the new one, the field changed.
    pub pages: &'static str,
    pub form: &'static [(&'static str, &'static str)],
    pub typed: (&'static str, &'static str),
    /// The field of an account that chooses it.
    pub field: &'static str,
}

pub fn connector() -> Value {
    json!({"kind": "postgresql", "host": "db.example.org", "port": 6432, "database": "orders", "user": "steward", "password": SECRET, "tls": "required"})
}

pub const CONNECTOR: [(&str, &str); 7] = [
    ("kind", "postgresql"),
    ("host", "db.example.org"),
    ("port", "6432"),
    ("database", "orders"),
    ("user", "steward"),
    ("password", SECRET),
    ("tls", "required"),
];

pub const KINDS: [Kind; 4] = [
    Kind {
        calls: "tariffs",
        class: None,
        new: || json!({"title": "A title", "max_users": 10, "emails_per_month": 0, "warn_percent": 75}),
        changed: ("max_users", || Value::Null),
        pages: "/tariffs",
        form: &[("title", "A title"), ("max_users", "10"), ("emails_per_month", "0"), ("warn_percent", "75")],
        typed: ("max_users", ""),
        field: "tariff",
    },
    Kind {
        calls: "web_version_policies",
        class: None,
        new: || json!({"email_kept": true, "email_days": 90, "push_kept": 1, "push_days": "1"}),
        changed: ("email_days", || json!(30)),
        pages: "/web-version-policies",
        form: &[("email_kept", ON), ("email_days", "90"), ("push_kept", ON), ("push_days", "1")],
        typed: ("email_days", "30"),
        field: "web_version_policy",
    },
    Kind {
        calls: "connectors",
        class: Some("database"),
        new: connector,
        changed: ("database", || json!("sales")),
        pages: "/databases",
        form: &CONNECTOR,
        typed: ("database", "sales"),
        field: "account_postgresql",
    },
    Kind {
        calls: "connectors",
        class: Some("external_data"),
        new: connector,
        changed: ("database", || json!("sales")),
        pages: "/external-data",
        form: &CONNECTOR,
        typed: ("database", "sales"),
        field: "external_data_connectors",
    },
];

impl Kind {
    pub fn call(&self, name: &str) -> String {
        format!("{}/{name}", self.calls)
    }

    /// With the class, where there are several.
    pub fn with(&self, mut params: Value) -> Value {
        if let Some(class) = self.class {
            params["class"] = json!(class);
        }
        params
    }

    pub fn named(&self, name: &str) -> Value {
        let mut params = self.with((self.new)());
        params["name"] = json!(name);
        params
    }

    pub async fn create(&self, script: &mut Script, name: &str) -> i64 {
        script.saved(&self.call("save"), self.named(name)).await["saved_id"].as_i64().expect("an id")
    }

    pub async fn get(&self, script: &mut Script, id: Value) -> Value {
        script.ok(&self.call("get"), self.with(json!({"id": id}))).await["data"].clone()
    }
}

/// As it is answered: numbers as numbers, switches as switches, and no password.
pub fn told(kind: &Kind) -> Vec<(String, Value)> {
    let given = (kind.new)();
    let fields = given.as_object().expect("an object").iter().filter(|(field, _)| *field != "password");
    let told = |field: &str, value: &Value| match field {
        "push_kept" => json!(true),
        "push_days" => json!(1),
        _ => value.clone(),
    };
    fields.map(|(field, value)| (field.clone(), told(field, value))).collect()
}
