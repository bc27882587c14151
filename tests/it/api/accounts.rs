//! Accounts over the API: every call, by the rules of the panel.

use super::{ROOT, Script};
use crate::both_databases;
use crate::support::app::TestApp;
use futures_util::future::join_all;
use serde_json::{Value, json};

fn beta() -> Value {
    json!({"name": "beta", "title": "Beta", "tz": "Europe/Moscow", "tariff": 1, "reports_day": 0, "reports_hour": "7", "enable_pixel": 1, "custom_push_domain": "beta.example.com"})
}

both_databases! {
    async fn an_account_is_created_changed_and_read(app: TestApp) {
        let mut script = Script::new(&app).await;
        let saved = script.saved("accounts/save", beta()).await;
        let id = saved["saved_id"].as_i64().expect("an id");
        let data = script.ok("accounts/get", json!({"name": "BETA"})).await["data"].clone();
        assert_eq!((&data["id"], &data["reports_day"], &data["reports_hour"], &data["enable_pixel"], &data["tz"]), (&json!(id), &json!(7), &json!(7), &json!(true), &json!("Europe/Moscow")));
        let (code, errors) = script.refused("accounts/get", json!({"id": id, "name": "acme"})).await;
        assert_eq!((code, errors["name"].is_string()), (422, true), "which of them is meant, nobody can tell: {errors}");
        let again = script.saved("accounts/save", json!({"id": id, "title": "Бета", "version": saved["version"]})).await;
        assert_eq!(again["saved_id"], id);
        let after = script.ok("accounts/get", json!({"id": id})).await["data"].clone();
        assert_eq!((&after["title"], &after["custom_push_domain"]), (&json!("Бета"), &data["custom_push_domain"]), "what is not given stays");
        let same = script.saved("accounts/save", json!({"id": id, "title": "Бета", "version": again["version"]})).await;
        assert_eq!(same["version"], again["version"], "what changes nothing has no version of its own");
        script.ok("accounts/save", json!({"id": id, "reports_hour": 8, "version": same["version"]})).await;
        let (stale, _) = script.refused("accounts/save", json!({"id": id, "title": "X", "version": saved["version"]})).await;
        assert_eq!(stale, 409);
        let record = script.owner.get(&format!("/accounts/{id}/history")).await;
        assert!(record.has_text("Billing") && record.has_text("Бета"), "the token is named in the record: {}", record.text());
    }

    async fn xml_does_the_same(app: TestApp) {
        let mut script = Script::new(&app).await;
        let made = script.xml("accounts/save", "<name>beta</name><title>A &amp; B</title><tz>UTC</tz><tariff>Basic</tariff><reports_day>1</reports_day><reports_hour>9</reports_hour><enable_push>false</enable_push><external_data_connectors array='true'/>").await;
        assert_eq!(made.status, 200, "{}", made.body);
        assert!(made.body.contains("<saved_id>2</saved_id>"), "{}", made.body);
        assert_eq!(script.ok("accounts/get", json!({"id": 2})).await["data"]["title"], "A & B");
        let list = script.xml("accounts/list", "<from_id>2</from_id>").await;
        assert!(list.body.contains("<xml><data><id>2</id><name>beta</name><title>A &amp; B</title><timezone>UTC</timezone>"), "{}", list.body);
        assert!(list.body.ends_with("<total_count>2</total_count></xml>"), "{}", list.body);
        let refused = script.xml("accounts/save", "<id>2</id><title></title>").await;
        assert!(refused.status == 422 && refused.body.contains("<errors><title>"), "{}", refused.body);
    }

    async fn the_states_are_those_of_the_panel(app: TestApp) {
        let mut script = Script::new(&app).await;
        let state = |data: &Value| (data["active"].clone(), data["frozen"].clone());
        for (call, params, active, frozen) in [
            ("accounts/deactivate", json!({"id": 1, "notify_users": true}), false, false),
            ("accounts/activate", json!({"id": 1}), true, false),
            ("accounts/freeze", json!({"id": "acme", "frozen_details": {"payment_url": "https://pay.example.com/1", "reason": "Unpaid"}}), true, true),
            ("accounts/unfreeze", json!({"id": 1}), true, false),
            ("accounts/unfreeze", json!({"id": 1}), true, false),
        ] {
            script.ok(call, params).await;
            let data = script.ok("accounts/get", json!({"id": 1})).await["data"].clone();
            assert_eq!(state(&data), (json!(active), json!(frozen)), "{call}");
        }
        let (code, errors) = script.refused("accounts/freeze", json!({"id": 1, "frozen_details": {"payment_url": "javascript:x"}})).await;
        assert_eq!(code, 422);
        assert!(errors["payment_url"].is_string(), "{errors}");
        script.ok("accounts/delete", json!({"id": 1})).await;
        assert_eq!(script.refused("accounts/save", json!({"id": 1, "title": "X"})).await.0, 409, "a deleted account is not changed");
        assert_eq!(script.ok("accounts/list", json!({})).await["total_count"], 0);
        script.ok("accounts/restore", json!({"id": 1})).await;
        assert_eq!(script.ok("accounts/list", json!({})).await["total_count"], 1);
    }

    async fn each_refusal_names_its_field(app: TestApp) {
        let mut script = Script::new(&app).await;
        for (field, value, expected) in [
            ("title", json!(""), 422), ("title", json!("x".repeat(121)), 422), ("name", json!("b@d"), 422), ("tz", json!("Nowhere/Else"), 422),
            ("reports_day", json!(8), 422), ("reports_hour", json!(24), 422), ("custom_push_domain", json!("http://x"), 422),
            ("custom_push_domain", Value::Null, 422), ("name", json!("acme"), 409), ("tariff", json!("None"), 404), ("tariff", json!(99), 404),
            ("account_postgresql", json!(1), 404), ("web_version_policy", json!("x"), 404),
        ] {
            let mut params = beta();
            params[field] = value.clone();
            let (code, errors) = script.refused("accounts/save", params).await;
            assert_eq!(code, expected, "{field}={value}: {errors}");
            assert!(errors[field].is_string(), "{field}={value}: {errors}");
        }
        for (field, value) in [("title", json!(1)), ("title", json!([])), ("enable_pixel", json!("maybe")), ("reports_hour", json!("nine")), ("tariff", json!({}))] {
            let mut params = beta();
            params[field] = value.clone();
            assert_eq!(script.refused("accounts/save", params).await.0, 400, "{field}={value}");
        }
        for field in ["name", "title", "tz", "tariff", "reports_day", "reports_hour"] {
            let mut params = beta();
            params.as_object_mut().expect("an object").remove(field);
            let (code, errors) = script.refused("accounts/save", params).await;
            assert_eq!(code, 422, "{field}");
            assert!(errors[field].is_string(), "without {field}: {errors}");
        }
        assert_eq!(script.refused("accounts/get", json!({"id": 99})).await.0, 404);
        assert_eq!(script.refused("accounts/activate", json!({})).await.0, 422);
    }

    async fn a_name_wins_over_an_id_of_the_same_digits(app: TestApp) {
        let mut script = Script::new(&app).await;
        let mut params = beta();
        params["name"] = json!("10");
        script.ok("accounts/save", params).await;
        assert_eq!(script.ok("accounts/get", json!({"id": "10"})).await["data"]["id"], 2);
        assert_eq!(script.ok("accounts/get", json!({"id": "1"})).await["data"]["name"], "acme");
        assert_eq!(script.refused("accounts/get", json!({"id": 10})).await.0, 404);
    }

    async fn the_list_is_narrowed_and_read_in_pages(app: TestApp) {
        let mut script = Script::new(&app).await;
        for n in 0..5 {
            let mut params = beta();
            params["name"] = json!(format!("beta-{n}"));
            params["active"] = json!(n % 2 == 0);
            script.ok("accounts/save", params).await;
        }
        let page = script.ok("accounts/list", json!({"from_id": 3, "limit": 2})).await;
        let ids: Vec<i64> = page["data"].as_array().expect("rows").iter().filter_map(|row| row["id"].as_i64()).collect();
        assert_eq!((ids, &page["total_count"]), (vec![3, 4], &json!(6)));
        assert_eq!(script.ok("accounts/list", json!({"active": false})).await["total_count"], 2);
        assert_eq!(script.ok("accounts/list", json!({"name": "beta-3"})).await["data"][0]["is_active"], false);
        assert_eq!(script.ok("accounts/list", json!({"frozen": "1"})).await["data"], json!([]));
        assert_eq!(script.refused("accounts/list", json!({"limit": 0})).await.0, 422);
    }

    async fn of_fifty_creations_of_one_name_one_wins(app: TestApp) {
        let mut script = Script::new(&app).await;
        let bearer = format!("Bearer {}", script.secret);
        let calls = (0..50).map(|_| {
            let (mut client, bearer) = (app.client(), bearer.clone());
            async move {
                let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
                client.post_raw(&format!("{ROOT}/accounts/save"), &headers, beta().to_string()).await.status
            }
        });
        let statuses = join_all(calls).await;
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
        assert_eq!(script.ok("accounts/list", json!({})).await["total_count"], 2);
    }

    async fn changes_without_a_version_are_all_made_however_many_meet(app: TestApp) {
        let mut script = Script::new(&app).await;
        let bearer = format!("Bearer {}", script.secret);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let save = |title: usize| {
            let (mut client, body) = (script.client.clone(), json!({"id": "acme", "title": format!("Acme {title}")}));
            async move { client.post_raw(&format!("{ROOT}/accounts/save"), &headers, body.to_string()).await.status }
        };
        assert_eq!(join_all((0..12).map(save)).await, [200; 12]);
        assert_eq!(script.ok("accounts/get", json!({"id": "acme"})).await["data"]["version"], 13);
    }
}
