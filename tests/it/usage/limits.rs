//! Limits that are told or stop, and what is told of them, once in a window.

use super::{check, report, turn, used};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::dump::texts;
use crate::support::form::{OFF, ON};
use chrono::Duration;
use serde_json::{Value, json};
use steward::mail::worker;

async fn tariff(script: &mut Script, changes: Value) {
    let mut ask = json!({"id": "Basic"});
    ask.as_object_mut().expect("an object").extend(changes.as_object().expect("an object").clone());
    script.ok("tariffs/save", ask).await;
}

async fn is_reached(script: &mut Script) -> bool {
    script.ok("accounts/list", json!({"name": "acme"})).await["data"][0]["is_tariff_exceed"] == true
}

/// What was told of limits, in the record.
async fn told(app: &TestApp) -> Vec<String> {
    texts(app, "SELECT action FROM audit WHERE action LIKE 'limit-%' ORDER BY id").await
}

/// Subject and address of the letters that went.
async fn letters(app: &TestApp) -> Vec<(String, String)> {
    while worker::step(&app.state).await.expect("the worker works") {}
    app.sent.letters().into_iter().map(|letter| (letter.subject, letter.to)).collect()
}

async fn add_user(script: &mut Script, name: &str, more: Value) {
    let mut ask =
        json!({"account_id": "acme", "name": name, "email": format!("{name}@example.com"), "send_welcome": false});
    ask.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    script.ok("accounts/users/add", ask).await;
}

