//! Tariffs over the API, by the same `service` as the panel.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{form::TariffForm, model::Tariff, service, store};
use crate::{
    api::{
        Call, Caller, Failure, Int, MaybeInt, Nothing, One, Part, Ref, Row, Rows, Saved, Scope, Text, Thing,
        asks::{Delete, Get, List, no_version},
        given, retry,
    },
    audit::maybe,
    web::Asked,
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
#[derive(Deserialize, ToSchema)]
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

/// A tariff under the names by which it is saved. A limit that is null is unlimited.
#[derive(Serialize, ToSchema)]
#[schema(as = Tariff)]
struct TariffView {
    id: i64,
    version: i64,
    name: String,
    title: String,
    #[schema(required)]
    max_users: Option<i64>,
    #[schema(required)]
    max_profiles: Option<i64>,
    #[schema(required)]
    max_databases: Option<i64>,
    /// In bytes.
    #[schema(required)]
    max_storage_bytes: Option<i64>,
    #[schema(required)]
    emails_per_month: Option<i64>,
    #[schema(required)]
    sms_per_month: Option<i64>,
    #[schema(required)]
    pushes_per_month: Option<i64>,
    #[schema(required)]
    api_requests_per_day: Option<i64>,
    /// From which share of a limit, in percent, an account is warned.
    warn_percent: i64,
    updated_at: DateTime<Utc>,
    /// Who changed it last: an administrator's login or a token's name.
    updated_by: String,
}

async fn list(caller: &Caller, ask: List) -> Result<Rows<TariffView>, Failure> {
    let part = Part::of(ask.from_id, ask.limit)?;
    let found =
        crate::api::rows(&mut caller.state.db.conn().await?, store::all(), ("t.id", |it: &Tariff| it.id), part).await?;
    Ok(Rows::of(found, TariffView::of))
}

async fn get(caller: &Caller, ask: Get) -> Result<One<TariffView>, Failure> {
    Ok(One { data: TariffView::of(find(caller, &ask.id).await?) })
}

async fn save(caller: &Caller, ask: Save) -> Result<Saved, Failure> {
    let save = async |edited, form: TariffForm| {
        Ok(service::save(&caller.state, caller.actor.clone(), edited, &form.parse()?).await)
    };
    let done = match ask.id {
        Ref::None => {
            no_version(ask.version)?;
            save(None, ask.over(TariffForm::default())).await
        }
        _ => {
            let attempt = async || {
                let tariff = find(caller, &ask.id).await?;
                let version = ask.version.map_or(tariff.version, |it| it.0);
                save(Some((tariff.id, version)), ask.over(TariffForm::of(&tariff))).await
            };
            retry(ask.version, attempt).await
        }
    };
    let tariff = done??;
    Ok(Saved::of(tariff.id, tariff.version))
}

async fn delete(caller: &Caller, ask: Delete) -> Result<Nothing, Failure> {
    let tariff = find(caller, &ask.id).await?;
    service::delete(&caller.state, caller.actor.clone(), tariff.id, &Asked::at(ask.version.map(|it| it.0))).await?;
    Ok(Nothing {})
}

async fn find(caller: &Caller, wanted: &Ref) -> Result<Tariff, Failure> {
    let found = store::look_up(&mut caller.state.db.conn().await?, &wanted.key("id")?).await?;
    found.ok_or_else(|| Failure::missing("id", Thing::Tariff, wanted))
}

impl Save {
    /// What was given, put over what is there.
    fn over(&self, mut form: TariffForm) -> TariffForm {
        for (to, given) in [(&mut form.name, &self.name), (&mut form.title, &self.title)] {
            if let Some(text) = given {
                to.clone_from(&text.0);
            }
        }
        for (to, given) in [
            (&mut form.max_users, self.max_users),
            (&mut form.max_profiles, self.max_profiles),
            (&mut form.max_databases, self.max_databases),
            (&mut form.max_storage_bytes, self.max_storage_bytes),
            (&mut form.emails_per_month, self.emails_per_month),
            (&mut form.sms_per_month, self.sms_per_month),
            (&mut form.pushes_per_month, self.pushes_per_month),
            (&mut form.api_requests_per_day, self.api_requests_per_day),
            (&mut form.warn_percent, self.warn_percent.map(|it| MaybeInt(Some(it.0)))),
        ] {
            if let Some(MaybeInt(number)) = given {
                *to = maybe(number.as_ref());
            }
        }
        form
    }
}

impl TariffView {
    fn of(it: Tariff) -> Self {
        Self {
            id: it.id,
            version: it.version,
            name: it.name,
            title: it.title,
            max_users: it.limits.max_users,
            max_profiles: it.limits.max_profiles,
            max_databases: it.limits.max_databases,
            max_storage_bytes: it.limits.max_storage_bytes,
            emails_per_month: it.limits.emails_per_month,
            sms_per_month: it.limits.sms_per_month,
            pushes_per_month: it.limits.pushes_per_month,
            api_requests_per_day: it.limits.api_requests_per_day,
            warn_percent: it.warn_percent,
            updated_at: it.updated_at,
            updated_by: it.updated_by,
        }
    }
}

impl Row for TariffView {}
