//! The record over the API: what the panel shows, to be followed by a program.

use super::{ALL_SCOPES, Script, make_token};
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::{Value, json};

async fn rows(script: &mut Script, params: Value) -> Vec<Value> {
    let page = script.ok("audit/list", params).await;
    assert!(page.get("total_count").is_none(), "it is not counted: {page}");
    page["data"].as_array().expect("rows").clone()
}

fn ids(rows: &[Value]) -> Vec<i64> {
    rows.iter().filter_map(|row| row["id"].as_i64()).collect()
}

both_databases! {
    async fn a_record_says_who_did_what_from_where(app: TestApp) {
        let mut script = Script::new(&app).await;
        let agent = [("user-agent", "billing/2.1")];
        let changed = script.json_with("accounts/save", &agent, json!({"id": 1, "title": "Acme & Söhne", "reports_hour": 10})).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        let row = rows(&mut script, json!({})).await.pop().expect("a row");
        for (field, value) in [
            ("actor_kind", json!("token")), ("actor", json!("Billing")), ("on_behalf_of", Value::Null), ("ip", json!("127.0.0.1")), ("user_agent", json!("billing/2.1")),
            ("action", json!("update")), ("object_kind", json!("account")), ("object_id", json!(1)), ("object_name", json!("Acme & Söhne")), ("account_id", json!(1)),
            ("changes", json!({"title": {"old": "acme", "new": "Acme & Söhne"}, "reports_hour": {"old": "9", "new": "10"}})),
        ] {
            assert_eq!(row[field], value, "{field}: {row}");
        }
        assert!(row["at"].as_str().is_some_and(|at| at.starts_with("20") && at.ends_with('Z')), "{row}");
        assert!(row["request_id"].as_str().is_some_and(|id| !id.is_empty()), "{row}");
        let xml = script.xml("audit/list", &format!("<from_id>{}</from_id>", row["id"])).await;
        assert!(xml.body.contains("<data><id>") && xml.body.contains("<changes><title><old>acme</old><new>Acme &amp; Söhne</new></title>"), "{}", xml.body);
    }

    async fn it_is_followed_by_its_ids(app: TestApp) {
        let mut script = Script::new(&app).await;
        let all = ids(&rows(&mut script, json!({})).await);
        assert!(all.len() > 3 && all.is_sorted(), "{all:?}");
        let mut followed: Vec<i64> = Vec::new();
        loop {
            let from = followed.last().map_or(1, |last| last + 1);
            let page = ids(&rows(&mut script, json!({"from_id": from, "limit": 2})).await);
            followed.extend(&page);
            if page.len() < 2 {
                break;
            }
        }
        assert_eq!(followed, all);
        let next = all.last().map_or(1, |last| last + 1);
        assert!(rows(&mut script, json!({"from_id": next})).await.is_empty());
        script.ok("tariffs/save", json!({"name": "New", "title": "New"})).await;
        let new = rows(&mut script, json!({"from_id": next})).await;
        assert_eq!((new.len(), &new[0]["object_name"]), (1, &json!("New")));
    }

    async fn it_is_narrowed_by_all_that_is_given(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/save", json!({"name": "globex", "title": "Globex", "tz": "UTC", "tariff": "Basic", "reports_day": 1, "reports_hour": 9})).await;
        script.ok("accounts/groups/save", json!({"account_id": "globex", "name": "Sales"})).await;
        script.ok("accounts/freeze", json!({"id": "globex"})).await;
        script.ok("accounts/freeze", json!({"id": 1})).await;
        script.ok("tariffs/save", json!({"id": 1, "title": "Other"})).await;
        let told = async |script: &mut Script, params: Value| -> Vec<String> {
            let word = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
            rows(script, params).await.iter().map(|row| format!("{} {}", word(row, "action"), word(row, "object_kind"))).collect()
        };
        for globex in [json!(2), json!("globex"), json!("2")] {
            assert_eq!(told(&mut script, json!({"account_id": globex})).await, ["create account", "create group", "freeze account"]);
        }
        assert_eq!(told(&mut script, json!({"account_id": 2, "object_kind": "group"})).await, ["create group"]);
        assert_eq!(told(&mut script, json!({"object_kind": "tariff", "object_id": 1})).await, ["create tariff", "update tariff"]);
        assert_eq!(told(&mut script, json!({"action": "freeze"})).await, ["freeze account", "freeze account"]);
        assert_eq!(told(&mut script, json!({"object_kind": "tariff", "actor": "Billing"})).await, ["update tariff"]);
        assert_eq!(told(&mut script, json!({"object_kind": "tariff", "actor": "owner"})).await, ["create tariff"]);
        assert!(told(&mut script, json!({"action": "fly"})).await.is_empty());
        for (params, field) in [(json!({"limit": 0}), "limit"), (json!({"who": "owner"}), "who")] {
            let (code, errors) = script.refused("audit/list", params).await;
            assert_eq!((code, errors[field].is_string()), (422, true), "{errors}");
        }
        assert_eq!(script.refused("audit/list", json!({"account_id": "nobody"})).await.0, 404);
        assert_eq!(script.refused("audit/list", json!({"object_id": "one"})).await.0, 400);
    }

    async fn the_record_of_an_account_outlives_it(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/delete", json!({"id": 1})).await;
        app.clock.advance(chrono::Duration::days(31));
        steward::housekeeping::step(&app.state).await.expect("housekeeping works");
        assert_eq!(script.refused("accounts/get", json!({"id": 1})).await.0, 404);
        for id in [json!(1), json!("1")] {
            let actions: Vec<Value> = rows(&mut script, json!({"account_id": id})).await.iter().map(|row| row["action"].clone()).collect();
            assert_eq!(actions, ["create", "delete", "purge"]);
        }
    }

    async fn only_its_own_scope_reads_it(app: TestApp) {
        let others: Vec<&str> = ALL_SCOPES.into_iter().filter(|scope| *scope != "audit:read").collect();
        let mut script = Script::with(&app, &others).await;
        assert_eq!(script.refused("audit/list", json!({})).await.0, 403);
        script.secret = make_token(&mut script.owner, "Log", &["audit:read"]).await;
        script.ok("audit/list", json!({})).await;
        assert_eq!(script.refused("tariffs/list", json!({})).await.0, 403);
    }

    async fn it_holds_no_secret(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/users/add", json!({"account_id": 1, "name": "anna", "email": "anna@example.com", "password": "seven Purple herons at 4 o'clock"})).await;
        script.owner.submit("/api-tokens/1/rotate", &[("overlap", "24")]).await;
        let page = script.json("audit/list", json!({})).await;
        assert!(page.body.contains("\"password\":{\"old\":\"\",\"new\":\"changed\"}") && page.body.contains("\"action\":\"rotate\""), "{}", page.body);
        assert!(!page.body.contains("herons") && !page.body.contains(&script.secret) && !page.body.contains("argon2"), "{}", page.body);
    }

    async fn a_page_of_a_thousand_takes_three_statements(app: TestApp) {
        let mut script = Script::new(&app).await;
        app.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO audit (at, actor_kind, actor_name, ip, user_agent, request_id, action, object_kind, object_id, object_name, account_id, changes)
            SELECT at, actor_kind, actor_name, ip, user_agent, request_id, action, object_kind, object_id, object_name, account_id, changes
            FROM audit CROSS JOIN n WHERE object_kind = 'account'").await;
        for params in [json!({}), json!({"account_id": "acme"}), json!({"account_id": 1, "object_kind": "account", "object_id": 1})] {
            assert_eq!(rows(&mut script, params.clone()).await.len(), 1000, "{params}");
            let taken = script.statements(&app, "audit/list", params.clone()).await;
            assert!(taken <= 3, "{params} took {taken} statements");
        }
    }
}