both_databases! {
    async fn a_soft_limit_is_told_and_a_hard_one_stops(app: TestApp) {
        let mut script = Script::new(&app).await;
        tariff(&mut script, json!({"emails_per_month": 100, "max_users": 2})).await;
        used(&mut script, "1", "emails", 90).await;
        let at = |allowed: bool, used: i64| json!({"allowed": allowed, "used": used, "limit": 100, "left": (100 - used).max(0), "resets_at": "2026-04-01T00:00:00Z"});
        assert_eq!(check(&mut script, "emails", 11).await, (200, at(true, 90)), "it is soft");
        tariff(&mut script, json!({"hard_emails": true})).await;
        assert_eq!(check(&mut script, "emails", 10).await, (200, at(true, 90)));
        assert_eq!(check(&mut script, "emails", 11).await, (402, at(false, 90)));
        used(&mut script, "2", "emails", 30).await;
        assert_eq!(check(&mut script, "emails", 1).await, (402, at(false, 120)), "what was used is used");
        assert_eq!(check(&mut script, "sms", 1_000_000).await.0, 200, "it has no limit");
        let refused = script.xml("usage/check", "<account>acme</account><metric>emails</metric>").await;
        assert_eq!(refused.status, 402);
        assert!(refused.body.contains("<data><allowed>false</allowed><used>120</used>"), "{}", refused.body);
        // The window ends between the report and the question.
        app.clock.advance(Duration::days(30));
        let anew = json!({"allowed": true, "used": 0, "limit": 100, "left": 100, "resets_at": "2026-05-01T00:00:00Z"});
        assert_eq!(check(&mut script, "emails", 100).await, (200, anew));
    }

    async fn users_are_counted_here_and_stop_unless_the_tariff_says_otherwise(app: TestApp) {
        let mut script = Script::new(&app).await;
        tariff(&mut script, json!({"max_users": 1})).await;
        let at = |allowed: bool, used: i64| json!({"allowed": allowed, "used": used, "limit": 1, "left": (1 - used).max(0), "resets_at": null});
        assert_eq!(check(&mut script, "users", 1).await, (200, at(true, 0)));
        add_user(&mut script, "anna", json!({})).await;
        assert_eq!(check(&mut script, "users", 1).await, (402, at(false, 1)));
        let second = json!({"account_id": "acme", "name": "boris", "email": "boris@example.com"});
        assert_eq!(script.refused("accounts/users/add", second).await.0, 402);
        tariff(&mut script, json!({"hard_users": false})).await;
        assert_eq!(check(&mut script, "users", 1).await, (200, at(true, 1)));
        add_user(&mut script, "boris", json!({})).await;
    }

    async fn a_limit_of_users_that_is_only_told_is_told_as_others_are(app: TestApp) {
        let mut script = Script::new(&app).await;
        tariff(&mut script, json!({"max_users": 3, "hard_users": false, "warn_percent": 60})).await;
        add_user(&mut script, "anna", json!({"alert_limits": true})).await;
        turn(&app).await;
        assert_eq!((told(&app).await, letters(&app).await), (vec![], vec![]));
        add_user(&mut script, "boris", json!({})).await;
        turn(&app).await;
        assert_eq!((told(&app).await, is_reached(&mut script).await), (vec!["limit-near".to_owned()], false));
        add_user(&mut script, "carl", json!({})).await;
        add_user(&mut script, "dora", json!({})).await;
        turn(&app).await;
        assert_eq!((told(&app).await, is_reached(&mut script).await), (vec!["limit-near".to_owned(), "limit-reached".to_owned()], true));
        let subjects: Vec<String> = letters(&app).await.into_iter().map(|it| it.0).collect();
        assert_eq!(subjects, ["acme: 66 % of a limit used (Users)", "acme: limit reached (Users)"]);
        assert!(script.owner.get("/usage").await.text().contains("Nothing reported"), "of the account nothing was reported");
        // It is within again when users go, and is told once in a month.
        for name in ["dora", "carl"] {
            script.ok("accounts/users/delete", json!({"account_id": "acme", "name": name})).await;
        }
        turn(&app).await;
        assert_eq!((told(&app).await[2..].to_vec(), is_reached(&mut script).await), (vec!["limit-left".to_owned()], false));
        add_user(&mut script, "carl", json!({})).await;
        turn(&app).await;
        assert_eq!((letters(&app).await.len(), is_reached(&mut script).await), (2, true));
        // What is reported is judged beside it, and the tariff decides.
        used(&mut script, "1", "emails", 1).await;
        assert!(is_reached(&mut script).await);
        let rows = script.owner.get("/usage").await.rows();
        assert_eq!(rows[0][1..3], ["Limit reached", "100 % Users"], "{rows:?}");
        tariff(&mut script, json!({"max_users": 10})).await;
        turn(&app).await;
        assert!(!is_reached(&mut script).await);
        tariff(&mut script, json!({"max_users": 2})).await;
        turn(&app).await;
        assert!(is_reached(&mut script).await);
        tariff(&mut script, json!({"hard_users": true})).await;
        turn(&app).await;
        assert!(!is_reached(&mut script).await, "a limit that stops lets nobody in, and is told by that");
        // In the next month it is told again.
        tariff(&mut script, json!({"max_users": 3, "hard_users": false})).await;
        app.clock.advance(Duration::days(31));
        add_user(&mut script, "eve", json!({})).await;
        turn(&app).await;
        assert_eq!(letters(&app).await.len(), 3);
    }

    async fn a_limit_is_told_once_in_a_window_and_to_those_who_want_to_know(app: TestApp) {
        let mut script = Script::new(&app).await;
        tariff(&mut script, json!({"emails_per_month": 100, "warn_percent": 80})).await;
        add_user(&mut script, "anna", json!({"alert_limits": true, "notify_email": "alerts@example.com", "lang": "RU"})).await;
        add_user(&mut script, "boris", json!({"alert_limits": true})).await;
        add_user(&mut script, "carl", json!({})).await;
        add_user(&mut script, "dora", json!({"alert_limits": true, "active": false})).await;
        used(&mut script, "1", "emails", 79).await;
        assert_eq!((told(&app).await, letters(&app).await), (vec![], vec![]));
        used(&mut script, "2", "emails", 1).await;
        used(&mut script, "3", "emails", 1).await;
        let near = [("acme: использовано 80 % лимита (Письма)", "alerts@example.com"), ("acme: 80 % of a limit used (Emails)", "boris@example.com")];
        let near: Vec<_> = near.map(|(subject, to)| (subject.to_owned(), to.to_owned())).into();
        assert_eq!((told(&app).await, letters(&app).await), (vec!["limit-near".to_owned()], near));
        assert!(!is_reached(&mut script).await);
        used(&mut script, "4", "emails", 19).await;
        used(&mut script, "5", "emails", 1000).await;
        assert_eq!(told(&app).await, ["limit-near", "limit-reached"]);
        assert_eq!(letters(&app).await.len(), 4);
        assert!(is_reached(&mut script).await);
        let letter = app.sent.letters().into_iter().find(|it| it.subject == "acme: limit reached (Emails)").expect("a letter");
        for said in ["Used: 100", "Limit: 100", "Begins anew: 1 Apr 2026, 00:00 (UTC)"] {
            assert!(letter.text.contains(said), "{said}: {}", letter.text);
        }
        // In the next month it is so no more, and begins anew.
        app.clock.advance(Duration::days(30));
        assert!(is_reached(&mut script).await, "nobody has looked yet");
        turn(&app).await;
        assert!(!is_reached(&mut script).await);
        used(&mut script, "6", "emails", 100).await;
        assert_eq!(told(&app).await, ["limit-near", "limit-reached", "limit-left", "limit-reached"]);
        assert_eq!(letters(&app).await.len(), 6, "of both levels at once only the higher is told");
    }

    async fn what_is_reported_after_the_window_has_ended_is_told_once_and_leaves_the_new_one(app: TestApp) {
        let mut script = Script::new(&app).await;
        tariff(&mut script, json!({"emails_per_month": 100, "warn_percent": 80})).await;
        let late = |id: &str, value: i64| json!([{"id": id, "account": "acme", "metric": "emails", "value": value, "at": "2026-03-31T23:59:50Z"}]);
        used(&mut script, "1", "emails", 70).await;
        app.clock.advance(Duration::days(30));
        turn(&app).await;
        assert_eq!(report(&mut script, late("2", 15)).await, ["counted"]);
        assert_eq!(told(&app).await, ["limit-near"]);
        assert_eq!(report(&mut script, late("3", 15)).await, ["counted"]);
        assert_eq!(report(&mut script, late("4", 1)).await, ["counted"]);
        assert_eq!(told(&app).await, ["limit-near", "limit-reached"]);
        assert!(!is_reached(&mut script).await, "the month that runs is not the one that is full");
        let (_, now) = check(&mut script, "emails", 1).await;
        assert_eq!(now["used"], 0);
    }

    async fn an_account_falls_back_when_its_tariff_rises_and_is_over_when_it_shrinks(app: TestApp) {
        let mut script = Script::new(&app).await;
        tariff(&mut script, json!({"max_profiles": 100})).await;
        script.ok("tariffs/save", json!({"name": "Large", "title": "Large", "max_profiles": 1000})).await;
        report(&mut script, json!([{"id": "1", "account": "acme", "metric": "profiles", "set": 100}])).await;
        assert!(is_reached(&mut script).await);
        script.ok("accounts/save", json!({"id": "acme", "tariff": "Large"})).await;
        turn(&app).await;
        assert!(!is_reached(&mut script).await, "it is on a larger tariff");
        script.ok("accounts/save", json!({"id": "acme", "tariff": "Basic"})).await;
        turn(&app).await;
        assert!(is_reached(&mut script).await);
        tariff(&mut script, json!({"max_profiles": 200})).await;
        turn(&app).await;
        assert!(!is_reached(&mut script).await, "its tariff is larger");
        tariff(&mut script, json!({"max_profiles": 50})).await;
        turn(&app).await;
        assert!(is_reached(&mut script).await);
        assert_eq!(told(&app).await, ["limit-reached", "limit-left", "limit-reached", "limit-left", "limit-reached"]);
        turn(&app).await;
        assert_eq!(told(&app).await.len(), 5, "nothing is told of what stays");
    }

    async fn nobody_of_an_account_that_is_off_is_written_to(app: TestApp) {
        let mut script = Script::new(&app).await;
        tariff(&mut script, json!({"emails_per_month": 100})).await;
        add_user(&mut script, "anna", json!({"alert_limits": true})).await;
        script.ok("accounts/deactivate", json!({"id": "acme"})).await;
        used(&mut script, "1", "emails", 100).await;
        assert_eq!((told(&app).await, letters(&app).await), (vec!["limit-reached".to_owned()], vec![]));
    }

    async fn the_form_of_a_tariff_says_which_limits_stop(app: TestApp) {
        let mut script = Script::new(&app).await;
        let made = script.owner.submit("/tariffs/new", &[("name", "Hard"), ("title", "Hard"), ("hard_sms", ON), ("hard_users", OFF)]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let hard = script.ok("tariffs/get", json!({"id": "Hard"})).await["data"].clone();
        let basic = script.ok("tariffs/get", json!({"id": "Basic"})).await["data"].clone();
        let stops = |it: &Value| it.as_object().expect("an object").iter().filter(|(name, value)| name.starts_with("hard_") && **value == json!(true)).map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!((stops(&hard), stops(&basic)), (vec!["hard_sms".to_owned()], vec!["hard_users".to_owned()]));
        let file = script.owner.get("/tariffs/export?format=csv").await.body;
        assert!(file.lines().next().is_some_and(|heads| heads.contains("hard_users,hard_profiles")), "{file}");
    }
}
