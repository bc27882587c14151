//! The groups of an account over the API, by the same `service` as the panel.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::Group;
use crate::{
    account_users::Below,
    api::{
        Call, Caller, Failure, Int, Nothing, Ref, Row, Rows, Saved, Scope, Text, Thing,
        asks::{DeleteOf, ListOf},
        shape,
    },
    resource::{Served, calls},
};

pub fn calls() -> Vec<Call> {
    use Scope::{UsersRead, UsersWrite};
    let example = json!({
        "id": 17, "account_id": 17, "name": "Main", "is_main": true, "members": 5, "version": 1,
        "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    });
    let save_about =
        "Creates a group in an account, or with an id changes what is given of it. The Main group stays as it is.";
    let delete_about = "Deletes a group; its members are in the Main group from then on, which itself stays.";
    vec![
        Call::new(
            "accounts/groups/list",
            UsersRead,
            "Groups of an account in the order of their ids, from an id on.",
            list,
        )
        .example(json!({"account_id": "acme"}), json!({"data": [example], "total_count": 1})),
        Call::new("accounts/groups/save", UsersWrite, save_about, save)
            .example(json!({"account_id": "acme", "name": "North"}), json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("accounts/groups/delete", UsersWrite, delete_about, delete)
            .example(json!({"account_id": "acme", "id": "North"}), json!({})),
    ]
}

/// With no `id` a new group (`name` is required), with one the changes to it. A frozen account's groups stay as they
/// are.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Save {
    #[schema(schema_with = shape::account)]
    account_id: Ref,
    /// The group to change, by its id or its name.
    #[serde(default)]
    id: Ref,
    /// The version that the changes are meant for; 409 when there is another by now.
    version: Option<Int>,
    /// Unique within the account; at most 80 characters.
    name: Option<Text>,
}

async fn list(caller: &Caller, ask: ListOf) -> Result<Rows<Group>, Failure> {
    calls::listed::<Group>(caller, Below::asked(caller, &ask.account_id).await?, (ask.from_id, ask.limit)).await
}

async fn save(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    let of = Below::asked(caller, &ask.account_id).await?;
    calls::saved::<Group>(caller, of, (&ask.id, ask.version), &ask, |_| Ok(())).await
}

async fn delete(caller: &Caller, ask: DeleteOf) -> Result<Nothing, Failure> {
    calls::deleted::<Group>(caller, Below::asked(caller, &ask.account_id).await?, (&ask.id, ask.version)).await
}

impl Served for Group {
    type View = Self;

    fn thing(_: Below) -> Thing {
        Thing::Group
    }
}

impl Row for Group {}
