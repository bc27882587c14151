//! Web-version policies over the API, by the same `service` as the panel.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{form::PolicyForm, model::Policy, service, store};
use crate::{
    api::{
        Call, Caller, Failure, Flag, Int, MaybeInt, Nothing, One, Part, Ref, Row, Rows, Saved, Scope, Text, Thing,
        asks::{Delete, Get, List, no_version},
        given, retry,
    },
    audit::maybe,
    web::{Asked, on},
};

pub fn calls() -> Vec<Call> {
    use Scope::{ResourcesRead, ResourcesWrite};
    let save_about = "Creates a web-version policy, or with an id changes what is given of it and nothing else.";
    let delete_about = "Deletes a web-version policy; one that accounts have stays, and the answer names them.";
    vec![
        Call::new(
            "web_version_policies/list",
            ResourcesRead,
            "Web-version policies in the order of their ids, from an id on.",
            list,
        )
        .example(json!({}), json!({"data": [example()], "total_count": 1})),
        Call::new(
            "web_version_policies/get",
            ResourcesRead,
            "One web-version policy, under the names by which it is saved.",
            get,
        )
        .example(json!({"id": "Quarter"}), json!({"data": example()})),
        Call::new("web_version_policies/save", ResourcesWrite, save_about, save).example(
            json!({"name": "Year", "email_kept": true, "email_days": 365}),
            json!({"data": {"saved_id": 7, "version": 1}}),
        ),
        Call::new("web_version_policies/delete", ResourcesWrite, delete_about, delete)
            .example(json!({"id": "Year"}), json!({})),
    ]
}

fn example() -> Value {
    json!({
        "id": 3, "version": 1, "name": "Quarter", "email_kept": true, "email_days": 90, "sms_kept": false, "sms_days": null,
        "push_kept": false, "push_days": null, "messenger_kept": false, "messenger_days": null,
        "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    })
}

/// With no `id` a new policy (`name` is required), with one the changes to it. A new policy keeps nothing but what is
/// given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Save {
    /// The policy to change, by its id or its name.
    #[serde(default)]
    id: Ref,
    /// The version that the changes are meant for; 409 when there is another by now.
    version: Option<Int>,
    /// Unique; at most 64 characters.
    name: Option<Text>,
    /// Whether web versions of this channel's messages are kept; with true, for how many days must be said or known.
    email_kept: Option<Flag>,
    /// 1 to 3650. Refused where the channel is not kept, as the three below are.
    #[serde(default, deserialize_with = "given")]
    email_days: Option<MaybeInt>,
    sms_kept: Option<Flag>,
    #[serde(default, deserialize_with = "given")]
    sms_days: Option<MaybeInt>,
    push_kept: Option<Flag>,
    #[serde(default, deserialize_with = "given")]
    push_days: Option<MaybeInt>,
    messenger_kept: Option<Flag>,
    #[serde(default, deserialize_with = "given")]
    messenger_days: Option<MaybeInt>,
}

/// A policy under the names by which it is saved. The days of a channel that is not kept are null.
#[derive(Serialize, ToSchema)]
#[schema(as = WebVersionPolicy)]
struct PolicyView {
    id: i64,
    version: i64,
    name: String,
    email_kept: bool,
    #[schema(required)]
    email_days: Option<i64>,
    sms_kept: bool,
    #[schema(required)]
    sms_days: Option<i64>,
    push_kept: bool,
    #[schema(required)]
    push_days: Option<i64>,
    messenger_kept: bool,
    #[schema(required)]
    messenger_days: Option<i64>,
    updated_at: DateTime<Utc>,
    /// Who changed it last: an administrator's login or a token's name.
    updated_by: String,
}

async fn list(caller: &Caller, ask: List) -> Result<Rows<PolicyView>, Failure> {
    let part = Part::of(ask.from_id, ask.limit)?;
    let found =
        crate::api::rows(&mut caller.state.db.conn().await?, store::all(), ("p.id", |it: &Policy| it.id), part).await?;
    Ok(Rows::of(found, PolicyView::of))
}

async fn get(caller: &Caller, ask: Get) -> Result<One<PolicyView>, Failure> {
    Ok(One { data: PolicyView::of(find(caller, &ask.id).await?) })
}

async fn save(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    let save = async |edited, form: PolicyForm| {
        Ok(service::save(&caller.state, caller.actor.clone(), edited, &form.parse()?).await)
    };
    let done = match ask.id {
        Ref::None => {
            no_version(ask.version)?;
            save(None, ask.over(PolicyForm::default())?).await
        }
        _ => {
            let attempt = async || {
                let policy = find(caller, &ask.id).await?;
                let version = ask.version.map_or(policy.version, |it| it.0);
                save(Some((policy.id, version)), ask.over(PolicyForm::of(&policy))?).await
            };
            retry(ask.version, attempt).await
        }
    };
    let policy = done??;
    Ok(Saved::of(policy.id, policy.version))
}

async fn delete(caller: &Caller, ask: Delete) -> Result<Nothing, Failure> {
    let policy = find(caller, &ask.id).await?;
    service::delete(&caller.state, caller.actor.clone(), policy.id, &Asked::at(ask.version.map(|it| it.0))).await?;
    Ok(Nothing {})
}

async fn find(caller: &Caller, wanted: &Ref) -> Result<Policy, Failure> {
    let found = store::look_up(&mut caller.state.db.conn().await?, &wanted.key("id")?).await?;
    found.ok_or_else(|| Failure::missing("id", Thing::WebVersionPolicy, wanted))
}

impl Save {
    /// What was given, put over what is there. The form passes over the days of a channel that is not kept; a script
    /// that sends them means something by it.
    fn over(&self, mut form: PolicyForm) -> Result<PolicyForm, Failure> {
        if let Some(name) = &self.name {
            form.name.clone_from(&name.0);
        }
        for (field, kept, days, given) in [
            ("email_days", &mut form.email_kept, &mut form.email_days, (self.email_kept, self.email_days)),
            ("sms_days", &mut form.sms_kept, &mut form.sms_days, (self.sms_kept, self.sms_days)),
            ("push_days", &mut form.push_kept, &mut form.push_days, (self.push_kept, self.push_days)),
            (
                "messenger_days",
                &mut form.messenger_kept,
                &mut form.messenger_days,
                (self.messenger_kept, self.messenger_days),
            ),
        ] {
            if let Some(flag) = given.0 {
                *kept = flag.form();
            }
            if let Some(MaybeInt(number)) = given.1 {
                if number.is_some() && !on(kept) {
                    return Err(Failure::field(field, &"api-days-not-kept".into()));
                }
                *days = maybe(number.as_ref());
            }
        }
        Ok(form)
    }
}

impl PolicyView {
    fn of(it: Policy) -> Self {
        Self {
            id: it.id,
            version: it.version,
            name: it.name,
            email_kept: it.days.email.is_some(),
            email_days: it.days.email,
            sms_kept: it.days.sms.is_some(),
            sms_days: it.days.sms,
            push_kept: it.days.push.is_some(),
            push_days: it.days.push,
            messenger_kept: it.days.messenger.is_some(),
            messenger_days: it.days.messenger,
            updated_at: it.updated_at,
            updated_by: it.updated_by,
        }
    }
}

impl Row for PolicyView {}
