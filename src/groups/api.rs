//! The groups of an account over the API, by the same `service` as the panel.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{form::GroupForm, model::Group, service, store};
use crate::{
    api::{
        Call, Caller, Failure, Int, Nothing, Part, Ref, Row, Rows, Saved, Scope, Text, Thing, account,
        asks::{DeleteOf, ListOf, no_version},
        retry, shape,
    },
    web::Asked,
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
#[derive(Deserialize, ToSchema)]
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
    let part = Part::of(ask.from_id, ask.limit)?;
    let account_id = account(caller, "account_id", &ask.account_id).await?;
    let found = crate::api::rows(
        &mut caller.state.db.conn().await?,
        store::listed(account_id, None),
        ("g.id", |it: &Group| it.id),
        part,
    )
    .await?;
    Ok(Rows::of(found, |it| it))
}

async fn save(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    let account_id = account(caller, "account_id", &ask.account_id).await?;
    let save = async |edited, mut form: GroupForm| {
        if let Some(name) = &ask.name {
            form.name.clone_from(&name.0);
        }
        Ok(service::save(&caller.state, caller.actor.clone(), account_id, edited, &form.parse()?).await)
    };
    let done = match ask.id {
        Ref::None => {
            no_version(ask.version)?;
            save(None, GroupForm::default()).await
        }
        _ => {
            let attempt = async || {
                let group = find(caller, account_id, &ask.id).await?;
                save(Some((group.id, ask.version.map_or(group.version, |it| it.0))), GroupForm::of(&group)).await
            };
            retry(ask.version, attempt).await
        }
    };
    let group = done??;
    Ok(Saved::of(group.id, group.version))
}

async fn delete(caller: &Caller, ask: DeleteOf) -> Result<Nothing, Failure> {
    let account_id = account(caller, "account_id", &ask.account_id).await?;
    let group = find(caller, account_id, &ask.id).await?;
    service::delete(
        &caller.state,
        caller.actor.clone(),
        (account_id, group.id),
        &Asked::at(ask.version.map(|it| it.0)),
    )
    .await?;
    Ok(Nothing {})
}

async fn find(caller: &Caller, account_id: i64, wanted: &Ref) -> Result<Group, Failure> {
    let found = store::look_up(&mut caller.state.db.conn().await?, account_id, &wanted.key("id")?).await?;
    found.ok_or_else(|| Failure::missing("id", Thing::Group, wanted))
}

impl Row for Group {}
