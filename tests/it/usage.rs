//! Usage: what the platform reports is counted once, in the account's own windows, and held to its tariff.

mod limits;
mod model;
mod over;
mod pages;

use crate::api::{ROOT, Script, make_token};
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::{Value, json};

/// What became of each event of a report, in their order.
async fn report(script: &mut Script, events: Value) -> Vec<String> {
    let told = script.ok("usage/report", json!({"events": events})).await;
    let outcome = |it: &Value| it["outcome"].as_str().expect("text").to_owned();
    told["data"].as_array().expect("outcomes").iter().map(outcome).collect()
}

/// So much of a metric by Acme, as an event that comes once.
async fn used(script: &mut Script, id: &str, metric: &str, value: i64) {
    assert_eq!(
        report(script, json!([{"id": id, "account": "acme", "metric": metric, "value": value}])).await,
        ["counted"]
    );
}

/// Metric, beginning and number of each window of an account.
async fn windows(script: &mut Script, account: &str) -> Vec<(String, String, i64)> {
    let rows = script.ok("usage/list", json!({"account_id": account})).await["data"].clone();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let window =
        |row: &Value| (text(&row["metric"]), text(&row["window_start"]), row["used"].as_i64().expect("a number"));
    rows.as_array().expect("rows").iter().map(window).collect()
}

async fn turn(app: &TestApp) {
    while steward::usage::turn::step(&app.state).await.expect("the database answers") {}
}

async fn check(script: &mut Script, metric: &str, value: i64) -> (u16, Value) {
    let answer = script.json("usage/check", json!({"account": "acme", "metric": metric, "value": value})).await;
    (answer.status, answer.json()["data"].clone())
}

