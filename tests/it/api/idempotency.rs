//! `Idempotency-Key`: a thing is done once, whatever happens to the first answer.

use super::{ROOT, Script};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use crate::support::dump::texts;
use serde_json::{Value, json};

const KEY: [(&str, &str); 1] = [("idempotency-key", "order-1")];

fn beta() -> Value {
    json!({"name": "beta", "title": "Beta", "tz": "UTC", "tariff": "Basic", "reports_day": 1, "reports_hour": 9})
}

both_databases! {
    async fn a_key_does_a_thing_once(app: TestApp) {
        let mut script = Script::new(&app).await;
        let new = json!({"name": "beta", "title": "Beta", "tz": "UTC", "tariff": "Basic", "reports_day": 1, "reports_hour": 9});
        let key = [("idempotency-key", "order-1")];
        let first = script.json_with("accounts/save", &key, new.clone()).await;
        let again = script.json_with("accounts/save", &key, new.clone()).await;
        assert_eq!((first.status, &first.body), (200, &again.body));
        assert_eq!(script.ok("accounts/list", json!({})).await["total_count"], 2);
        let other = script.json_with("accounts/save", &key, json!({"id": 1, "title": "Other"})).await;
        assert_eq!(other.status, 409, "{}", other.body);
        app.clock.advance(chrono::Duration::hours(25));
        assert_eq!(script.json_with("accounts/save", &key, new).await.status, 409, "the name is taken now, and the key forgotten");
    }

    async fn the_same_key_twice_at_once_makes_one_record(app: TestApp) {
        let mut script = Script::new(&app).await;
        let new = json!({"name": "beta", "title": "Beta", "tz": "UTC", "tariff": "Basic", "reports_day": 1, "reports_hour": 9});
        let bearer = format!("Bearer {}", script.secret);
        let calls = (0..8).map(|_| {
            let (mut client, bearer, body) = (app.client(), bearer.clone(), new.to_string());
            async move {
                let headers = [("authorization", bearer.as_str()), ("content-type", "application/json"), ("idempotency-key", "k")];
                client.post_raw(&format!("{ROOT}/accounts/save"), &headers, body).await.status
            }
        });
        let statuses = futures_util::future::join_all(calls).await;
        assert!(statuses.contains(&200) && statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
        assert_eq!(script.ok("accounts/list", json!({})).await["total_count"], 2);
        assert_eq!(texts(&app, "SELECT object_name FROM audit WHERE action = 'create' AND object_name = 'Beta'").await.len(), 1);
    }

    async fn what_failed_before_anything_was_kept_is_done_when_asked_again(app: TestApp) {
        let mut script = Script::new(&app).await;
        app.execute("ALTER TABLE groups RENAME TO elsewhere").await;
        let failed = script.json_with("accounts/save", &KEY, beta()).await;
        assert_eq!(failed.status, 500, "{}", failed.body);
        app.execute("ALTER TABLE elsewhere RENAME TO groups").await;
        let done = script.json_with("accounts/save", &KEY, beta()).await;
        assert_eq!(done.status, 200, "the key is free again: {}", done.body);
        assert_eq!(script.json_with("accounts/save", &KEY, beta()).await.body, done.body);
    }

    async fn what_failed_while_it_was_kept_is_not_done_again(app: TestApp) {
        let mut script = Script::new(&app).await;
        // A reference that nothing fulfils, and that is looked at when the change is committed.
        app.execute("CREATE TABLE trap (id BIGINT REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED)").await;
        let set = match app.engine {
            Engine::Sqlite => vec!["CREATE TRIGGER trap AFTER UPDATE ON accounts BEGIN INSERT INTO trap VALUES (-1); END"],
            Engine::Postgres => vec![
                "CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO trap VALUES (-1); RETURN NEW; END'",
                "CREATE TRIGGER trap AFTER UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION trap()",
            ],
        };
        for statement in set {
            app.execute(statement).await;
        }
        let change = json!({"id": 1, "title": "Other"});
        let failed = script.json_with("accounts/save", &KEY, change.clone()).await;
        assert_eq!(failed.status, 500, "{}", failed.body);
        assert!(failed.json()["error_text"].as_str().is_some_and(|text| text.contains("not known whether")), "{}", failed.body);
        app.execute(if app.engine == Engine::Sqlite { "DROP TRIGGER trap" } else { "DROP TRIGGER trap ON accounts" }).await;
        let again = script.json_with("accounts/save", &KEY, change.clone()).await;
        assert!(again.status == 409 && again.body.contains("Check whether it was done"), "{} {}", again.status, again.body);
        let other = script.json_with("accounts/save", &KEY, json!({"id": 1, "title": "Another"})).await;
        assert_eq!(other.status, 409);
        assert_eq!(script.ok("accounts/get", json!({"id": 1})).await["data"]["title"], "acme", "and nothing was done behind the caller's back");
        assert_eq!(script.json_with("accounts/save", &[("idempotency-key", "order-2")], change).await.status, 200);
    }

    async fn a_call_that_came_too_soon_may_be_made_again_with_its_key(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/users/add", json!({"account_id": 1, "name": "anna", "email": "anna@example.com", "send_welcome": true})).await;
        let welcome = json!({"account_id": 1, "name": "anna"});
        assert_eq!(script.json_with("accounts/users/send_welcome", &KEY, welcome.clone()).await.status, 429);
        app.clock.advance(chrono::Duration::minutes(2));
        assert_eq!(script.json_with("accounts/users/send_welcome", &KEY, welcome.clone()).await.status, 200);
        assert_eq!(script.json_with("accounts/users/send_welcome", &KEY, welcome).await.status, 200);
        assert_eq!(texts(&app, "SELECT kind FROM outbox").await, ["welcome", "welcome"], "the second time it was the kept answer");
    }

    async fn a_key_that_cannot_be_one_is_refused(app: TestApp) {
        let mut script = Script::new(&app).await;
        for key in ["", &"k".repeat(129), "a\tb"] {
            let refused = script.json_with("accounts/save", &[("idempotency-key", key)], beta()).await;
            assert_eq!(refused.status, 400, "{key:?}: {}", refused.body);
        }
        assert_eq!(script.json_with("accounts/save", &[("idempotency-key", &"k".repeat(128))], beta()).await.status, 200);
    }
}
