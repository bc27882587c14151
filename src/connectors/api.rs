//! Connectors over the API.
//!
//! Both classes share these calls, and every one of them takes `class`: a name is unique within its class only, and in
//! the panel, too, an id of the other class leads nowhere.

use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    ConnectorForm, ConnectorGiven,
    model::{Class, Connector},
};
use crate::{
    api::{Call, Caller, Failure, Scope, Text, Thing},
    db::{Conn, Written, written},
    error::Result,
    forms::fields::choice,
    resource::{Form, Place, Served, calls},
};

pub fn calls() -> Vec<Call> {
    use Scope::{ResourcesRead, ResourcesWrite};
    let new = json!({"class": "external_data", "name": "Stock", "kind": "mysql", "host": "stock.example.com", "database": "stock",
                     "user": "reader", "password": "from a vault, not from here"});
    let list_about = "Connectors of a class in the order of their ids, from an id on.";
    let get_about = "One connector of a class, without its password.";
    let save_about = "Creates a connector, or with an id changes what is given of it and nothing else.";
    let test_about = "Connects to a connector as it is stored, or with other values that are given, and says what \
                      answered or why nothing did; at most once in 10 s.";
    let unanswered = json!({"outcome": "name_not_found", "text": "No address was found for this host name.", "server": null,
                            "server_version": null, "tls_version": null, "read_only": null, "round_trip_ms": null});
    let delete_about = "Deletes a connector of a class; one that accounts use stays, and the answer names them.";
    vec![
        Call::new("connectors/list", ResourcesRead, list_about, calls::list::<Connector>)
            .example(json!({"class": "database"}), json!({"data": [example()], "total_count": 1})),
        Call::new("connectors/get", ResourcesRead, get_about, calls::get::<Connector>)
            .example(json!({"class": "database", "id": "Orders"}), json!({"data": example()})),
        Call::new("connectors/save", ResourcesWrite, save_about, calls::save::<Connector>)
            .example(new, json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("connectors/test", ResourcesWrite, test_about, calls::test::<Connector>)
            .without(&["version"])
            .example(
                json!({"class": "external_data", "kind": "postgresql", "name": "Stock", "host": "stock.invalid",
                       "database": "stock", "user": "reader", "password": "from a vault, not from here"}),
                json!({"data": unanswered}),
            ),
        Call::new("connectors/delete", ResourcesWrite, delete_about, calls::delete::<Connector>)
            .example(json!({"class": "external_data", "id": "Stock"}), json!({})),
    ]
}

fn example() -> Value {
    json!({
        "id": 1, "class": "database", "name": "Orders", "kind": "postgresql", "host": "db.example.org", "port": 5432,
        "database": "orders", "user": "steward", "has_password": true, "tls": "verified", "ca": "",
        "tried": null, "tried_server": null, "tried_at": null,
        "version": 1, "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    })
}

/// The class that a call is about.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfClass {
    /// What the connectors are for: `database` for those in which accounts keep their data, `external_data` for those
    /// from which they read. Names are unique within their class only, and a connector stays in its class.
    #[schema(value_type = Class)]
    class: Text,
}

impl Place for Class {
    type Frame = ();
    type Named = OfClass;

    fn read(path: &str, ids: &[i64]) -> (Option<Self>, Option<i64>) {
        (Some(Self::at(path)), ids.first().copied())
    }

    fn recorded(kind: &str, _: Option<i64>) -> Option<Self> {
        kind.to_owned().try_into().ok()
    }

    async fn named(_: &Caller, named: &OfClass) -> std::result::Result<Self, Failure> {
        let class = choice(&named.class.0, |code| code.to_owned().try_into().ok());
        class.map_err(|refusal| Failure::field("class", &refusal))
    }

    async fn frame(self, _: &mut Conn) -> Result<()> {
        Ok(())
    }

    fn column(self) -> Written {
        written![class: self.as_str()]
    }

    fn base(self) -> String {
        self.path().to_owned()
    }
}

impl Served for Connector {
    type Given = ConnectorGiven;
    const THING: Thing = Thing::Database;

    fn thing(class: Class) -> Thing {
        match class {
            Class::Database => Thing::Database,
            Class::ExternalData => Thing::ExternalData,
        }
    }

    /// A script says which kind it means.
    fn blank() -> ConnectorForm {
        ConnectorForm { kind: String::new(), ..ConnectorForm::blank() }
    }

    /// In the form an untouched password is empty; a script that sends one may have lost it.
    fn accepts(given: &ConnectorGiven, _: &ConnectorForm) -> std::result::Result<(), Failure> {
        match &given.password {
            Some(password) if password.0.0.is_empty() => Err(Failure::field("password", &"api-password-empty".into())),
            _ => Ok(()),
        }
    }
}
