//! Web-version policies over the API.

use serde_json::{Value, json};

use super::{Policy, PolicyForm, PolicyGiven};
use crate::{
    api::{Call, Failure, MaybeInt, Scope, Thing},
    forms::on,
    resource::{Served, calls},
};

pub fn calls() -> Vec<Call> {
    use Scope::{ResourcesRead, ResourcesWrite};
    let list_about = "Web-version policies in the order of their ids, from an id on.";
    let get_about = "One web-version policy, under the names by which it is saved.";
    let save_about = "Creates a web-version policy, or with an id changes what is given of it and nothing else.";
    let delete_about = "Deletes a web-version policy; one that accounts have stays, and the answer names them.";
    let new = json!({"name": "Year", "email_kept": true, "email_days": 365});
    vec![
        Call::new("web_version_policies/list", ResourcesRead, list_about, calls::list::<Policy>)
            .example(json!({}), json!({"data": [example()], "total_count": 1})),
        Call::new("web_version_policies/get", ResourcesRead, get_about, calls::get::<Policy>)
            .example(json!({"id": "Quarter"}), json!({"data": example()})),
        Call::new("web_version_policies/save", ResourcesWrite, save_about, calls::save::<Policy>)
            .example(new, json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("web_version_policies/delete", ResourcesWrite, delete_about, calls::delete::<Policy>)
            .example(json!({"id": "Year"}), json!({})),
    ]
}

fn example() -> Value {
    json!({
        "id": 3, "name": "Quarter", "email_kept": true, "email_days": 90, "sms_kept": false, "sms_days": null,
        "push_kept": false, "push_days": null, "messenger_kept": false, "messenger_days": null,
        "version": 1, "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    })
}

impl Served for Policy {
    type Given = PolicyGiven;
    const THING: Thing = Thing::WebVersionPolicy;

    /// The form passes over the days of a channel that is not kept; a script that sends them means something by it.
    fn accepts(given: &PolicyGiven, form: &PolicyForm) -> Result<(), Failure> {
        for (field, kept, days) in [
            ("email_days", &form.email_kept, given.email_days),
            ("sms_days", &form.sms_kept, given.sms_days),
            ("push_days", &form.push_kept, given.push_days),
            ("messenger_days", &form.messenger_kept, given.messenger_days),
        ] {
            if matches!(days, Some(MaybeInt(Some(_)))) && !on(kept) {
                return Err(Failure::field(field, &"api-days-not-kept".into()));
            }
        }
        Ok(())
    }
}
