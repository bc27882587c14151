//! Tariffs over the API.

use serde_json::{Value, json};

use super::{Tariff, TariffGiven};
use crate::{
    api::{Call, Scope, Thing},
    resource::{Served, calls},
};

pub fn calls() -> Vec<Call> {
    use Scope::{ResourcesRead, ResourcesWrite};
    let list_about = "Tariffs in the order of their ids, from an id on.";
    let get_about = "One tariff, under the names by which it is saved.";
    let save_about = "Creates a tariff, or with an id changes what is given of it and nothing else.";
    let delete_about = "Deletes a tariff; one that accounts are on stays, and the answer names them.";
    let new = json!({"name": "Large", "title": "Large companies", "max_users": 250, "emails_per_month": 1_000_000});
    vec![
        Call::new("tariffs/list", ResourcesRead, list_about, calls::list::<Tariff>)
            .example(json!({"limit": 100}), json!({"data": [example()], "total_count": 1})),
        Call::new("tariffs/get", ResourcesRead, get_about, calls::get::<Tariff>)
            .example(json!({"id": "Basic"}), json!({"data": example()})),
        Call::new("tariffs/save", ResourcesWrite, save_about, calls::save::<Tariff>)
            .example(new, json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("tariffs/delete", ResourcesWrite, delete_about, calls::delete::<Tariff>)
            .example(json!({"id": "Large"}), json!({})),
    ]
}

fn example() -> Value {
    json!({
        "id": 1, "name": "Basic", "title": "Basic", "max_users": 25, "max_profiles": null, "max_databases": null,
        "max_storage_bytes": null, "emails_per_month": 100_000, "sms_per_month": null, "pushes_per_month": null,
        "api_requests_per_day": null, "hard_users": true, "hard_profiles": false, "hard_databases": false, "hard_storage_bytes": false,
        "hard_emails": false, "hard_sms": false, "hard_pushes": false, "hard_api_requests": false, "warn_percent": 80, "version": 1, "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    })
}

impl Served for Tariff {
    type Given = TariffGiven;
    const THING: Thing = Thing::Tariff;
}
