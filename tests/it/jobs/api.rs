//! Jobs over the API.

use super::{make_accounts, states, work};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::json;

both_databases! {
    async fn a_script_begins_a_job_follows_it_and_takes_it_back(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_accounts(&mut script.owner, 3).await;
        let begun = script.ok("accounts/bulk", json!({"act": "freeze", "filter": {"q": "firm"}, "expect": 3, "reason": "Unpaid"})).await;
        let id = begun["data"]["job_id"].clone();
        assert_eq!(script.ok("tasks/status", json!({"task_id": id})).await["data"]["status"], "waiting");
        work(&app).await;
        let job = script.ok("jobs/get", json!({"id": id})).await["data"].clone();
        assert_eq!([&job["status"], &job["done"], &job["total"], &job["progress"], &job["asked_by"]], [&json!("completed"), &json!(3), &json!(3), &json!(100), &json!("Billing")]);
        let outcomes = script.ok("jobs/outcomes", json!({"id": id, "outcome": "done", "limit": 2})).await;
        assert_eq!((outcomes["total_count"].as_i64(), outcomes["data"][0]["name"].as_str(), outcomes["next_from_id"].as_i64()), (Some(3), Some("Firm 1"), Some(3)));
        let undoing = script.ok("jobs/undo", json!({"id": id})).await["data"]["job_id"].clone();
        work(&app).await;
        assert!(states(&mut script.owner).await.iter().all(|(_, state)| !state.contains("Frozen")));
        let jobs = script.ok("jobs/list", json!({"status": "completed"})).await;
        assert_eq!((jobs["total_count"].as_i64(), &jobs["data"][1]["id"], &jobs["data"][1]["undoes"]), (Some(2), &undoing, &id));
    }

    async fn what_a_job_is_asked_for_is_refused_before_it_begins(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_accounts(&mut script.owner, 1).await;
        for (ask, code, field) in [
            (json!({"act": "burn", "ids": [1]}), 422, "act"),
            (json!({"act": "freeze"}), 422, "ids"),
            (json!({"act": "freeze", "ids": [1], "filter": {}}), 422, "ids"),
            (json!({"act": "freeze", "ids": [1], "payment_url": "ftp://x"}), 422, "payment_url"),
            (json!({"act": "set", "ids": [1]}), 422, "tariff"),
            (json!({"act": "set", "ids": [1], "tariff": "Gold"}), 404, ""),
            (json!({"act": "freeze", "filter": {}, "expect": 7}), 409, ""),
            (json!({"act": "freeze", "ids": [1], "letters_per_minute": 0}), 422, "letters_per_minute"),
        ] {
            let refused = script.json("accounts/bulk", ask.clone()).await;
            assert_eq!(refused.status, code, "{ask}: {}", refused.body);
            if !field.is_empty() {
                assert!(refused.json()["errors"][field].is_string(), "{ask}: {}", refused.body);
            }
        }
        assert_eq!(script.ok("jobs/list", json!({})).await["total_count"], 0);
        for call in ["jobs/get", "jobs/cancel", "jobs/undo", "jobs/outcomes"] {
            assert_eq!(script.json(call, json!({"id": 99})).await.status, 404, "{call}");
        }
    }

    async fn a_rehearsal_says_what_would_be_begun_and_begins_nothing(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_accounts(&mut script.owner, 2).await;
        let ask = json!({"act": "freeze", "filter": {"q": "firm"}, "dry_run": true});
        let would = script.ok("accounts/bulk", ask).await;
        assert_eq!(would["changes"][0]["fields"]["changed"]["new"], "2", "{would}");
        assert_eq!(script.ok("jobs/list", json!({})).await["total_count"], 0);
    }

    async fn a_token_needs_the_scope_of_what_the_job_does(app: TestApp) {
        let mut script = Script::with(&app, &["accounts:read", "users:read", "users:write"]).await;
        let user = [("login", "anna"), ("email", "anna@example.com"), ("send_access_email", crate::support::form::OFF)];
        assert_eq!(script.owner.submit("/accounts/1/users/new", &user).await.status, 303);
        let bulk = |act: &str| json!({"account_id": 1, "act": act, "filter": {}});
        assert_eq!(script.json("accounts/users/bulk", bulk("welcome")).await.status, 403);
        let id = script.ok("accounts/users/bulk", bulk("deactivate")).await["data"]["job_id"].clone();
        work(&app).await;
        assert_eq!(script.ok("jobs/get", json!({"id": id})).await["data"]["done"], 1);
        assert_eq!(script.json("accounts/bulk", json!({"act": "freeze", "ids": [1]})).await.status, 403);
        app.execute("UPDATE api_tokens SET active = FALSE").await;
        app.execute("UPDATE jobs SET status = 'running', finished_at = NULL, done = 0").await;
        work(&app).await;
        let page = script.owner.get("/tasks/1").await;
        assert!(page.has_text("Billing may no longer do this"), "{}", page.text());
    }
}
