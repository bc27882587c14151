//! What administrators see of usage, and what they put right.

use super::{report, windows};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use serde_json::{Value, json};

const PAGE: &str = "/accounts/1/usage";

/// Acme near its limit of emails, Busy beyond that of requests, Calm without any.
async fn three(app: &TestApp) -> Script {
    let mut script = Script::new(app).await;
    let limits = json!({"id": "Basic", "emails_per_month": 20_000, "api_requests_per_day": 100, "max_users": 5});
    script.ok("tariffs/save", limits).await;
    script.ok("tariffs/save", json!({"name": "Open", "title": "Open"})).await;
    for (name, tariff) in [("busy", "Basic"), ("calm", "Open"), ("silent", "Basic")] {
        let ask = json!({"name": name, "title": name.to_uppercase(), "tz": "UTC", "tariff": tariff, "reports_day": 1, "reports_hour": 9});
        script.ok("accounts/save", ask).await;
    }
    let event = |id: &str, account: &str, metric: &str, value: i64| json!({"id": id, "account": account, "metric": metric, "value": value});
    let events = json!([
        event("1", "acme", "emails", 18_204),
        event("2", "busy", "api_requests", 140),
        event("3", "busy", "emails", 3),
        event("4", "calm", "sms", 9)
    ]);
    assert_eq!(report(&mut script, events).await, ["counted"; 4]);
    script
}

async fn titles(script: &mut Script, list: &str) -> Vec<String> {
    script.owner.get(list).await.texts("tbody td.title b")
}

both_databases! {
    async fn accounts_stand_by_their_nearest_limit(app: TestApp) {
        let mut script = three(&app).await;
        assert_eq!(titles(&mut script, "/usage").await, ["BUSY", "acme", "CALM"]);
        let rows = script.owner.get("/usage").await.rows();
        assert_eq!(rows[0][1..7], ["Limit reached", "140 % API requests", "Basic", "0 of 5", "", "3 of 20,000"]);
        assert_eq!(rows[1][1..3], ["Near a limit", "91 % Emails"]);
        assert_eq!(rows[2][1..3], ["Within", ""]);
        for (filter, found) in [
            ("level=reached", &["BUSY"][..]), ("level=near", &["acme"]), ("metric=emails", &["acme"]), ("tariff=2", &["CALM"]),
            ("q=acm", &["acme"]), ("q=nobody", &[]), ("sort=title", &["acme", "BUSY", "CALM"]), ("sort=-reported", &["CALM", "BUSY", "acme"]),
            ("level=wrong&metric=wrong&tariff=wrong", &["BUSY", "acme", "CALM"]),
        ] {
            assert_eq!(titles(&mut script, &format!("/usage?{filter}")).await, found, "{filter}");
        }
        let file = script.owner.get("/usage/export?format=csv&level=near").await.body;
        let lines: Vec<&str> = file.trim_start_matches('\u{feff}').lines().collect();
        assert!(lines[0].starts_with("id,title,name,level,worst_percent,worst_metric,tariff,users,max_users,profiles"), "{file}");
        assert!(lines.len() == 2 && lines[1].starts_with("1,acme,acme,near,91,emails,Basic,0,5,,,18204,20000,"), "{file}");
        let needs = script.owner.get("/").await.texts(".needs a");
        assert_eq!(needs[..2], ["1 account has reached a limit of its tariff", "1 account is near a limit of its tariff"]);
    }

    async fn an_account_shows_each_metric_with_its_limit_and_windows(app: TestApp) {
        let mut script = three(&app).await;
        app.clock.advance(chrono::Duration::days(10));
        crate::login_as::again(&mut script.owner, "/sign-in", "owner", OWNER_PASSWORD).await;
        let page = script.owner.get(PAGE).await;
        let emails = page.texts("#usage-emails p, #usage-emails tbody td");
        assert_eq!(emails[0], "Near a limit 18,204 of 20,000 (91 %)");
        assert_eq!(emails[1], "The limit is only told. If it goes on so, 49,071 by 1 Apr 2026, 00:00.");
        assert_eq!(emails[2..4], ["1 Mar 2026, 00:00 – 1 Apr 2026, 00:00", "18,204"]);
        assert_eq!(page.texts("#usage-emails svg title"), ["Emails: 18,204 of 20,000 (91 %)"]);
        assert!(page.text().contains("Nothing reported: Profiles, Databases, Storage, SMS, Pushes, API requests."), "{}", page.text());
        assert_eq!(page.texts("#usage-users b"), ["0 of 5 (0 %)"]);
        assert_eq!(script.owner.get("/accounts/9/usage").await.status, 404);
    }

    async fn a_correction_has_a_reason_and_is_on_the_record(app: TestApp) {
        let mut script = three(&app).await;
        script.owner.get(PAGE).await;
        for (fields, at) in [
            (vec![("window", ""), ("amount", "-1"), ("reason", "x")], "window"),
            (vec![("window", "999"), ("amount", "-1"), ("reason", "x")], "window"),
            (vec![("window", "1"), ("amount", "-18205"), ("reason", "x")], "amount"),
            (vec![("window", "1"), ("amount", "0"), ("reason", "x")], "amount"),
            (vec![("window", "1"), ("amount", "some"), ("reason", "x")], "amount"),
            (vec![("window", "1"), ("amount", "-1"), ("reason", " ")], "reason"),
        ] {
            let refused = script.owner.post("/accounts/1/usage/correct", &fields).await;
            assert_eq!(refused.status, 422, "{fields:?}");
            let links = refused.texts(".summary a");
            assert_eq!(links.len(), 1, "{links:?} {at}");
            assert!(refused.body.contains(&format!("href=\"#{at}\"")), "{fields:?}");
        }
        let of_emails = windows(&mut script, "acme").await;
        let window = script.ok("usage/list", json!({"account_id": "acme"})).await["data"][0]["id"].to_string();
        let fields = [("window", window.as_str()), ("amount", "-8204"), ("reason", "A test was counted")];
        let done = script.owner.post("/accounts/1/usage/correct", &fields).await;
        assert_eq!((done.status, done.location()), (303, PAGE), "{}", done.text());
        assert_eq!((of_emails[0].2, windows(&mut script, "acme").await[0].2), (18_204, 10_000));
        assert_eq!(titles(&mut script, "/usage?level=near").await, Vec::<String>::new());
        let record: Vec<Value> = script.record(1).await;
        assert_eq!(record[0][0], "correct");
        let said = record[0][3].to_string();
        assert!(said.contains("18204") && said.contains("10000") && said.contains("A test was counted"), "{said}");
        let shown = script.owner.get("/accounts/1/history").await.text();
        assert!(shown.contains("Corrected") && shown.contains("Metric"), "{shown}");
    }

    async fn nothing_was_reported_of_anybody(app: TestApp) {
        let mut script = Script::new(&app).await;
        assert!(script.owner.get("/usage").await.text().contains("Nothing reported"));
        let page = script.owner.get(PAGE).await;
        assert!(page.text().contains("Nothing reported: Profiles") && page.texts("svg.usage").is_empty(), "{}", page.text());
        assert_eq!(page.texts("form textarea"), Vec::<String>::new(), "there is nothing to correct");
    }
}
