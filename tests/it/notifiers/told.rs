//! What is told of, when, and what becomes of it where nobody listens.

use super::receiver::Receiver;
use super::{hook, inward, state, work};
use crate::api::Script;
use crate::both_databases;
use crate::resource::make_account;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use crate::support::dump::texts;
use chrono::Duration;
use serde_json::{Value, json};
use steward::housekeeping;

const FROZEN: &str = "accounts/freeze";

/// An account, and a webhook that wants to hear of it.
async fn listening(app: &TestApp, more: Value) -> (Script, Receiver) {
    let mut script = Script::new(app).await;
    make_account(&mut script.owner, "busy").await;
    let receiver = Receiver::new().await;
    hook(&mut script, &receiver, more).await;
    (script, receiver)
}

fn account(name: &str) -> Value {
    json!({"id": name})
}

async fn freeze(script: &mut Script, name: &str) {
    script.ok(FROZEN, json!({"id": name, "frozen_details": {"reason": "Unpaid"}})).await;
}

/// Whether it is on the record that a token was used is of a call before.
async fn statements_of_freezing(app: &TestApp, script: &mut Script) -> u64 {
    script.ok("accounts/list", json!({})).await;
    let before = app.state.db.statements();
    freeze(script, "acme").await;
    let count = app.state.db.statements() - before;
    script.ok("accounts/unfreeze", account("acme")).await;
    count
}

