//! What others think of it: the signature, and how a test is answered.

use super::receiver::{Heard, Receiver};
use super::{hook, inward, state, work};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use chrono::Duration;
use serde_json::{Value, json};
use std::process::Command;
use steward::clock::Clock;

/// A message that was heard, signed with a secret and with the one before.
async fn signed(app: &TestApp) -> (Script, Vec<String>, Heard) {
    let mut script = Script::new(app).await;
    let receiver = Receiver::new().await;
    hook(&mut script, &receiver, json!({"language": "RU"})).await;
    let mut secrets = Vec::new();
    for _ in 0..2 {
        let issued = script.ok("notifiers/secret", json!({"id": "Hook"})).await;
        secrets.push(issued["data"]["secret"].as_str().expect("a secret").to_owned());
    }
    script.ok("accounts/freeze", json!({"id": "acme"})).await;
    work(app).await;
    let heard = receiver.heard().remove(0);
    (script, secrets, heard)
}

both_databases! {
    async fn a_message_is_signed_with_both_secrets_for_a_day(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, secrets, heard) = signed(&app).await;
        assert!(secrets[0] != secrets[1]);
        // The first is as good as the second: the one between may never have reached the receiver.
        assert_eq!(heard.header("webhook-signature").split(' ').count(), 3, "{}", heard.head);
        let receiver = Receiver::new().await;
        script.ok("notifiers/save", json!({"id": "Hook", "url": receiver.url, "ca": receiver.authority, "quiet_hours": 0})).await;
        app.clock.advance(Duration::hours(25));
        script.ok("accounts/deactivate", json!({"id": "acme"})).await;
        work(&app).await;
        assert_eq!(receiver.heard()[0].header("webhook-signature").split(' ').count(), 1);
    }

    async fn a_test_goes_at_once_and_shows_the_answer(engine: Engine) {
        let app = inward(engine).await;
        let mut script = Script::new(&app).await;
        let receiver = Receiver::new().await;
        hook(&mut script, &receiver, json!({})).await;
        let tried = script.ok("notifiers/test", json!({"id": "Hook"})).await["data"].clone();
        assert_eq!((&tried["outcome"], &tried["remarks"]), (&json!("ok"), &json!(["Answer: HTTP status 204"])), "{tried}");
        let said = receiver.heard()[0].json();
        assert_eq!((&said["type"], &said["data"]["test"]), (&json!("test"), &json!(true)), "{said}");
        assert!(!receiver.heard()[0].header("webhook-signature").is_empty());
        assert_eq!(script.refused("notifiers/test", json!({"id": "Hook"})).await.0, 429);
        app.clock.advance(Duration::seconds(11));
        receiver.answers("HTTP/1.1 503 Busy\r\n\r\n");
        let page = script.owner.get("/notifiers/1").await;
        let shown = script.owner.submit_shown(&page, "/notifiers/1/test", &[], &[]).await;
        assert!(shown.has_text("answered with HTTP status 503"), "{}", shown.text());
        let list = script.owner.get("/notifiers/1").await;
        assert!(list.status == 200, "{}", list.text());
        app.clock.advance(Duration::seconds(11));
        let letters = json!({"name": "Ops", "kind": "email", "emails": ["ops@example.com"]});
        let tried = script.ok("notifiers/test", letters).await["data"].clone();
        assert_eq!(tried["remarks"], json!(["Answer: 1 letter waits in the outbox."]), "{tried}");
        let sent = crate::support::dump::texts(&app, "SELECT subject FROM outbox WHERE kind = 'event'").await;
        assert!(sent.len() == 1 && sent[0].contains("test"), "{sent:?}");
    }

    async fn hosts_of_this_network_are_not_told_unless_a_setting_permits_it(app: TestApp) {
        let mut script = Script::new(&app).await;
        let receiver = Receiver::new().await;
        hook(&mut script, &receiver, json!({})).await;
        let tried = script.ok("notifiers/test", json!({"id": "Hook"})).await["data"].clone();
        assert_eq!(tried["outcome"], "refused_by_rule", "{tried}");
        script.ok("accounts/freeze", json!({"id": "acme"})).await;
        work(&app).await;
        let it = state(&mut script, "Hook").await;
        assert_eq!((&it["failures"], receiver.heard().len()), (&json!(1), 0), "{it}");
    }
}

/// The verifiers of PyPI and npm, which `tests/run.sh` installs.
#[actix_web::test]
#[ignore = "needs packages of PyPI and npm; tests/run.sh installs them and runs it"]
async fn verifiers_of_others_take_the_signature() {
    let app = inward(Engine::Sqlite).await;
    // They take no message of another day.
    app.clock.advance(Clock::System.now() - app.state.clock.now());
    let (_, secrets, heard) = signed(&app).await;
    let headers: Value = ["webhook-id", "webhook-timestamp", "webhook-signature"]
        .iter()
        .map(|name| ((*name).to_owned(), json!(heard.header(name))))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let given = json!({"secrets": secrets, "headers": headers, "body": heard.body}).to_string();
    let python = std::env::var("WEBHOOKS_PYTHON").expect("WEBHOOKS_PYTHON is set");
    for (program, script) in [(&*python, "tests/webhooks/verify.py"), ("node", "tests/webhooks/verify.cjs")] {
        let done = Command::new(program).arg(script).arg(&given).output().expect("it runs");
        assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
        assert_eq!(String::from_utf8_lossy(&done.stdout).trim(), "2 verified, 1 refused", "{program}");
    }
}
