//! What waits at the platform, and what it is told to do with it.

use super::{custom, made};
use crate::api::{ROOT, Script, make_token};
use crate::both_databases;
use crate::resource::make_account;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use chrono::Duration;
use serde_json::{Value, json};

async fn orders(script: &mut Script) -> Vec<(i64, String)> {
    let found = script.ok("senders/orders", json!({})).await;
    let rows = found["data"].as_array().expect("rows").clone();
    rows.iter()
        .map(|row| (row["id"].as_i64().expect("an id"), row["act"].as_str().expect("an act").to_owned()))
        .collect()
}

async fn sender(script: &mut Script) -> Value {
    script.ok("senders/get", json!({"id": 1})).await["data"].clone()
}

both_databases! {
    async fn nothing_reported_is_said_and_shown_as_no_number(app: TestApp) {
        let mut script = Script::new(&app).await;
        custom(&mut script, "Own").await;
        for path in ["/senders/1", "/senders/1/queue"] {
            let page = script.owner.get(path).await;
            assert!(page.has_text("The platform has reported nothing yet"), "{path}: {}", page.text());
        }
        let purge = script.owner.get("/senders/1/purge").await;
        assert!(purge.has_text("how much that is has not been reported") && !purge.has_text("0 messages"), "{}", purge.text());
        let stats = script.ok("senders/queue/stats", json!({"id": "Own"})).await;
        assert_eq!((&stats["data"], &stats["queued"], &stats["reported_at"]), (&json!([]), &json!(null), &json!(null)));
        let total = script.ok("senders/queue/stats", json!({"id": "Own", "group": "total"})).await;
        assert_eq!(total["data"], json!([]));
    }

    async fn a_report_is_shown_by_account_and_turns_silent_after_a_quarter_of_an_hour(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_account(&mut script.owner, "beta").await;
        custom(&mut script, "Own").await;
        let queue = json!([
            {"account_id": 1, "campaign_id": "spring", "isp": "a.example", "count": 5},
            {"account_id": 1, "campaign_id": "summer", "isp": "b.example", "count": 7},
            {"account_id": 2, "campaign_id": "spring", "isp": "a.example", "count": 1000},
        ]);
        let taken = script.ok("senders/report", json!({"id": "Own", "state": "active", "queue": queue})).await;
        assert_eq!(taken["data"]["outcome"], "taken");
        let stats = async |script: &mut Script, group: &str| {
            let found = script.ok("senders/queue/stats", json!({"id": 1, "group": group})).await;
            assert_eq!(found["queued"], 1012);
            let rows = found["data"].as_array().expect("rows").clone();
            rows.iter().map(|row| json!([row["account"], row["campaign_id"], row["isp"], row["queued"]])).collect::<Vec<_>>()
        };
        assert_eq!(stats(&mut script, "account").await, [json!(["beta", null, null, 1000]), json!(["acme", null, null, 12])]);
        assert_eq!(stats(&mut script, "account_campaign").await, [json!(["beta", "spring", null, 1000]), json!(["acme", "summer", null, 7]), json!(["acme", "spring", null, 5])]);
        assert_eq!(stats(&mut script, "isp").await, [json!([null, null, "a.example", 1005]), json!([null, null, "b.example", 7])]);
        assert_eq!(stats(&mut script, "total").await, [json!([null, null, null, 1012])]);
        assert_eq!(script.refused("senders/queue/stats", json!({"id": 1, "group": "x"})).await.0, 422);
        let page = script.owner.get("/senders/1/queue").await;
        assert!(page.has_text("1,000") && page.has_text("1,012 messages") && page.has_text("just now"), "{}", page.text());
        app.clock.advance(Duration::minutes(15));
        assert!(!script.owner.get("/senders").await.has_text("15 min agoSilent") && !script.owner.get("/senders/1").await.has_text("Silent"));
        app.clock.advance(Duration::minutes(1));
        let list = script.owner.get("/senders").await;
        assert!(list.rows()[0][4].contains("Silent") && list.rows()[0][5].contains("16 min ago"), "{:?}", list.rows());
        // An empty queue is a zero that was reported.
        script.ok("senders/report", json!({"id": "Own", "state": "active", "queue": []})).await;
        assert!(script.owner.get("/senders/1/queue").await.has_text("Nothing waits."));
    }

    async fn a_report_that_is_late_wrong_or_sent_twice_does_no_harm(app: TestApp) {
        let mut script = Script::new(&app).await;
        custom(&mut script, "Own").await;
        let now = app.clock.now();
        let at = |minutes: i64| (now + Duration::minutes(minutes)).to_rfc3339();
        let report = |at: String, count: i64| json!({"id": "Own", "state": "active", "at": at, "queue": [{"account_id": 1, "count": count}]});
        assert_eq!(script.ok("senders/report", report(at(-2), 5)).await["data"]["outcome"], "taken");
        let records = script.record(1).await;
        for (minutes, count) in [(-2, 5), (-2, 6), (-3, 7), (-60, 8)] {
            assert_eq!(script.ok("senders/report", report(at(minutes), count)).await["data"]["outcome"], "late");
        }
        assert_eq!(sender(&mut script).await["queued"], 5);
        assert_eq!(script.ok("senders/report", report(at(-1), 9)).await["data"]["outcome"], "taken");
        assert_eq!((sender(&mut script).await["queued"].clone(), script.record(1).await), (json!(9), records), "what is as before is not on the record again");
        for (wrong, status) in [
            (json!({"id": "Nobody", "state": "active"}), 404),
            (json!({"id": "Own", "state": "asleep"}), 422),
            (json!({"id": "Own", "state": "active", "at": at(6)}), 422),
            (json!({"id": "Own", "state": "active", "at": "yesterday"}), 422),
            (json!({"id": "Own", "state": "active", "queue": [{"account_id": 99, "count": 1}]}), 422),
            (json!({"id": "Own", "state": "active", "queue": [{"account_id": 1, "count": -1}]}), 422),
            (json!({"id": "Own", "state": "active", "queue": [{"account_id": 1}]}), 422),
            (json!({"id": "Own"}), 422),
        ] {
            assert_eq!(script.refused("senders/report", wrong.clone()).await.0, status, "{wrong}");
        }
        assert_eq!(sender(&mut script).await["queued"], 9);
    }

    async fn the_platform_fetches_orders_and_settles_them(app: TestApp) {
        let mut script = Script::new(&app).await;
        custom(&mut script, "Own").await;
        script.ok("senders/report", json!({"id": 1, "state": "active", "queue": [{"account_id": 1, "count": 12}]})).await;
        let asked = script.owner.get("/senders/1/hold").await;
        assert!(asked.has_text("Nothing leaves through it until it is released"), "{}", asked.text());
        let held = script.owner.submit("/senders/1/hold", &[]).await;
        assert_eq!((held.status, held.location()), (303, "/senders/1/queue"), "{}", held.text());
        assert!(script.owner.get("/senders").await.rows()[0][4].contains("To be held"));
        assert_eq!(script.refused("senders/queue/hold", json!({"id": 1})).await.0, 409, "not twice");
        assert!(script.owner.get("/senders/1/hold").await.has_text("is waiting for the platform already"));
        assert_eq!(orders(&mut script).await, [(1, "hold".to_owned())]);
        script.ok("senders/orders/settle", json!({"id": 1, "outcome": "done"})).await;
        script.ok("senders/orders/settle", json!({"id": 1, "outcome": "done"})).await;
        assert_eq!(script.refused("senders/orders/settle", json!({"id": 1, "outcome": "failed"})).await.0, 409);
        assert_eq!(script.refused("senders/orders/settle", json!({"id": 9, "outcome": "done"})).await.0, 404);
        assert_eq!(script.refused("senders/orders/settle", json!({"id": 1, "outcome": "withdrawn"})).await.0, 422);
        assert_eq!(sender(&mut script).await["state"], "held");
        assert_eq!(script.refused("senders/queue/hold", json!({"id": 1})).await.0, 409, "it is held");
        script.ok("senders/queue/release", json!({"id": 1})).await;
        assert_eq!(sender(&mut script).await["waiting_order"], "release");
        script.ok("senders/orders/settle", json!({"id": 2, "outcome": "failed", "text": "The MTA is restarting"})).await;
        assert_eq!(sender(&mut script).await["state"], "held", "what failed changes nothing");
        assert!(script.owner.get("/senders/1/queue").await.has_text("The MTA is restarting"));
        script.ok("senders/queue/release", json!({"id": 1})).await;
        script.ok("senders/orders/settle", json!({"id": 3, "outcome": "done"})).await;
        assert_eq!((sender(&mut script).await["state"].clone(), orders(&mut script).await), (json!("active"), vec![]));
        let acts: Vec<Value> = script.record(6).await.iter().map(|it| it[0].clone()).collect();
        assert_eq!(acts, ["hold", "order", "release", "order", "release", "order"]);
    }

    async fn an_opposite_order_withdraws_the_one_that_waits(app: TestApp) {
        let mut script = Script::new(&app).await;
        custom(&mut script, "Own").await;
        assert_eq!(script.refused("senders/queue/release", json!({"id": 1})).await.0, 409, "it is not held");
        script.ok("senders/queue/hold", json!({"id": 1})).await;
        script.ok("senders/queue/release", json!({"id": 1})).await;
        assert_eq!(orders(&mut script).await, [(2, "release".to_owned())]);
        assert_eq!(script.refused("senders/orders/settle", json!({"id": 1, "outcome": "done"})).await.0, 409);
        assert!(script.owner.get("/senders/1/queue").await.has_text("withdrawn: another order took its place"));
    }

    async fn a_purge_says_whose_and_how_much_and_asks_for_a_fresh_proof(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_account(&mut script.owner, "beta").await;
        custom(&mut script, "Own").await;
        let queue = json!([{"account_id": 1, "count": 12}, {"account_id": 2, "count": 30}]);
        script.ok("senders/report", json!({"id": 1, "state": "active", "queue": queue})).await;
        let page = script.owner.get("/senders/1/purge").await;
        assert!(page.has_text("Of all accounts: 42 messages") && page.rows().iter().any(|row| row[1] == "30"), "{}", page.text());
        for (fields, field) in [(&[][..], "scope"), (&[("scope", "account")], "account"), (&[("scope", "account"), ("account", "nobody")], "account")] {
            let refused = script.owner.submit("/senders/1/purge", fields).await;
            assert!(refused.status == 422 && refused.field_error(field).is_some(), "{fields:?}: {}", refused.text());
        }
        assert_eq!(orders(&mut script).await, []);
        let asked = script.owner.submit("/senders/1/purge", &[("scope", "account"), ("account", "acme")]).await;
        assert_eq!((asked.status, asked.location()), (303, "/senders/1/queue"), "{}", asked.text());
        assert_eq!(script.record(1).await[0], json!(["purge-queue", "sender", "Own", {"scope": {"old": "", "new": "acme"}, "queued": {"old": "12", "new": ""}}]));
        assert_eq!(script.refused("senders/queue/purge", json!({"id": 1, "account_id": "acme"})).await.0, 409, "it waits");
        for wrong in [json!({"id": 1}), json!({"id": 1, "all_accounts": false}), json!({"id": 1, "all_accounts": true, "account_id": 1}), json!({"all_accounts": true})] {
            assert_eq!(script.refused("senders/queue/purge", wrong.clone()).await.0, 422, "{wrong}");
        }
        assert_eq!(script.refused("senders/queue/purge", json!({"id": 1, "account_id": "nobody"})).await.0, 404);
        script.ok("senders/orders/settle", json!({"id": 1, "outcome": "done", "purged": 12})).await;
        assert_eq!(sender(&mut script).await["queued"], 30, "until the next report");
        script.ok("senders/queue/purge", json!({"id": 1, "all_accounts": true})).await;
        script.ok("senders/orders/settle", json!({"id": 2, "outcome": "done"})).await;
        assert_eq!(sender(&mut script).await["queued"], 0);
        app.clock.advance(Duration::minutes(11));
        let unproven = script.owner.get("/senders/1/purge").await;
        assert!(unproven.status == 303 && unproven.location().starts_with("/prove"), "{}", unproven.text());
        let proven = script.owner.submit_on(unproven.location(), "/prove", &[("current_password", OWNER_PASSWORD)], &[]).await;
        assert_eq!(proven.location(), "/senders/1/purge");
    }

    async fn only_the_platform_s_scope_reports_and_only_who_may_edit_orders(app: TestApp) {
        let mut script = Script::new(&app).await;
        made(&mut script, json!({"name": "Own", "type": "custom"})).await;
        let all = script.secret.clone();
        script.secret = make_token(&mut script.owner, "Reader", &["resources:read", "resources:write"]).await;
        for (call, params) in [("senders/report", json!({"id": 1, "state": "active"})), ("senders/orders", json!({})), ("senders/orders/settle", json!({"id": 1, "outcome": "done"}))] {
            assert_eq!(script.refused(call, params).await.0, 403, "{call}");
        }
        script.secret = make_token(&mut script.owner, "Platform", &["platform:report"]).await;
        for (call, params) in [("senders/list", json!({})), ("senders/queue/hold", json!({"id": 1})), ("senders/save", json!({"id": 1, "name": "X"}))] {
            assert_eq!(script.refused(call, params).await.0, 403, "{call}");
        }
        script.secret = all;
        let read = script.client.post_json(&format!("{ROOT}/senders/orders"), &json!({"token": script.secret, "dry_run": true})).await;
        assert_eq!(read.status, 422, "a call that only reads rehearses nothing: {}", read.body);
        app.execute("UPDATE admins SET role = 'support'").await;
        for end in ["hold", "release", "purge"] {
            assert_eq!(script.owner.get(&format!("/senders/1/{end}")).await.status, 403, "{end}");
        }
        let queue = script.owner.get("/senders/1/queue").await;
        assert!(queue.status == 200 && !queue.has_link("Hold…"), "{}", queue.text());
        assert_eq!(script.owner.post("/senders/1/accounts", &[("add", "1")]).await.status, 403);
    }

    async fn a_call_under_one_key_gives_one_order(app: TestApp) {
        let mut script = Script::new(&app).await;
        custom(&mut script, "Own").await;
        for _ in 0..2 {
            let answer = script.json_with("senders/queue/hold", &[("idempotency-key", "once")], json!({"id": 1})).await;
            assert_eq!((answer.status, &answer.json()["data"]["order_id"]), (200, &json!(1)), "{}", answer.body);
        }
        assert_eq!(orders(&mut script).await.len(), 1);
    }
}
