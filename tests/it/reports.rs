//! Daily and weekly reports: once for each local date, whatever the clocks do.

mod leave;
mod times;

use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::dump::texts;
use crate::support::form::{OFF, ON};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use steward::mail::worker;

/// Somebody of Acme.
pub async fn add_user(script: &mut Script, name: &str, more: Value) {
    add_user_of(script, "acme", name, more).await;
}

async fn add_user_of(script: &mut Script, account: &str, name: &str, more: Value) {
    let mut ask =
        json!({"account_id": account, "name": name, "email": format!("{name}@example.com"), "send_welcome": false});
    ask.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    script.ok("accounts/users/add", ask).await;
}

/// Subject and address of the letters that went.
pub async fn letters(app: &TestApp) -> Vec<(String, String)> {
    while worker::step(&app.state).await.expect("the worker works") {}
    app.sent.letters().into_iter().map(|letter| (letter.subject, letter.to)).collect()
}

async fn run(app: &TestApp) {
    while steward::reports::step(&app.state).await.expect("the database answers") {}
}

/// Moves the clock on to that moment, and has done what is due.
async fn at(app: &TestApp, moment: &str) {
    let moment: DateTime<Utc> = moment.parse().expect("a time");
    app.clock.advance(moment - app.clock.now());
    run(app).await;
}

/// Date, outcome, `late` and reason of each of a kind, the oldest first.
async fn runs(app: &TestApp, kind: &str) -> Vec<String> {
    let late = "CASE WHEN late THEN ' late' ELSE '' END";
    let row = format!("local_date || ' ' || outcome || {late} || CASE WHEN reason = '' THEN '' ELSE ' ' || reason END");
    texts(app, &format!("SELECT {row} FROM report_runs WHERE kind = '{kind}' ORDER BY account_id, planned_at")).await
}

async fn planned(app: &TestApp) -> Vec<String> {
    texts(app, "SELECT kind || ' ' || coalesce(next_date, '?') FROM report_plans ORDER BY account_id, kind").await
}

fn event(id: &str, metric: &str, value: i64, at: &str) -> Value {
    let of = if matches!(metric, "profiles" | "storage_bytes") { "set" } else { "value" };
    json!({"id": id, "account": "acme", "metric": metric, of: value, "at": at})
}