both_databases! {
    async fn an_event_is_told_once_signed_and_with_its_object(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, receiver) = listening(&app, json!({})).await;
        freeze(&mut script, "acme").await;
        work(&app).await;
        work(&app).await;
        let heard = receiver.heard();
        assert_eq!(receiver.types(), ["account_frozen"]);
        let said = heard[0].json();
        assert_eq!((&said["data"]["object"]["kind"], &said["data"]["account_id"], &said["data"]["severity"], &said["data"]["test"]), (&json!("account"), &json!(1), &json!("warning"), &json!(false)), "{said}");
        assert_eq!(said["data"]["link"], json!(app.state.config.link("/accounts/1")));
        assert!(heard[0].head.starts_with("POST /in HTTP/1.1") && heard[0].header("content-type") == "application/json", "{}", heard[0].head);
        assert!(heard[0].header("webhook-id").starts_with("msg_") && heard[0].header("webhook-signature").starts_with("v1,"), "{}", heard[0].head);
        let it = state(&mut script, "Hook").await;
        assert_eq!((&it["waiting"], &it["failures"], it["last_sent_at"].is_string()), (&json!(0), &json!(0), true), "{it}");
    }

    async fn what_is_taken_back_or_rehearsed_is_told_to_nobody(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, receiver) = listening(&app, json!({})).await;
        script.ok(FROZEN, json!({"id": "acme", "dry_run": true})).await;
        assert_eq!(script.refused("accounts/delete", json!({"id": 1, "version": 99})).await.0, 409);
        work(&app).await;
        assert_eq!(receiver.types(), [""; 0]);
        assert_eq!(texts(&app, "SELECT event FROM notifier_deliveries").await, [""; 0]);
    }

    async fn the_same_of_the_same_is_told_again_after_the_quiet_time(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, receiver) = listening(&app, json!({"events": ["account_frozen"], "quiet_hours": 2})).await;
        for (hours, told) in [(0, 1), (1, 1), (2, 2)] {
            app.clock.advance(Duration::hours(hours));
            freeze(&mut script, "acme").await;
            script.ok("accounts/unfreeze", account("acme")).await;
            work(&app).await;
            assert_eq!(receiver.heard().len(), told, "after {hours} hours more");
        }
        freeze(&mut script, "busy").await;
        work(&app).await;
        assert_eq!(receiver.heard().len(), 3, "another object");
    }

    async fn it_is_told_of_its_events_and_accounts_alone(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, receiver) = listening(&app, json!({"events": ["account_frozen", "account_deactivated", "owner_added"], "all_accounts": false, "accounts": ["busy"]})).await;
        freeze(&mut script, "acme").await;
        script.ok("accounts/deactivate", account("acme")).await;
        script.ok("accounts/deactivate", account("busy")).await;
        script.ok("accounts/delete", account("busy")).await;
        crate::admins::create(&mut script.owner, "olga", &[("role", "owner")]).await;
        work(&app).await;
        let mut types = receiver.types();
        types.sort();
        assert_eq!(types, ["account_deactivated", "owner_added"]);
        script.ok("notifiers/save", json!({"id": "Hook", "active": false})).await;
        crate::admins::create(&mut script.owner, "pavel", &[("role", "owner")]).await;
        work(&app).await;
        assert_eq!(receiver.heard().len(), 2, "one that is off is told nothing");
    }

    async fn where_nobody_asks_nothing_is_written(engine: Engine) {
        let app = inward(engine).await;
        let mut script = Script::new(&app).await;
        let without = statements_of_freezing(&app, &mut script).await;
        let receiver = Receiver::new().await;
        hook(&mut script, &receiver, json!({"events": ["job_failed"]})).await;
        let others = statements_of_freezing(&app, &mut script).await;
        script.ok("notifiers/save", json!({"id": "Hook", "events": ["account_frozen"]})).await;
        let wanted = statements_of_freezing(&app, &mut script).await;
        assert_eq!((others, wanted), (without, without + 3));
    }

    async fn one_that_fails_is_tried_again_and_said_to_be_failing(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, receiver) = listening(&app, json!({})).await;
        receiver.answers("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nOops");
        freeze(&mut script, "acme").await;
        for (minutes, attempts) in [(0, 1), (1, 2), (1, 2), (1, 3)] {
            app.clock.advance(Duration::minutes(minutes));
            work(&app).await;
            assert_eq!(receiver.heard().len(), attempts);
        }
        let ids: Vec<_> = receiver.heard().iter().map(|it| it.header("webhook-id").to_owned()).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "each attempt is of the same message: {ids:?}");
        let it = state(&mut script, "Hook").await;
        assert_eq!((&it["state"], &it["failures"], &it["last_error"]), (&json!("failing"), &json!(3), &json!("The other side answered with HTTP status 500.")), "{it}");
        app.clock.advance(Duration::minutes(2));
        let home = script.owner.get("/").await;
        assert!(home.has_text("1 notifier is failing") && home.has_link("1 notifier is failing"), "{}", home.text());
        let letters = texts(&app, "SELECT kind || ' ' || recipient || ' ' || subject FROM outbox WHERE kind = 'event'").await;
        assert!(letters.len() == 1 && letters[0].contains("“Hook” is failing"), "{letters:?}");
        receiver.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        app.clock.advance(Duration::minutes(10));
        work(&app).await;
        let it = state(&mut script, "Hook").await;
        assert_eq!((&it["state"], &it["waiting"], &it["last_error"]), (&json!("ok"), &json!(0), &json!(null)), "{it}");
    }

    async fn after_three_days_it_is_given_up(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, receiver) = listening(&app, json!({"events": ["account_frozen"]})).await;
        receiver.answers("HTTP/1.1 404 Not Found\r\n\r\n");
        freeze(&mut script, "acme").await;
        for _ in 0..40 {
            work(&app).await;
            app.clock.advance(Duration::hours(3));
        }
        assert_eq!(texts(&app, "SELECT status FROM notifier_deliveries").await, ["failed"]);
        app.clock.advance(Duration::days(31));
        housekeeping::step(&app.state).await.expect("housekeeping works");
        assert_eq!(texts(&app, "SELECT status FROM notifier_deliveries").await, [""; 0]);
    }

    async fn bad_answers_have_a_clear_outcome(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, receiver) = listening(&app, json!({"events": ["account_frozen"], "quiet_hours": 0})).await;
        let elsewhere = Receiver::new().await;
        for (answer, said) in [
            (format!("HTTP/1.1 301 Moved\r\nLocation: {}\r\n\r\n", elsewhere.url), "The other side answered with a redirect (HTTP status 301), which is not followed."),
            ("SSH-2.0-OpenSSH\r\n\r\n".to_owned(), "What answered is not a server of this kind."),
        ] {
            receiver.answers(&answer);
            freeze(&mut script, "acme").await;
            work(&app).await;
            let it = state(&mut script, "Hook").await;
            assert!(it["last_error"].as_str().is_some_and(|it| it == said), "{answer}: {it}");
            app.execute("UPDATE notifier_deliveries SET status = 'cancelled'").await;
            script.ok("accounts/unfreeze", account("acme")).await;
        }
        assert_eq!(elsewhere.heard().len(), 0, "nobody is followed");
        receiver.answers("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n");
        freeze(&mut script, "acme").await;
        let begun = std::time::Instant::now();
        work(&app).await;
        assert_eq!(state(&mut script, "Hook").await["failures"], 0);
        assert!(begun.elapsed().as_secs() < 5, "what follows the head is not waited for");
    }

    async fn who_asks_to_be_left_alone_is_and_who_is_gone_is_switched_off(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, receiver) = listening(&app, json!({"events": ["account_frozen"]})).await;
        receiver.answers("HTTP/1.1 429 Slowly\r\nRetry-After: 600\r\n\r\n");
        freeze(&mut script, "acme").await;
        work(&app).await;
        freeze(&mut script, "busy").await;
        app.execute("UPDATE notifier_deliveries SET next_attempt_at = (SELECT max(next_attempt_at) FROM notifier_deliveries)").await;
        receiver.answers("HTTP/1.1 410 Gone\r\n\r\n");
        app.clock.advance(Duration::minutes(9));
        work(&app).await;
        assert_eq!(receiver.heard().len(), 1, "not before the ten minutes are over");
        app.clock.advance(Duration::minutes(1));
        work(&app).await;
        assert_eq!(receiver.heard().len(), 2);
        let it = state(&mut script, "Hook").await;
        assert_eq!((&it["state"], &it["active"], &it["waiting"]), (&json!("off"), &json!(false), &json!(0)), "{it}");
        let newest = script.record(1).await[0].clone();
        assert_eq!((&newest[0], &newest[1]), (&json!("update"), &json!("notifier")), "{newest}");
        let letters = texts(&app, "SELECT subject FROM outbox WHERE kind = 'event'").await;
        assert!(letters.len() == 1 && letters[0].contains("switched off"), "{letters:?}");
    }

    async fn one_that_never_answers_delays_no_other(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, dead) = listening(&app, json!({"events": ["account_frozen"]})).await;
        dead.answers("never");
        let good = Receiver::new().await;
        hook(&mut script, &good, json!({"name": "Good"})).await;
        freeze(&mut script, "acme").await;
        let (node, begun) = (app.state.clone(), std::time::Instant::now());
        let working = actix_web::rt::spawn(async move { steward::notifiers::step(&node).await });
        assert!(good.hears(1).await, "the good one waits for the dead one");
        freeze(&mut script, "busy").await;
        assert!(good.hears(2).await, "the good one waits for the dead one");
        assert_eq!((good.heard().len(), dead.heard().len()), (2, 1));
        working.await.expect("it ends").expect("the worker works");
        assert!(begun.elapsed().as_secs() < 40);
        assert_eq!(state(&mut script, "Hook").await["last_error"], "No answer came in time.");
    }

    async fn a_worker_that_died_lets_go_of_what_it_held(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, receiver) = listening(&app, json!({})).await;
        freeze(&mut script, "acme").await;
        app.execute("UPDATE notifier_deliveries SET attempts = 1, taken_until = '2026-03-02T12:01:00+00:00'").await;
        work(&app).await;
        assert_eq!(receiver.heard().len(), 0, "somebody else has it");
        app.clock.advance(Duration::minutes(2));
        work(&app).await;
        assert_eq!(receiver.heard().len(), 1);
    }

    async fn letters_go_by_the_outbox_in_the_language_of_the_notifier(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("notifiers/save", json!({"name": "Ops", "kind": "email", "language": "RU", "emails": ["ops@example.com", "night@example.com"], "events": ["account_frozen"]})).await;
        freeze(&mut script, "acme").await;
        work(&app).await;
        let letters = texts(&app, "SELECT kind || ' ' || recipient || ' ' || subject FROM outbox ORDER BY id").await;
        assert!(letters.len() == 2 && letters[0].starts_with("event ops@example.com") && letters[1].contains("заморожен"), "{letters:?}");
    }

    async fn what_nobody_does_is_looked_for(engine: Engine) {
        let app = inward(engine).await;
        let (mut script, receiver) = listening(&app, json!({"events": ["sender_silent", "sender_held", "guessing", "token_leaked"]})).await;
        script.ok("senders/save", json!({"name": "Mailer", "type": "custom"})).await;
        script.ok("senders/report", json!({"id": "Mailer", "state": "held"})).await;
        let mut stranger = app.client();
        let leaked = stranger.get(&format!("/api/v1.1/admin/accounts/list?token={}", script.secret)).await;
        assert_eq!(leaked.status, 403);
        app.clock.advance(Duration::minutes(20));
        for _ in 0..21 {
            stranger.submit("/sign-in", &[("login", "owner"), ("password", "a wrong one")]).await;
        }
        housekeeping::step(&app.state).await.expect("housekeeping works");
        work(&app).await;
        let mut types = receiver.types();
        types.sort();
        types.dedup();
        assert_eq!(types, ["guessing", "sender_held", "sender_silent", "token_leaked"]);
    }
}
