//! What is entered of a notifier: each kind with its fields, and no other.

use super::hook;
use super::receiver::Receiver;
use crate::api::Script;
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use serde_json::{Value, json};
use steward::events::{Event, Severity};

const BOT: &str = "123456:AAabcdefghijklmnopqrstuvwxyz_0123456";
const SLACK: &str = "https://hooks.example.com/services/T000/B000/s3cret";

fn of_kind(kind: &str) -> Value {
    match kind {
        "email" => json!({"name": "Letters", "kind": kind, "emails": ["ops@example.com"]}),
        "webhook" => json!({"name": "Hook", "kind": kind, "url": "https://hooks.example.com/in"}),
        "telegram" => json!({"name": "Bot", "kind": kind, "secret": BOT, "chat_id": "-100123"}),
        _ => json!({"name": "Slack", "kind": kind, "secret": SLACK}),
    }
}

both_databases! {
    async fn each_kind_is_made_and_shown_without_its_secrets(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in ["email", "webhook", "telegram", "slack"] {
            let made = script.saved("notifiers/save", of_kind(kind)).await;
            let it = script.ok("notifiers/get", json!({"id": made["saved_id"]})).await["data"].clone();
            assert_eq!((&it["kind"], &it["state"], &it["quiet_hours"], &it["language"]), (&json!(kind), &json!("ok"), &json!(12), &json!("EN")), "{it}");
            assert_eq!(it["has_signing"], json!(kind == "webhook"), "{it}");
            assert_eq!(it["events"].as_array().map(Vec::len), Some(Event::ALL.len()));
            let page = script.owner.get(&format!("/notifiers/{}", made["saved_id"])).await;
            let stored = crate::support::dump::texts(&app, "SELECT changes FROM audit ORDER BY id").await.concat();
            for secret in ["s3cret", BOT.trim_start_matches("123456:")] {
                assert!(!page.body.contains(secret) && !it.to_string().contains(secret) && !stored.contains(secret), "{kind}");
            }
        }
        let list = script.owner.get("/notifiers").await;
        assert_eq!(list.rows().iter().map(|row| row[1].clone()).collect::<Vec<_>>(), ["Telegram", "Webhook", "Email", "Slack-compatible"]);
        assert_eq!(script.owner.get("/notifiers?kind=webhook").await.rows().len(), 1);
        let xml = script.xml("notifiers/get", "<id>Hook</id>").await;
        assert!(xml.body.contains("<kind>webhook</kind>"), "{}", xml.body);
    }

    async fn what_is_wrong_is_refused_and_says_which(app: TestApp) {
        let mut script = Script::new(&app).await;
        for (kind, field, value) in [
            ("email", "kind", json!("pigeon")),
            ("email", "name", json!("")),
            ("email", "emails", json!([])),
            ("email", "emails", json!(["nobody"])),
            ("email", "emails", json!((0..11).map(|at| format!("a{at}@example.com")).collect::<Vec<_>>())),
            ("email", "events", json!([])),
            ("email", "events", json!(["everything"])),
            ("email", "min_severity", json!("fatal")),
            ("email", "quiet_hours", json!(169)),
            ("email", "language", json!("DE")),
            ("email", "url", json!("https://hooks.example.com/")),
            ("email", "accounts", json!(["nobody"])),
            ("webhook", "url", json!("")),
            ("webhook", "url", json!("http://hooks.example.com/")),
            ("webhook", "url", json!("https://user:x@hooks.example.com/")),
            ("webhook", "url", json!("https://169.254.169.254/latest")),
            ("webhook", "secret", json!(BOT)),
            ("webhook", "ca", json!("no certificate")),
            ("telegram", "secret", json!("123456:AA bcdefghijklmnopqrstuvwxyz_012345")),
            ("telegram", "secret", json!("token")),
            ("telegram", "chat_id", json!("our channel")),
            ("slack", "secret", json!("http://hooks.example.com/x")),
        ] {
            let mut params = of_kind(kind);
            params[field] = value.clone();
            let (status, errors) = script.refused("notifiers/save", params).await;
            assert!(status == 422 && errors.get(field).is_some(), "{kind} {field} {value}: {errors}");
        }
        let (_, errors) = script.refused("notifiers/save", json!({"name": "Bot", "kind": "telegram", "chat_id": "1"})).await;
        assert!(errors.get("secret").is_some(), "{errors}");
        let mut mild = of_kind("email");
        (mild["events"], mild["min_severity"]) = (json!(["visit_changed"]), json!("warning"));
        let (_, errors) = script.refused("notifiers/save", mild).await;
        assert!(errors.get("min_severity").is_some(), "{errors}");
        let mut chosen = of_kind("email");
        chosen["all_accounts"] = json!(false);
        let (_, errors) = script.refused("notifiers/save", chosen).await;
        assert!(errors.get("accounts").is_some(), "{errors}");
        script.ok("notifiers/save", of_kind("email")).await;
        let (_, errors) = script.refused("notifiers/save", json!({"id": "Letters", "kind": "webhook", "url": "https://hooks.example.com/", "emails": null})).await;
        assert!(errors.get("kind").is_some(), "{errors}");
        let (status, _) = script.refused("notifiers/save", of_kind("email")).await;
        assert_eq!(status, 409, "the name is taken");
    }

    async fn the_form_has_each_event_with_its_severity(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let form = owner.get("/notifiers/new?kind=email").await;
        let severe = |event: &Event| event.severity() >= Severity::Error;
        assert_eq!(form.text().matches("— error").count(), Event::ALL.iter().filter(|event| severe(event)).count());
        let fields = [("name", "Ops"), ("emails", "ops@example.com\nnight@example.com"), ("accounts", "acme"), ("all_accounts", crate::support::form::OFF)];
        let made = owner.submit_on("/notifiers/new?kind=email", "/notifiers/new", &fields, &[]).await;
        assert_eq!((made.status, made.location()), (303, "/notifiers"), "{}", made.text());
        let page = owner.get("/notifiers/1").await;
        assert_eq!(page.value_of("emails").as_deref(), Some("ops@example.com\nnight@example.com"));
        assert_eq!(page.value_of("accounts").as_deref(), Some("#1"), "accounts are kept by their ids");
        let saved = owner.submit("/notifiers/1", &[("quiet_hours", "0")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let refused = owner.submit("/notifiers/1", &[("quiet_hours", "soon")]).await;
        assert!(refused.status == 422 && refused.field_error("quiet_hours").is_some(), "{}", refused.text());
    }

    async fn who_may_only_see_changes_nothing(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("notifiers/save", of_kind("webhook")).await;
        app.execute("UPDATE admins SET role = 'support'").await;
        let (list, page) = (script.owner.get("/notifiers").await, script.owner.get("/notifiers/1").await);
        assert_eq!((list.status, list.has_link("Create"), list.rows().len()), (200, false, 1), "{}", list.text());
        assert_eq!((page.status, page.has_link("Delete…"), page.has_text("Save")), (200, false, false), "{}", page.text());
        for path in ["/notifiers/new", "/notifiers/1", "/notifiers/1/test", "/notifiers/1/secret", "/notifiers/1/delete"] {
            assert_eq!(script.owner.post(path, &[("name", "Other"), ("version", "1")]).await.status, 403, "{path}");
        }
    }

    async fn a_signing_secret_is_shown_once_and_never_again(app: TestApp) {
        let mut script = Script::new(&app).await;
        let receiver = Receiver::new().await;
        hook(&mut script, &receiver, json!({})).await;
        let asked = script.owner.get("/notifiers/1/secret").await;
        let shown = script.owner.submit_shown(&asked, "/notifiers/1/secret", &[], &[]).await;
        let secret = shown.texts("#secret").concat();
        assert!(shown.status == 200 && secret.starts_with("whsec_"), "{}", shown.text());
        assert!(!script.owner.get("/notifiers/1").await.body.contains(&secret));
        let stale = script.owner.submit_shown(&asked, "/notifiers/1/secret", &[], &[]).await;
        assert_eq!(stale.status, 409, "not twice by two clicks");
        script.ok("notifiers/save", of_kind("email")).await;
        assert_eq!(script.refused("notifiers/secret", json!({"id": "Letters"})).await.0, 409);
        let page = script.owner.get("/audit").await;
        assert!(page.has_text("Hook") && !page.body.contains(&secret), "{}", page.text());
    }
}
