//! Tariffs over the API, by the same `service` as the panel.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::Tariff;
use crate::{
    api::{
        Call, Caller, Failure, Int, MaybeInt, Nothing, One, Ref, Row, Rows, Saved, Scope, Text, Thing,
        asks::{Delete, Get, List},
        given,
    },
    resource::{Served, calls},
};

pub fn calls() -> Vec<Call> {
    use Scope::{ResourcesRead, ResourcesWrite};
    let saved = json!({"data": {"saved_id": 7, "version": 1}});
    vec![
        Call::new("tariffs/list", ResourcesRead, "Tariffs in the order of their ids, from an id on.", list)
            .example(json!({"limit": 100}), json!({"data": [example()], "total_count": 1})),
        Call::new("tariffs/get", ResourcesRead, "One tariff, under the names by which it is saved.", get)
            .example(json!({"id": "Basic"}), json!({"data": example()})),
        Call::new(
            "tariffs/save",
            ResourcesWrite,
            "Creates a tariff, or with an id changes what is given of it and nothing else.",
            save,
        )
        .example(
            json!({"name": "Large", "title": "Large companies", "max_users": 250, "emails_per_month": 1_000_000}),
            saved,
        ),
        Call::new(
            "tariffs/delete",
            ResourcesWrite,
            "Deletes a tariff; one that accounts are on stays, and the answer names them.",
            delete,
        )
        .example(json!({"id": "Large"}), json!({})),
    ]
}

fn example() -> Value {
    json!({
        "id": 1, "version": 1, "name": "Basic", "title": "Basic", "max_users": 25, "max_profiles": null, "max_databases": null,
        "max_storage_bytes": null, "emails_per_month": 100_000, "sms_per_month": null, "pushes_per_month": null,
        "api_requests_per_day": null, "warn_percent": 80, "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    })
}

/// With no `id` a new tariff (`name` and `title` are required), with one the changes to it.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Save {
    /// The tariff to change, by its id or its name.
    #[serde(default)]
    id: Ref,
    /// The version that the changes are meant for; 409 when there is another by now.
    version: Option<Int>,
    /// Unique; at most 64 characters.
    name: Option<Text>,
    /// At most 120 characters.
    title: Option<Text>,
    /// Users of an account. This limit and those below: 0 or more, null is unlimited, and so is a new tariff where
    /// nothing is given.
    #[serde(default, deserialize_with = "given")]
    max_users: Option<MaybeInt>,
    #[serde(default, deserialize_with = "given")]
    max_profiles: Option<MaybeInt>,
    #[serde(default, deserialize_with = "given")]
    max_databases: Option<MaybeInt>,
    /// In bytes.
    #[serde(default, deserialize_with = "given")]
    max_storage_bytes: Option<MaybeInt>,
    #[serde(default, deserialize_with = "given")]
    emails_per_month: Option<MaybeInt>,
    #[serde(default, deserialize_with = "given")]
    sms_per_month: Option<MaybeInt>,
    #[serde(default, deserialize_with = "given")]
    pushes_per_month: Option<MaybeInt>,
    #[serde(default, deserialize_with = "given")]
    api_requests_per_day: Option<MaybeInt>,
    /// From which share of a limit, in percent, an account is warned: 1 to 100; 80 for a new tariff.
    warn_percent: Option<Int>,
}

async fn list(caller: &Caller, ask: List) -> Result<Rows<Tariff>, Failure> {
    calls::listed::<Tariff>(caller, (), (ask.from_id, ask.limit)).await
}

async fn get(caller: &Caller, ask: Get) -> Result<One<Tariff>, Failure> {
    calls::got::<Tariff>(caller, (), &ask.id).await
}

async fn save(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    calls::saved::<Tariff>(caller, (), (&ask.id, ask.version), &ask, |_| Ok(())).await
}

async fn delete(caller: &Caller, ask: Delete) -> Result<Nothing, Failure> {
    calls::deleted::<Tariff>(caller, (), (&ask.id, ask.version)).await
}

impl Served for Tariff {
    type View = Self;

    fn thing((): ()) -> Thing {
        Thing::Tariff
    }
}

impl Row for Tariff {}
