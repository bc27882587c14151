//! How well what accounts send arrives: days that the platform reports, and what is told of them.

use crate::api::{Script, make_token};
use crate::both_databases;
use crate::reports::{add_user, letters};
use crate::support::app::TestApp;
use crate::support::dump::texts;
use chrono::Duration;
use serde_json::{Value, json};

const PAGE: &str = "/settings/alerts";

/// Of Acme: sent, complaints, hard and soft bounces.
fn day(day: &str, [sent, complaints, hard, soft]: [i64; 4]) -> Value {
    json!({"account": "acme", "day": day, "sent": sent, "complaints": complaints, "hard": hard, "soft": soft})
}

async fn report(script: &mut Script, days: Value) -> Vec<String> {
    let told = script.ok("quality/report", json!({"days": days})).await["data"].clone();
    told.as_array().expect("outcomes").iter().map(|it| it["outcome"].as_str().expect("text").to_owned()).collect()
}

/// What was told, in the record: the kind and the day of each.
async fn told(app: &TestApp) -> Vec<String> {
    let rows = texts(app, "SELECT changes FROM audit WHERE action = 'quality-alert' ORDER BY id").await;
    let said = |row: &String| -> String {
        let changes: Vec<[String; 3]> = serde_json::from_str(row).expect("a list of changes");
        format!("{} {}", changes[0][2], changes[1][2])
    };
    rows.iter().map(said).collect()
}

async fn kept(app: &TestApp) -> Vec<String> {
    let row = "day || ' ' || CAST(sent AS TEXT) || ' ' || CAST(complaints AS TEXT) || ' ' || CAST(hard AS TEXT) || ' ' || CAST(soft AS TEXT)";
    texts(app, &format!("SELECT {row} FROM quality_days ORDER BY account_id, day")).await
}