both_databases! {
    async fn an_event_is_counted_once_however_often_it_comes(app: TestApp) {
        let mut script = Script::new(&app).await;
        let event = |id: &str, value: i64| json!({"id": id, "account": "acme", "metric": "emails", "value": value, "at": "2026-03-02T11:00:00Z"});
        assert_eq!(report(&mut script, json!([event("a", 5), event("b", 7), event("a", 5)])).await, ["counted", "counted", "duplicate"]);
        assert_eq!(report(&mut script, json!([event("b", 7), event("c", 1)])).await, ["duplicate", "counted"]);
        let month = || ("emails".to_owned(), "2026-03-01T00:00:00Z".to_owned(), 13);
        assert_eq!(windows(&mut script, "acme").await, [month()]);
        // After 34 days it is old, and still known; then it is too old to come.
        app.clock.advance(chrono::Duration::days(34));
        steward::housekeeping::step(&app.state).await.expect("the database answers");
        assert_eq!(report(&mut script, json!([event("a", 5)])).await, ["duplicate"]);
        app.clock.advance(chrono::Duration::days(7));
        steward::housekeeping::step(&app.state).await.expect("the database answers");
        assert_eq!(report(&mut script, json!([event("a", 5)])).await, ["refused"]);
        assert_eq!(windows(&mut script, "acme").await, [month()]);
        assert_eq!(crate::support::dump::texts(&app, "SELECT event_id FROM usage_events").await, Vec::<String>::new(), "they are forgotten");
    }

    async fn what_is_wrong_with_one_event_leaves_the_others(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/save", json!({"name": "gone", "title": "Gone", "tz": "UTC", "tariff": "Basic", "reports_day": 1, "reports_hour": 9})).await;
        script.ok("accounts/delete", json!({"id": "gone"})).await;
        let large = 1_i64 << 53;
        let events = json!([
            {"id": "1", "account": 1, "metric": "emails", "value": 1},
            {"id": "2", "account": "gone", "metric": "emails", "value": 1},
            {"id": "3", "account": "nobody", "metric": "emails", "value": 1},
            {"id": "4", "account": "?!", "metric": "emails", "value": 1},
            {"id": "5", "account": "acme", "metric": "faxes", "value": 1},
            {"id": "6", "account": "acme", "metric": "users", "value": 1},
            {"id": "7", "account": "acme", "metric": "emails", "value": -1},
            {"id": "8", "account": "acme", "metric": "emails", "value": large + 1},
            {"id": "9", "account": "acme", "metric": "emails"},
            {"id": "10", "account": "acme", "metric": "emails", "set": 1},
            {"id": "11", "account": "acme", "metric": "profiles", "value": 1},
            {"id": "12", "account": "acme", "metric": "profiles", "value": 1, "set": 1},
            {"id": "13", "account": "acme", "metric": "emails", "value": 1, "at": "2026-03-02T12:05:01Z"},
            {"id": "14", "account": "acme", "metric": "emails", "value": 1, "at": "2026-01-26T11:59:59Z"},
            {"id": "15", "account": "acme", "metric": "emails", "value": 1, "at": "yesterday"},
            {"id": "", "account": "acme", "metric": "emails", "value": 1},
            {"id": "x".repeat(129), "account": "acme", "metric": "emails", "value": 1},
            {"id": "16", "account": "acme", "metric": "sms", "value": large},
            {"id": "17", "account": "acme", "metric": "sms", "value": 1},
            {"id": "18", "account": "acme", "metric": "emails", "value": 1, "at": "2026-03-02T12:05:00Z"},
            {"id": "19", "account": "acme", "metric": "pushes", "value": 0, "at": "2026-01-26T12:00:00Z"},
        ]);
        let told = script.ok("usage/report", json!({"events": events})).await["data"].clone();
        let counted: Vec<&str> = told.as_array().expect("outcomes").iter().filter(|it| it["outcome"] == "counted").filter_map(|it| it["id"].as_str()).collect();
        assert_eq!(counted, ["1", "16", "18", "19"], "{told}");
        let silent = |it: &Value| it["outcome"] == "refused" && it["reason"].as_str().is_none_or(str::is_empty);
        assert!(!told.as_array().expect("outcomes").iter().any(silent), "{told}");
        let numbers: Vec<i64> = windows(&mut script, "acme").await.into_iter().map(|(_, _, used)| used).collect();
        assert_eq!(numbers, [2, large, 0]);
    }

    async fn a_report_that_is_no_report_is_refused_whole(app: TestApp) {
        let mut script = Script::new(&app).await;
        let event = |id: usize| json!({"id": id.to_string(), "account": 1, "metric": "emails", "value": 1});
        for (ask, code) in [
            (json!({}), 422),
            (json!({"events": []}), 422),
            (json!({"events": (0..1001).map(event).collect::<Vec<_>>()}), 422),
            (json!({"events": ["x"]}), 400),
            (json!({"events": [{"id": "1", "account": 1, "metric": "emails", "value": "much"}]}), 400),
            (json!({"events": [{"id": "1", "account": 1, "metric": "emails", "value": 1.5}]}), 400),
            (json!({"events": [{"account": 1, "metric": "emails", "value": 1}]}), 422),
            (json!({"events": [{"id": "1", "account": 1, "metric": "emails", "values": 1}]}), 422),
        ] {
            assert_eq!(script.refused("usage/report", ask.clone()).await.0, code, "{ask}");
        }
        for (ask, code) in [
            (json!({"account": "acme", "metric": "faxes"}), 422),
            (json!({"account": "acme", "metric": "emails", "value": -1}), 422),
            (json!({"account": "nobody", "metric": "emails"}), 404),
            (json!({"metric": "emails"}), 422),
        ] {
            assert_eq!(script.refused("usage/check", ask.clone()).await.0, code, "{ask}");
        }
        assert_eq!(script.refused("usage/list", json!({"metric": "faxes"})).await.0, 422);
        assert_eq!(windows(&mut script, "acme").await, []);
        assert_eq!(report(&mut script, (0..1000).map(event).collect()).await, vec!["counted"; 1000]);
        assert_eq!(windows(&mut script, "acme").await, [("emails".to_owned(), "2026-03-01T00:00:00Z".to_owned(), 1000)]);
        script.secret = make_token(&mut script.owner, "Other", &["accounts:write"]).await;
        assert_eq!(script.refused("usage/report", json!({"events": [event(1)]})).await.0, 403);
    }

    async fn of_a_gauge_the_newest_value_stands(app: TestApp) {
        let mut script = Script::new(&app).await;
        let gauge = |id: &str, at: &str, set: i64| json!({"id": id, "account": "acme", "metric": "profiles", "set": set, "at": format!("2026-03-02T{at}:00Z")});
        assert_eq!(report(&mut script, json!([gauge("a", "10:00", 500), gauge("b", "11:00", 300), gauge("c", "10:30", 900)])).await, ["counted", "counted", "refused"]);
        assert_eq!(report(&mut script, json!([gauge("d", "10:59", 1)])).await, ["refused"]);
        assert_eq!(report(&mut script, json!([gauge("d", "10:59", 1)])).await, ["refused"], "what was refused is no duplicate");
        assert_eq!(report(&mut script, json!([gauge("d", "11:00", 300)])).await, ["counted"], "and counts once it can");
        assert_eq!(report(&mut script, json!([gauge("e", "11:00", 301)])).await, ["counted"]);
        assert_eq!(windows(&mut script, "acme").await, [("profiles".to_owned(), "2026-03-01T00:00:00Z".to_owned(), 301)]);
        // It goes on being so much in the next month.
        app.clock.advance(chrono::Duration::days(40));
        turn(&app).await;
        assert_eq!(check(&mut script, "profiles", 1).await.1["used"], 301);
    }

    async fn an_event_counts_in_the_day_and_month_of_its_account(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/save", json!({"id": "acme", "tz": "Pacific/Auckland"})).await;
        let event = |id: &str, metric: &str, at: &str| json!({"id": id, "account": "acme", "metric": metric, "value": 1, "at": at});
        let events = json!([
            event("1", "emails", "2026-02-28T10:59:59Z"),
            event("2", "emails", "2026-02-28T11:00:00Z"),
            event("3", "api_requests", "2026-03-02T10:59:59Z"),
            event("4", "api_requests", "2026-03-02T11:00:00Z"),
        ]);
        report(&mut script, events).await;
        let begun: Vec<String> = windows(&mut script, "acme").await.into_iter().map(|(_, begun, _)| begun).collect();
        assert_eq!(begun, ["2026-01-31T11:00:00Z", "2026-02-28T11:00:00Z", "2026-03-01T11:00:00Z", "2026-03-02T11:00:00Z"]);
        // It moves: what runs ends when it was to end, and then begins the rest of the month there.
        script.ok("accounts/save", json!({"id": "acme", "tz": "America/New_York"})).await;
        app.clock.advance(chrono::Duration::days(20));
        report(&mut script, json!([event("5", "emails", "2026-03-20T10:00:00Z")])).await;
        app.clock.advance(chrono::Duration::days(10));
        report(&mut script, json!([event("6", "emails", "2026-03-31T11:00:00Z")])).await;
        let rows = script.ok("usage/list", json!({"account_id": "acme", "metric": "emails"})).await["data"].clone();
        let spans: Vec<_> = rows.as_array().expect("rows").iter().map(|it| json!([it["window_start"], it["window_end"], it["used"]])).collect();
        assert_eq!(spans[1..], [
            json!(["2026-02-28T11:00:00Z", "2026-03-31T11:00:00Z", 2]),
            json!(["2026-03-31T11:00:00Z", "2026-05-01T04:00:00Z", 1]),
        ]);
    }

    async fn the_same_batch_at_once_counts_once(app: TestApp) {
        let mut script = Script::new(&app).await;
        let events: Vec<_> = (0..200).map(|id| json!({"id": id.to_string(), "account": 1, "metric": "sms", "value": 1})).collect();
        let body = json!({"events": events}).to_string();
        let bearer = format!("Bearer {}", script.secret);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let send = || {
            let (mut client, body) = (app.client(), body.clone());
            async move { client.post_raw(&format!("{ROOT}/usage/report"), &headers, body).await.status }
        };
        let statuses = futures_util::future::join_all((0..6).map(|_| send())).await;
        assert_eq!(statuses, [200; 6]);
        assert_eq!(windows(&mut script, "acme").await.len(), 1);
        assert_eq!(check(&mut script, "sms", 0).await.1["used"], 200);
    }

    async fn reports_are_read_in_xml_as_well(app: TestApp) {
        let mut script = Script::new(&app).await;
        let event = "<events array='true'><id>1</id><account>acme</account><metric>emails</metric><value>7</value></events>";
        let told = script.xml("usage/report", event).await;
        assert_eq!(told.status, 200, "{}", told.body);
        assert!(told.body.contains("<outcome>counted</outcome>"), "{}", told.body);
        let checked = script.xml("usage/check", "<account>acme</account><metric>emails</metric>").await;
        assert!(checked.body.contains("<allowed>true</allowed><used>7</used>"), "{}", checked.body);
        let listed = script.xml("usage/list", "<account_id>acme</account_id>").await;
        assert!(listed.body.contains("<metric>emails</metric>"), "{}", listed.body);
    }

    async fn the_databases_that_are_reported_are_counted_here(app: TestApp) {
        let mut script = Script::new(&app).await;
        let databases = json!([{"name": "Clients", "profiles": 1}, {"name": "Orders", "profiles": 1}]);
        script.ok("databases/report", json!({"account_id": "acme", "databases": databases})).await;
        assert_eq!(check(&mut script, "databases", 1).await.1["used"], 2);
        script.ok("databases/report", json!({"account_id": "acme", "databases": [{"name": "Orders", "gone": true}]})).await;
        assert_eq!(check(&mut script, "databases", 1).await.1["used"], 1);
        assert_eq!(windows(&mut script, "acme").await, [("databases".to_owned(), "2026-03-01T00:00:00Z".to_owned(), 1)]);
    }
}
