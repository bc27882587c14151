//! Connectors over the API, by the same `service` as the panel.
//!
//! Both classes share these calls, and every one of them takes `class`: a name is unique within its class only, and in
//! the panel, too, an id of the other class leads nowhere.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    form::ConnectorForm,
    model::{Class, Connector, ConnectorKind, Tls},
};
use crate::{
    api::{
        Call, Caller, Failure, Flag, Int, MaybeInt, Nothing, One, Ref, Row, Rows, Saved, Scope, Text, Thing, given,
        shape,
    },
    forms::fields::choice,
    resource::{Form, Served, calls},
};

pub fn calls() -> Vec<Call> {
    use Scope::{ResourcesRead, ResourcesWrite};
    let new = json!({"class": "external_data", "name": "Stock", "kind": "mysql", "host": "stock.example.com", "database": "stock",
                     "user": "reader", "password": "from a vault, not from here"});
    let delete_about = "Deletes a connector of a class; one that accounts use stays, and the answer names them.";
    vec![
        Call::new(
            "connectors/list",
            ResourcesRead,
            "Connectors of a class in the order of their ids, from an id on.",
            list,
        )
        .example(json!({"class": "database"}), json!({"data": [example()], "total_count": 1})),
        Call::new("connectors/get", ResourcesRead, "One connector of a class, without its password.", get)
            .example(json!({"class": "database", "id": "Orders"}), json!({"data": example()})),
        Call::new(
            "connectors/save",
            ResourcesWrite,
            "Creates a connector, or with an id changes what is given of it and nothing else.",
            save,
        )
        .example(new, json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("connectors/delete", ResourcesWrite, delete_about, delete)
            .example(json!({"class": "external_data", "id": "Stock"}), json!({})),
    ]
}

fn example() -> Value {
    json!({
        "id": 1, "version": 1, "class": "database", "name": "Orders", "kind": "postgresql", "host": "db.example.org", "port": 5432,
        "database": "orders", "user": "steward", "has_password": true, "tls": "verified",
        "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    })
}

/// A page of the connectors of one class.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct List {
    /// What the connectors are for: `database` for those in which accounts keep their data, `external_data` for those
    /// from which they read.
    #[schema(value_type = Class)]
    class: Text,
    /// The first id of the page, 1 unless given. The next page begins after the last id of this one.
    from_id: Option<Int>,
    #[schema(schema_with = shape::rows)]
    limit: Option<Int>,
}

/// One connector.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Get {
    /// `database` or `external_data`: names are unique within their class only.
    #[schema(value_type = Class)]
    class: Text,
    /// Its id or its name.
    id: Ref,
}

/// One connector that is not to be there any more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Delete {
    /// `database` or `external_data`: names are unique within their class only.
    #[schema(value_type = Class)]
    class: Text,
    /// Its id or its name.
    id: Ref,
    /// The version that may be deleted; 409 when there is another by now. Without it, any.
    version: Option<Int>,
}

/// With no `id` a new connector (`name`, `kind`, `host`, `database` and `user` are required), with one the changes to
/// it.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Save {
    /// `database` or `external_data`. A connector stays in its class.
    #[schema(value_type = Class)]
    class: Text,
    /// The connector to change, by its id or its name.
    #[serde(default)]
    id: Ref,
    /// The version that the changes are meant for; 409 when there is another by now.
    version: Option<Int>,
    /// Unique within the class; at most 64 characters.
    name: Option<Text>,
    /// The server spoken to: of a database `postgresql` or `clickhouse`, of external data `mysql` or `mssql` as well.
    /// The kind of a database that accounts use stays.
    #[schema(value_type = Option<ConnectorKind>)]
    kind: Option<Text>,
    /// A host name or an IP address, without a port. Addresses that answer a machine about itself are refused.
    host: Option<Text>,
    /// 1 to 65535; null, or nothing for a new connector, is the usual port of the kind.
    #[serde(default, deserialize_with = "given")]
    port: Option<MaybeInt>,
    /// At most 128 characters.
    database: Option<Text>,
    /// At most 128 characters.
    user: Option<Text>,
    /// At most 256 characters, taken as they are. It is never read again. A stored one must be given anew when `host`,
    /// `port`, `user` or `tls` change, so that it reaches nobody for whom it was not meant. Not to be empty; to keep
    /// what is stored, leave it out.
    #[serde(default, deserialize_with = "given")]
    password: Option<Text>,
    /// True takes the stored password away.
    password_remove: Option<Flag>,
    /// `off`, `required` (encrypted, whoever answers) or `verified` (the certificate must be good for the host), as a
    /// new connector is.
    #[schema(value_type = Option<Tls>)]
    tls: Option<Text>,
}

async fn list(caller: &Caller, ask: List) -> Result<Rows<Connector>, Failure> {
    calls::listed::<Connector>(caller, class(&ask.class)?, (ask.from_id, ask.limit)).await
}

async fn get(caller: &Caller, ask: Get) -> Result<One<Connector>, Failure> {
    calls::got::<Connector>(caller, class(&ask.class)?, &ask.id).await
}

/// In the form an untouched password is empty; a script that sends one may have lost it.
async fn save(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    let of = class(&ask.class)?;
    let is_lost = ask.password.as_ref().is_some_and(|password| password.0.is_empty());
    let accepts = |_: &ConnectorForm| match is_lost {
        true => Err(Failure::field("password", &"api-password-empty".into())),
        false => Ok(()),
    };
    calls::saved::<Connector>(caller, of, (&ask.id, ask.version), &ask, accepts).await
}

async fn delete(caller: &Caller, ask: Delete) -> Result<Nothing, Failure> {
    calls::deleted::<Connector>(caller, class(&ask.class)?, (&ask.id, ask.version)).await
}

fn class(given: &Text) -> Result<Class, Failure> {
    choice(&given.0, |code| code.to_owned().try_into().ok()).map_err(|refusal| Failure::field("class", &refusal))
}

impl Served for Connector {
    type View = Self;

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
}

impl Row for Connector {}