both_databases! {
    async fn of_each_day_the_newest_report_stands(app: TestApp) {
        let mut script = Script::new(&app).await;
        let twice = json!([day("2026-03-01", [100, 1, 2, 3]), day("2026-03-02", [5, 0, 0, 0]), day("2026-03-01", [200, 4, 5, 6])]);
        assert_eq!(report(&mut script, twice.clone()).await, ["stored"; 3]);
        assert_eq!(report(&mut script, twice).await, ["stored"; 3]);
        assert_eq!(kept(&app).await, ["2026-03-01 200 4 5 6", "2026-03-02 5 0 0 0"]);
        let xml = "<days array='true'><account>1</account><day>2026-03-02</day><sent>7</sent><complaints>1</complaints><hard>0</hard><soft>0</soft></days>";
        let answer = script.xml("quality/report", xml).await;
        assert!(answer.status == 200 && answer.body.contains("<account>1</account><day>2026-03-02</day><outcome>stored</outcome>"), "{}", answer.body);
        assert_eq!(kept(&app).await[1], "2026-03-02 7 1 0 0");
        let page = script.owner.get("/accounts/1/usage").await;
        assert_eq!(page.texts("#quality tbody th"), ["2 Mar 2026", "1 Mar 2026"]);
        assert_eq!(page.texts("#quality tbody td")[..4], ["7", "1 (14.285 %)", "0 (0 %)", "0 (0 %)"], "{}", page.text());
        assert_eq!(page.texts("#quality tbody tr").len(), 2);
    }

    async fn what_is_wrong_with_one_day_leaves_the_others(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/save", json!({"name": "gone", "title": "Gone", "tz": "UTC", "tariff": "Basic", "reports_day": 1, "reports_hour": 9})).await;
        script.ok("accounts/delete", json!({"id": "gone"})).await;
        let of = |account: Value, day: &str| json!({"account": account, "day": day, "sent": 1, "complaints": 0, "hard": 0, "soft": 0});
        let large = 1_i64 << 53;
        let days = json!([
            of(json!("gone"), "2026-03-01"), of(json!("nobody"), "2026-03-01"), of(json!("?!"), "2026-03-01"), of(json!(null), "2026-03-01"),
            of(json!("acme"), "2026-03-03"), of(json!("acme"), "2026-01-25"), of(json!("acme"), "2026-02-30"), of(json!("acme"), "yesterday"),
            of(json!("acme"), "2026-3-1"), of(json!("acme"), ""),
            day("2026-03-01", [-1, 0, 0, 0]), day("2026-03-01", [0, 0, 0, large + 1]),
            day("2026-03-01", [large; 4]), of(json!(1), "2026-01-26"), of(json!("acme"), "2026-03-02"),
        ]);
        let told = script.ok("quality/report", json!({"days": days})).await["data"].clone();
        let outcomes: Vec<&str> = told.as_array().expect("outcomes").iter().filter_map(|it| it["outcome"].as_str()).collect();
        assert_eq!(outcomes[..12], ["refused"; 12], "{told}");
        assert_eq!(outcomes[12..], ["stored"; 3], "{told}");
        assert!(told.as_array().expect("outcomes")[..12].iter().all(|it| it["reason"].as_str().is_some_and(|it| it.len() > 5)), "{told}");
        assert_eq!(kept(&app).await.len(), 3);
    }

    async fn a_day_is_one_of_the_account_s_zone(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/save", json!({"id": "acme", "tz": "Pacific/Auckland"})).await;
        assert_eq!(report(&mut script, json!([day("2026-03-03", [1, 0, 0, 0]), day("2026-03-04", [1, 0, 0, 0])])).await, ["stored", "refused"]);
        script.ok("accounts/save", json!({"id": "acme", "tz": "America/New_York"})).await;
        assert_eq!(report(&mut script, json!([day("2026-03-03", [1, 0, 0, 0])])).await, ["refused"]);
    }

    async fn a_report_that_is_no_report_is_refused_whole(app: TestApp) {
        let mut script = Script::new(&app).await;
        for (ask, code) in [
            (json!({}), 422),
            (json!({"days": []}), 422),
            (json!({"days": vec![day("2026-03-01", [1, 0, 0, 0]); 1001]}), 422),
            (json!({"days": ["x"]}), 400),
            (json!({"days": [{"account": 1, "day": "2026-03-01", "sent": "much", "complaints": 0, "hard": 0, "soft": 0}]}), 400),
            (json!({"days": [{"account": 1, "day": "2026-03-01", "sent": null, "complaints": 0, "hard": 0, "soft": 0}]}), 400),
            (json!({"days": [{"account": 1, "day": "2026-03-01", "sent": 1, "complaints": 0, "hard": 0}]}), 422),
            (json!({"days": [{"account": 1, "day": "2026-03-01", "sent": 1, "complaints": 0, "hard": 0, "soft": 0, "more": 1}]}), 422),
        ] {
            assert_eq!(script.refused("quality/report", ask.clone()).await.0, code, "{ask}");
        }
        assert_eq!(kept(&app).await, Vec::<String>::new());
        assert_eq!(report(&mut script, json!(vec![day("2026-03-01", [1, 0, 0, 0]); 1000])).await, vec!["stored"; 1000]);
        script.secret = make_token(&mut script.owner, "Other", &["accounts:write"]).await;
        assert_eq!(script.refused("quality/report", json!({"days": [day("2026-03-01", [1, 0, 0, 0])]})).await.0, 403);
    }

    async fn too_much_is_told_once_in_twelve_hours_to_those_who_want_to_know(app: TestApp) {
        let mut script = Script::new(&app).await;
        add_user(&mut script, "anna", json!({"alert_complaints": true, "alert_soft_bounces": true, "notify_email": "alerts@example.com", "lang": "RU"})).await;
        add_user(&mut script, "boris", json!({"alert_hard_bounces": true})).await;
        add_user(&mut script, "carl", json!({"alert_limits": true})).await;
        add_user(&mut script, "dora", json!({"alert_complaints": true, "active": false})).await;
        report(&mut script, json!([day("2026-03-01", [10_000, 7, 100, 3000]), day("2026-03-02", [999, 999, 999, 999])])).await;
        assert_eq!((told(&app).await, letters(&app).await), (vec![], vec![]), "that much is borne, and that little says nothing");
        let over = || json!([day("2026-02-28", [10_000, 9, 0, 0]), day("2026-03-01", [10_000, 8, 101, 3000])]);
        report(&mut script, over()).await;
        assert_eq!(told(&app).await, ["complaints 2026-03-01", "hard 2026-03-01"], "of several days the newest");
        let first = [("acme: вернулось 0,08\u{a0}% (Жалобы)", "alerts@example.com"), ("acme: 1.01\u{a0}% came back (Hard bounces)", "boris@example.com")];
        assert_eq!(letters(&app).await, first.map(|(subject, to)| (subject.to_owned(), to.to_owned())));
        let letter = app.sent.letters().into_iter().find(|it| it.to == "boris@example.com").expect("a letter");
        for said in ["What: Hard bounces", "Day: 1 Mar 2026", "Sent: 10,000", "Came back: 101", "Share: 1.01\u{a0}%; told from 1\u{a0}% on", "“Hard bounces” is ticked"] {
            assert!(letter.text.contains(said), "{said}: {}", letter.text);
        }
        // More of it within twelve hours is not told, and another kind is.
        app.clock.advance(Duration::hours(11));
        report(&mut script, json!([day("2026-03-02", [10_000, 900, 0, 9000])])).await;
        assert_eq!(told(&app).await[2..], ["soft 2026-03-02"]);
        app.clock.advance(Duration::hours(1));
        report(&mut script, over()).await;
        report(&mut script, json!([day("2026-03-02", [10_000, 900, 0, 9000])])).await;
        assert_eq!(told(&app).await.len(), 3, "the same once more is no news");
        report(&mut script, json!([day("2026-03-02", [10_000, 901, 0, 9000])])).await;
        assert_eq!(told(&app).await[3..], ["complaints 2026-03-02"]);
        assert_eq!(letters(&app).await.len(), 4);
        // Of long ago nothing is told.
        app.clock.advance(Duration::days(9));
        report(&mut script, json!([day("2026-03-02", [10_000, 5000, 5000, 5000])])).await;
        assert_eq!(told(&app).await.len(), 4);
    }

    async fn nobody_of_an_account_that_is_off_is_written_to(app: TestApp) {
        let mut script = Script::new(&app).await;
        add_user(&mut script, "anna", json!({"alert_complaints": true})).await;
        script.ok("accounts/deactivate", json!({"id": "acme"})).await;
        report(&mut script, json!([day("2026-03-01", [10_000, 900, 0, 0])])).await;
        assert_eq!((told(&app).await.len(), letters(&app).await), (1, vec![]));
    }

    async fn the_same_batch_at_once_is_told_once(app: TestApp) {
        let mut script = Script::new(&app).await;
        add_user(&mut script, "anna", json!({"alert_complaints": true})).await;
        let body = json!({"days": [day("2026-03-01", [10_000, 900, 0, 0])]}).to_string();
        let bearer = format!("Bearer {}", script.secret);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let send = || {
            let (mut client, body) = (app.client(), body.clone());
            async move { client.post_raw(&format!("{}/quality/report", crate::api::ROOT), &headers, body).await.status }
        };
        assert_eq!(futures_util::future::join_all((0..6).map(|_| send())).await, [200; 6]);
        assert_eq!((told(&app).await.len(), letters(&app).await.len()), (1, 1));
    }

    async fn owners_say_from_which_share_on_it_is_told(app: TestApp) {
        let mut script = Script::new(&app).await;
        let page = script.owner.get(PAGE).await;
        let shown = ["complaints", "hard", "soft", "min_sent"].map(|field| page.value_of(field).expect("a field"));
        assert_eq!(shown, ["0.07", "1", "30", "1000"]);
        for (field, typed) in [("complaints", "0"), ("hard", "100.001"), ("soft", "much"), ("soft", ""), ("min_sent", "0"), ("min_sent", "1.5")] {
            let refused = script.owner.submit(PAGE, &[(field, typed)]).await;
            assert_eq!((refused.status, refused.value_of(field).as_deref()), (422, Some(typed)), "{field}");
            assert!(refused.field_error(field).is_some_and(|it| it.len() > 5), "{field}: {}", refused.text());
        }
        let other = script.owner.get(PAGE).await;
        let saved = script.owner.submit(PAGE, &[("complaints", "0,5"), ("min_sent", "10")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(script.record(1).await[0], json!(["update", "alerts", "", {"complaints": {"old": "0.07", "new": "0.5"}, "min_sent": {"old": "1000", "new": "10"}}]));
        let stale = script.owner.submit_shown(&other, PAGE, &[("hard", "2")], &[]).await;
        assert_eq!(stale.status, 409, "{}", stale.text());
        assert_eq!(script.owner.get(PAGE).await.value_of("hard").as_deref(), Some("1"), "nothing is lost");
        report(&mut script, json!([day("2026-03-01", [1000, 5, 0, 0]), day("2026-03-02", [10, 0, 1, 0])])).await;
        assert_eq!(told(&app).await, ["hard 2026-03-02"]);
    }

    async fn days_of_long_ago_are_forgotten(app: TestApp) {
        let mut script = Script::new(&app).await;
        report(&mut script, json!([day("2026-03-01", [1, 0, 0, 0])])).await;
        app.clock.advance(Duration::days(90));
        steward::housekeeping::step(&app.state).await.expect("the database answers");
        assert_eq!(kept(&app).await.len(), 1);
        app.clock.advance(Duration::days(20));
        steward::housekeeping::step(&app.state).await.expect("the database answers");
        assert_eq!(kept(&app).await, Vec::<String>::new());
    }
}
