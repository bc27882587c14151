//! Web-version policies over the API, by the same `service` as the panel.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{Policy, PolicyForm};
use crate::{
    api::{
        Call, Caller, Failure, Flag, Int, MaybeInt, Nothing, One, Ref, Row, Rows, Saved, Scope, Text, Thing,
        asks::{Delete, Get, List},
        given,
    },
    forms::on,
    resource::{Served, calls},
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
#[derive(Deserialize, Serialize, ToSchema)]
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
pub struct PolicyView {
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
    calls::listed::<Policy>(caller, (), (ask.from_id, ask.limit)).await
}

async fn get(caller: &Caller, ask: Get) -> Result<One<PolicyView>, Failure> {
    calls::got::<Policy>(caller, (), &ask.id).await
}

async fn save(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    calls::saved::<Policy>(caller, (), (&ask.id, ask.version), &ask, |form| ask.has_use(form)).await
}

async fn delete(caller: &Caller, ask: Delete) -> Result<Nothing, Failure> {
    calls::deleted::<Policy>(caller, (), (&ask.id, ask.version)).await
}

impl Save {
    /// The form passes over the days of a channel that is not kept; a script that sends them means something by it.
    fn has_use(&self, form: &PolicyForm) -> Result<(), Failure> {
        for (field, kept, days) in [
            ("email_days", &form.email_kept, self.email_days),
            ("sms_days", &form.sms_kept, self.sms_days),
            ("push_days", &form.push_kept, self.push_days),
            ("messenger_days", &form.messenger_kept, self.messenger_days),
        ] {
            if matches!(days, Some(MaybeInt(Some(_)))) && !on(kept) {
                return Err(Failure::field(field, &"api-days-not-kept".into()));
            }
        }
        Ok(())
    }
}

impl Served for Policy {
    type View = PolicyView;

    fn thing((): ()) -> Thing {
        Thing::WebVersionPolicy
    }
}

impl From<Policy> for PolicyView {
    fn from(it: Policy) -> Self {
        Self {
            id: it.id,
            version: it.version,
            name: it.settings.name,
            email_kept: it.settings.email_days.is_some(),
            email_days: it.settings.email_days,
            sms_kept: it.settings.sms_days.is_some(),
            sms_days: it.settings.sms_days,
            push_kept: it.settings.push_days.is_some(),
            push_days: it.settings.push_days,
            messenger_kept: it.settings.messenger_days.is_some(),
            messenger_days: it.settings.messenger_days,
            updated_at: it.updated_at,
            updated_by: it.updated_by,
        }
    }
}

impl Row for PolicyView {}
