//! The roles of an account over the API, by the same `service` as the panel.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::Role;
use crate::{
    account_users::Below,
    api::{
        Call, Caller, Failure, Int, Many, Nothing, Ref, Row, Rows, Saved, Scope, Text, Thing,
        asks::{DeleteOf, ListOf},
        given, shape,
    },
    resource::{Served, calls},
};

pub fn calls() -> Vec<Call> {
    use Scope::{UsersRead, UsersWrite};
    let example = json!({
        "id": 2, "version": 1, "account_id": 17, "name": "Analyst", "actions": ["view_profiles"], "users": 1,
        "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    });
    let new = json!({"account_id": "acme", "name": "Editor", "actions": ["view_profiles", "edit_profiles"]});
    let save_about = "Creates a role in an account, or with an id changes what is given of it and nothing else.";
    vec![
        Call::new(
            "accounts/roles/list",
            UsersRead,
            "Roles of an account in the order of their ids, from an id on.",
            list,
        )
        .example(json!({"account_id": "acme"}), json!({"data": [example], "total_count": 1})),
        Call::new("accounts/roles/save", UsersWrite, save_about, save)
            .example(new, json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("accounts/roles/delete", UsersWrite, "Deletes a role; the users who have it lose it.", delete)
            .example(json!({"account_id": "acme", "id": "Editor"}), json!({})),
    ]
}

/// With no `id` a new role (`name` is required), with one the changes to it. A frozen account's roles stay as they are.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Save {
    #[schema(schema_with = shape::account)]
    account_id: Ref,
    /// The role to change, by its id or its name.
    #[serde(default)]
    id: Ref,
    /// The version that the changes are meant for; 409 when there is another by now.
    version: Option<Int>,
    /// Unique within the account; at most 80 characters.
    name: Option<Text>,
    /// All that the role permits, in place of what it permitted: `view_profiles`, `edit_profiles`, `import_profiles`,
    /// `export_profiles`, `view_segments`, `edit_segments`, `view_templates`, `edit_templates`, `view_campaigns`,
    /// `edit_campaigns`, `send_campaigns`, `view_reports`, `export_reports`, `edit_settings`.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<String>>)]
    actions: Option<Many<Text>>,
}

async fn list(caller: &Caller, ask: ListOf) -> Result<Rows<Role>, Failure> {
    calls::listed::<Role>(caller, Below::asked(caller, &ask.account_id).await?, (ask.from_id, ask.limit)).await
}

async fn save(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    let of = Below::asked(caller, &ask.account_id).await?;
    calls::saved::<Role>(caller, of, (&ask.id, ask.version), &ask, |_| Ok(())).await
}

async fn delete(caller: &Caller, ask: DeleteOf) -> Result<Nothing, Failure> {
    calls::deleted::<Role>(caller, Below::asked(caller, &ask.account_id).await?, (&ask.id, ask.version)).await
}

impl Served for Role {
    type View = Self;

    fn thing(_: Below) -> Thing {
        Thing::Role
    }
}

impl Row for Role {}