both_databases! {
    async fn a_daily_report_goes_at_the_account_s_hour_with_what_the_day_before_was(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/save", json!({"id": "acme", "tz": "Europe/Moscow", "reports_hour": 9})).await;
        add_user(&mut script, "anna", json!({"alert_daily_report": true, "notify_email": "reports@example.com", "lang": "RU"})).await;
        add_user(&mut script, "boris", json!({"alert_daily_report": true, "master": true})).await;
        add_user(&mut script, "carl", json!({"alert_weekly_report": false})).await;
        run(&app).await;
        assert_eq!(planned(&app).await, ["daily 2026-03-03"]);
        let events = json!([
            // Of Sunday, of Monday, and of Tuesday there.
            event("1", "emails", 1000, "2026-03-01T12:00:00Z"), event("2", "emails", 700, "2026-03-01T21:00:00Z"), event("3", "emails", 500, "2026-03-02T12:00:00Z"),
            event("4", "profiles", 90, "2026-03-01T12:00:00Z"), event("5", "profiles", 95, "2026-03-02T03:00:00Z"), event("6", "profiles", 100, "2026-03-02T12:00:00Z"), event("7", "profiles", 97, "2026-03-02T11:00:00Z"),
            event("8", "sms", 3, "2026-03-02T12:00:00Z"),
        ]);
        script.ok("usage/report", json!({"events": events})).await;
        let day = |day: &str, sent: i64, complaints: i64| json!({"account": "acme", "day": day, "sent": sent, "complaints": complaints, "hard": 2, "soft": 0});
        script.ok("quality/report", json!({"days": [day("2026-03-01", 1000, 0), day("2026-03-02", 1200, 3)]})).await;
        let alerts = letters(&app).await.len();
        at(&app, "2026-03-03T05:59:59Z").await;
        assert_eq!(runs(&app, "daily").await, Vec::<String>::new());
        at(&app, "2026-03-03T06:00:00Z").await;
        run(&app).await;
        assert_eq!(runs(&app, "daily").await, ["2026-03-03 sent"]);
        assert_eq!(planned(&app).await, ["daily 2026-03-04"]);
        let sent: Vec<_> = letters(&app).await[alerts..].to_vec();
        assert_eq!(sent, [("acme: 2 марта 2026".to_owned(), "reports@example.com".to_owned()), ("acme: 2 Mar 2026".to_owned(), "boris@example.com".to_owned())]);
        let letter = app.sent.letters().into_iter().find(|it| it.to == "boris@example.com").expect("a letter");
        for said in [
            "What acme used on 2 Mar 2026 and how it arrived, compared with the day before.",
            "- Emails: 1,200; before: 1,000 (+20\u{a0}%)", "- Profiles: 100; before: 90 (+11\u{a0}%)", "- SMS: 3\n",
            "- Messages sent: 1,200; before: 1,000 (+20\u{a0}%)", "- Complaints: 3 (0.25\u{a0}%); before: 0", "- Hard bounces: 2 (0.166\u{a0}%); before: 2 (±0\u{a0}%)",
            "“Daily reports” is ticked in your profile",
        ] {
            assert!(letter.text.contains(said), "{said}: {}", letter.text);
        }
        assert!(letter.text.contains("/portal/usage\n") && !letter.text.contains("Pushes"), "{}", letter.text);
        let other = app.sent.letters().into_iter().find(|it| it.to == "reports@example.com").expect("a letter");
        assert!(other.text.contains("- Письма: 1 200; раньше: 1 000 (+20\u{a0}%)") || other.text.contains("Письма: 1"), "{}", other.text);
        assert!(!other.text.contains("/portal/usage") && other.text.contains("/portal\n"), "who may not see it is not led there: {}", other.text);
    }

    async fn a_weekly_report_goes_on_its_weekday_with_what_seven_days_were(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/save", json!({"id": "acme", "reports_day": 3, "reports_hour": 9})).await;
        add_user(&mut script, "anna", json!({"alert_weekly_report": true})).await;
        let day = |day: &str, sent: i64| json!({"account": "acme", "day": day, "sent": sent, "complaints": 0, "hard": 0, "soft": 0});
        script.ok("quality/report", json!({"days": [day("2026-02-18", 10), day("2026-02-24", 20), day("2026-02-25", 40), day("2026-03-02", 80)]})).await;
        run(&app).await;
        at(&app, "2026-03-04T09:00:00Z").await;
        assert_eq!((runs(&app, "weekly").await, runs(&app, "daily").await), (vec!["2026-03-04 sent".to_owned()], vec![]));
        assert_eq!(letters(&app).await, [("acme: 25 Feb 2026 – 3 Mar 2026".to_owned(), "anna@example.com".to_owned())]);
        let text = app.sent.letters()[0].text.clone();
        assert!(text.contains("Messages sent: 120; before: 30 (+300\u{a0}%)"), "{text}");
        assert_eq!(planned(&app).await, ["weekly 2026-03-11"]);
        at(&app, "2026-03-11T09:00:00Z").await;
        assert_eq!(letters(&app).await.len(), 2);
        let text = app.sent.letters()[1].text.clone();
        assert!(text.contains("Of acme nothing was reported from 4 Mar 2026 to 10 Mar 2026."), "no zero is shown of what nobody reported: {text}");
    }

    async fn after_a_downtime_the_newest_goes_late_and_the_older_say_why_not(app: TestApp) {
        let mut script = Script::new(&app).await;
        add_user(&mut script, "anna", json!({"alert_daily_report": true, "alert_weekly_report": true})).await;
        run(&app).await;
        assert_eq!(planned(&app).await, ["daily 2026-03-03", "weekly 2026-03-09"]);
        at(&app, "2026-03-17T08:30:00Z").await;
        let skipped = |day: i64| format!("2026-03-{day:02} skipped missed");
        let expected: Vec<String> = (3..16).map(skipped).chain(["2026-03-16 sent late".to_owned()]).collect();
        assert_eq!(runs(&app, "daily").await, expected);
        assert_eq!(runs(&app, "weekly").await, ["2026-03-09 skipped missed", "2026-03-16 sent late"]);
        let sent = letters(&app).await;
        assert_eq!(sent.len(), 2);
        assert!(app.sent.letters()[0].text.contains("This report is late: it was planned for 16 Mar 2026, 09:00 (UTC)."), "{}", app.sent.letters()[0].text);
        at(&app, "2026-03-17T09:10:00Z").await;
        assert_eq!(runs(&app, "daily").await[14..], ["2026-03-17 sent"], "a few minutes are in time");
        // Far longer than it is remembered.
        app.clock.advance(Duration::days(400));
        run(&app).await;
        assert!(runs(&app, "daily").await.len() < 120);
        assert_eq!(letters(&app).await.len(), 5);
    }

    async fn an_account_that_is_off_gets_none_and_a_frozen_one_does(app: TestApp) {
        let mut script = Script::new(&app).await;
        add_user(&mut script, "anna", json!({"alert_daily_report": true})).await;
        run(&app).await;
        script.ok("accounts/deactivate", json!({"id": "acme"})).await;
        at(&app, "2026-03-03T09:00:00Z").await;
        script.ok("accounts/activate", json!({"id": "acme"})).await;
        script.ok("accounts/freeze", json!({"id": "acme", "frozen_details": {"reason": "Unpaid"}})).await;
        at(&app, "2026-03-04T09:00:00Z").await;
        script.ok("accounts/delete", json!({"id": "acme"})).await;
        at(&app, "2026-03-05T09:00:00Z").await;
        script.ok("accounts/restore", json!({"id": "acme"})).await;
        at(&app, "2026-03-06T09:00:00Z").await;
        assert_eq!(runs(&app, "daily").await, ["2026-03-03 skipped account-inactive", "2026-03-04 sent", "2026-03-05 skipped account-deleted", "2026-03-06 sent"]);
        assert_eq!(letters(&app).await.len(), 2);
    }

    async fn another_hour_or_zone_is_planned_anew_and_no_date_comes_twice(app: TestApp) {
        let mut script = Script::new(&app).await;
        add_user(&mut script, "anna", json!({"alert_daily_report": true})).await;
        at(&app, "2026-03-03T09:00:00Z").await;
        script.ok("accounts/save", json!({"id": "acme", "reports_hour": 10})).await;
        at(&app, "2026-03-03T10:00:00Z").await;
        assert_eq!(runs(&app, "daily").await, ["2026-03-03 sent"], "that date has had its own");
        assert_eq!(planned(&app).await, ["daily 2026-03-04"]);
        at(&app, "2026-03-04T10:00:00Z").await;
        // There it is still the third, and then the fourth a second time.
        script.ok("accounts/save", json!({"id": "acme", "tz": "Pacific/Pago_Pago"})).await;
        run(&app).await;
        assert_eq!(planned(&app).await, ["daily 2026-03-05"]);
        at(&app, "2026-03-05T21:00:00Z").await;
        script.ok("accounts/save", json!({"id": "acme", "tz": "Pacific/Kiritimati"})).await;
        at(&app, "2026-03-06T20:00:00Z").await;
        let dates: Vec<String> = runs(&app, "daily").await.into_iter().map(|it| it.chars().take(10).collect()).collect();
        assert_eq!(dates, ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-07"], "the sixth had its hour there before it was asked");
        script.ok("accounts/save", json!({"id": "acme", "title": "Other"})).await;
        assert_eq!(planned(&app).await, ["daily 2026-03-08"], "what has nothing to do with it leaves it");
    }

    async fn a_report_that_was_due_before_another_weekday_was_chosen_goes_all_the_same(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/save", json!({"id": "acme", "tz": "UTC", "reports_day": 1, "reports_hour": 9})).await;
        add_user(&mut script, "anna", json!({"alert_weekly_report": true})).await;
        run(&app).await;
        assert_eq!(planned(&app).await, ["weekly 2026-03-09"]);
        // Nobody sends reports on that Monday.
        app.clock.advance(Duration::days(8));
        script.ok("accounts/save", json!({"id": "acme", "reports_day": 3})).await;
        run(&app).await;
        assert_eq!(runs(&app, "weekly").await, ["2026-03-09 sent late"]);
        at(&app, "2026-03-11T09:01:00Z").await;
        assert_eq!(runs(&app, "weekly").await, ["2026-03-09 sent late", "2026-03-11 sent"]);
    }

    async fn each_process_finds_the_times_of_planned_dates_again(app: TestApp) {
        let mut script = Script::new(&app).await;
        let other = app.beside(|_| {}).await;
        steward::reports::follow_zones(&other.state).await.expect("there are no plans yet");
        add_user(&mut script, "anna", json!({"alert_daily_report": true, "alert_weekly_report": true})).await;
        run(&app).await;
        let times = async || texts(&app, "SELECT CAST(next_at AS TEXT) FROM report_plans ORDER BY kind").await;
        let before = times().await;
        app.execute("UPDATE report_plans SET next_at = (SELECT max(expires_at) FROM sessions)").await;
        assert_ne!(times().await, before);
        let third = app.beside(|_| {}).await;
        steward::reports::follow_zones(&third.state).await.expect("the database answers");
        assert_eq!(times().await, before);
    }

    async fn who_asks_no_more_is_not_planned_for_and_who_asks_again_is(app: TestApp) {
        let mut script = Script::new(&app).await;
        run(&app).await;
        assert_eq!(planned(&app).await, Vec::<String>::new());
        add_user(&mut script, "anna", json!({"alert_daily_report": true})).await;
        add_user(&mut script, "boris", json!({"alert_daily_report": true, "active": false})).await;
        at(&app, "2026-03-03T09:00:00Z").await;
        script.ok("accounts/users/update", json!({"account_id": "acme", "name": "anna", "alert_daily_report": false})).await;
        at(&app, "2026-03-04T09:00:00Z").await;
        assert_eq!((planned(&app).await, runs(&app, "daily").await.len()), (vec![], 1));
        script.ok("accounts/users/update", json!({"account_id": "acme", "name": "boris", "active": true})).await;
        at(&app, "2026-03-05T09:00:00Z").await;
        assert_eq!(runs(&app, "daily").await, ["2026-03-03 sent", "2026-03-05 sent"]);
        assert_eq!(letters(&app).await.len(), 2);
    }

    async fn what_became_of_them_is_seen_by_administrators_and_by_masters(app: TestApp) {
        let mut owner = crate::portal::account_with_anna(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/1", &[("master", OFF)]).await.status, 303);
        let mut anna = crate::portal::signed_in(&app).await;
        assert_eq!(anna.get("/portal/usage").await.status, 403, "she looks after nothing");
        assert!(!anna.get("/portal").await.has_link("Usage"));
        let ticked = [("master", ON), ("alert_daily_report", ON)];
        assert_eq!(owner.submit("/accounts/1/users/1", &ticked).await.status, 303);
        run(&app).await;
        let none = owner.get("/accounts/1/usage").await;
        assert_eq!(none.texts("#reports tbody tr").len(), 1, "{}", none.text());
        app.clock.advance(Duration::hours(21));
        run(&app).await;
        crate::login_as::again(&mut owner, "/sign-in", "owner", crate::support::app::OWNER_PASSWORD).await;
        let rows = owner.get("/accounts/1/usage").await.texts("#reports tbody tr");
        assert!(rows[0].starts_with("Daily") && rows[0].contains("Planned"), "{rows:?}");
        assert!(rows[1].contains("Sent") && rows[1].contains("1 letter"), "{rows:?}");
        let mut anna = crate::portal::signed_in(&app).await;
        assert!(anna.get("/portal").await.has_link("Usage"));
        let page = anna.get("/portal/usage").await;
        assert_eq!((page.status, page.texts("#reports tbody tr").len(), page.texts("form textarea").len()), (200, 2, 0), "{}", page.text());
        assert!(!page.body.contains("/accounts/"), "nothing leads to the panel");
    }
}
