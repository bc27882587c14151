//! Notifiers over the API.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{NotifierForm, NotifierGiven, model::Notifier, signing};
use crate::{
    api::{Call, Caller, Failure, One, Scope, Thing, asks::Delete},
    resource::{Served, calls},
    web::Asked,
};

pub fn calls() -> Vec<Call> {
    use Scope::{ResourcesRead, ResourcesWrite};
    let new = json!({"name": "On call", "kind": "webhook", "url": "https://hooks.example.com/steward",
                     "events": ["tariff_reached", "job_failed"], "quiet_hours": 1});
    let list_about = "Notifiers in the order of their ids, from an id on.";
    let get_about = "One notifier, without its secrets.";
    let save_about = "Creates a notifier, or with an id changes what is given of it and nothing else.";
    let test_about = "Sends one message, marked as a test, to where a notifier leads as it is stored or with other values \
                      that are given, and says how it was answered or why it was not; at most once in 10 s.";
    let secret_about = "Makes another secret with which the messages of a webhook are signed, and answers it this once. For a \
                        day messages are signed with the one before as well.";
    let delete_about = "Deletes a notifier, with the messages that wait for it.";
    let unanswered = json!({"outcome": "name_not_found", "text": "No address was found for this host name.", "server": null,
                            "server_version": null, "tls_version": null, "read_only": null, "round_trip_ms": null});
    vec![
        Call::new("notifiers/list", ResourcesRead, list_about, calls::list::<Notifier>)
            .example(json!({"from_id": 2}), json!({"data": [example()], "total_count": 1})),
        Call::new("notifiers/get", ResourcesRead, get_about, calls::get::<Notifier>)
            .example(json!({"id": "Operators"}), json!({"data": example()})),
        Call::new("notifiers/save", ResourcesWrite, save_about, calls::save::<Notifier>)
            .example(new, json!({"data": {"saved_id": 7, "version": 1}})),
        Call::new("notifiers/test", ResourcesWrite, test_about, calls::test::<Notifier>).without(&["version"]).example(
            json!({"name": "On call", "kind": "webhook", "url": "https://hooks.invalid/steward"}),
            json!({"data": unanswered}),
        ),
        Call::new("notifiers/secret", ResourcesWrite, secret_about, secret).kept_nowhere().example(
            json!({"id": "Hook"}),
            json!({"data": {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "version": 2}}),
        ),
        Call::new("notifiers/delete", ResourcesWrite, delete_about, calls::delete::<Notifier>)
            .example(json!({"id": "Operators"}), json!({})),
    ]
}

fn example() -> Value {
    json!({
        "id": 2, "name": "Operators", "kind": "email", "active": true, "state": "ok", "language": "EN",
        "events": ["tariff_reached", "job_failed"], "min_severity": "info", "quiet_hours": 12, "all_accounts": true, "accounts": [1],
        "emails": ["operators@example.com"], "url": "", "ca": "", "chat_id": "", "has_secret": false, "has_signing": false,
        "before_until": null, "waiting": 0, "failures": 0, "failing_since": null, "last_sent_at": null, "last_error": null,
        "tried": null, "tried_at": null, "tried_server": null,
        "version": 1, "updated_at": "2026-03-01T09:30:00Z", "updated_by": "olga",
    })
}

impl Served for Notifier {
    type Given = NotifierGiven;
    const THING: Thing = Thing::Notifier;

    /// In the form an untouched secret is empty; a script that sends one may have lost it.
    fn accepts(given: &NotifierGiven, _: &NotifierForm) -> Result<(), Failure> {
        match &given.secret {
            Some(secret) if secret.0.0.is_empty() => Err(Failure::field("secret", &"api-secret-empty".into())),
            _ => Ok(()),
        }
    }
}

/// The new secret, which no other call answers.
#[derive(Serialize, ToSchema)]
#[schema(as = NotifierSigningSecret)]
struct SecretView {
    /// As verifiers of Standard Webhooks take it.
    secret: String,
    version: i64,
}

async fn secret(caller: &Caller, ask: Delete) -> Result<One<SecretView>, Failure> {
    let it = calls::wanted::<Notifier>(caller, (), &ask.id).await?;
    let asked = Asked::at(ask.version.map(|it| it.0));
    let issued = signing::rotate(&caller.state, caller.actor.clone(), it.id, &asked).await?;
    Ok(One { data: SecretView { secret: issued.secret, version: issued.it.version } })
}
