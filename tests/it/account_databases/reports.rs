//! What the platform reports, also twice, late, wrongly, and of what is not there.

use super::{INDEXES, LIST, create, fields, orders, report, states, tell, with_clients};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::{Value, json};

/// What came of a report on one database of Acme.
async fn told(script: &mut Script, at: &str, database: Value) -> Value {
    let told = script.ok("databases/report", json!({"account_id": 1, "at": at, "databases": [database]})).await;
    told["data"][0]["outcome"].clone()
}

async fn profiles(script: &mut Script) -> Vec<Value> {
    let rows = script.ok("databases/list", json!({"account_id": 1})).await["data"].clone();
    rows.as_array().expect("rows").iter().map(|row| json!([row["name"], row["profiles"]])).collect()
}

fn at(minute: u32) -> String {
    format!("2026-03-02T11:{minute:02}:00Z")
}

both_databases! {
    async fn a_report_that_is_late_or_comes_twice_does_no_harm(app: TestApp) {
        let mut script = Script::new(&app).await;
        let clients = |profiles: i64| json!({"name": "Clients", "profiles": profiles, "fields": fields(&["email"])});
        assert_eq!(told(&mut script, &at(10), clients(100)).await, "stored");
        assert_eq!(told(&mut script, &at(20), clients(200)).await, "stored");
        assert_eq!(told(&mut script, &at(15), clients(150)).await, "older");
        let records = script.owner.get("/accounts/1/history").await.rows().len();
        assert_eq!(told(&mut script, &at(20), clients(200)).await, "stored");
        assert_eq!(profiles(&mut script).await, [json!(["Clients", 200])]);
        assert_eq!(told(&mut script, &at(21), json!({"name": "Clients", "profiles": 201})).await, "stored");
        assert_eq!(script.ok("databases/list", json!({"account_id": 1})).await["data"][0]["fields"][0]["name"], "email", "what is left out stays");
        assert_eq!(script.owner.get("/accounts/1/history").await.rows().len(), records, "how many profiles there are is not recorded");
    }

    async fn a_database_that_is_gone_takes_its_indexes_along_and_does_not_come_back_by_a_late_report(app: TestApp) {
        let mut script = Script::new(&app).await;
        let clients = json!({"name": "Clients", "profiles": 100, "fields": fields(&["email"])});
        told(&mut script, &at(10), clients.clone()).await;
        create(&mut script.owner, &[("fields", "email")]).await;
        assert_eq!(told(&mut script, &at(30), json!({"name": "Clients", "gone": true})).await, "stored");
        assert_eq!(told(&mut script, &at(20), clients.clone()).await, "older");
        assert_eq!(told(&mut script, &at(31), json!({"name": "Clients", "gone": true})).await, "stored", "twice");
        assert_eq!(told(&mut script, &at(31), json!({"name": "Never", "gone": true})).await, "stored", "nothing is to be done");
        assert!(script.owner.get(LIST).await.has_text("No databases reported"));
        assert_eq!((script.owner.get(INDEXES).await.status, orders(&mut script).await), (404, vec![]));
        let history = script.owner.get("/accounts/1/history").await.rows();
        assert!(history[0].concat().contains("Deleted · account databaseClients") && history[0].concat().contains("Indexes lost1"), "{history:#?}");
        assert_eq!(told(&mut script, &at(40), clients).await, "stored");
        assert_eq!(profiles(&mut script).await, [json!(["Clients", 100])]);
        assert_eq!(states(&mut script.owner).await, Vec::<Vec<String>>::new());
    }

    async fn an_index_that_is_gone_does_not_come_back_by_a_late_report(app: TestApp) {
        let mut script = with_clients(&app).await;
        let said = |minute: u32, index: Value| json!({"account_id": 1, "database_id": "Clients", "at": at(minute), "indexes": [index]});
        let ready = json!({"fields": ["city"], "history_key": true, "state": "ready"});
        let mut outcomes = Vec::new();
        for (minute, index) in [
            (10, ready.clone()),
            (12, json!({"fields": ["city"], "history_key": true, "state": "building", "percent": 5})),
            (11, ready.clone()),
            (20, json!({"fields": ["city"], "history_key": true, "state": "gone"})),
            (15, ready.clone()),
            (20, json!({"fields": ["city"], "history_key": true, "state": "gone"})),
            (21, ready),
        ] {
            let told = script.ok("indexes/report", said(minute, index)).await["data"][0].clone();
            outcomes.push(told["outcome"].clone());
        }
        assert_eq!(outcomes, ["stored", "stored", "older", "stored", "older", "stored", "stored"]);
        assert_eq!(states(&mut script.owner).await, [["city", "Ready"]]);
        assert_eq!(script.ok("indexes/list", json!({"account_id": 1})).await["data"][0]["created_by"], "Billing");
    }

    async fn what_was_only_asked_for_cannot_have_gone(app: TestApp) {
        let mut script = with_clients(&app).await;
        create(&mut script.owner, &[("fields", "email")]).await;
        assert_eq!(tell(&mut script, json!({"id": 1, "state": "gone"})).await, "refused");
        assert_eq!(tell(&mut script, json!({"id": 1, "version": 7, "state": "ready"})).await, "older");
        assert_eq!(orders(&mut script).await, [json!([1, 1, "requested"])]);
        assert_eq!(tell(&mut script, json!({"fields": ["email"], "state": "ready"})).await, "stored", "it is known by its fields, too");
        assert_eq!(states(&mut script.owner).await, [["email", "Ready"]]);
    }

    async fn a_report_of_what_is_not_there_is_refused(app: TestApp) {
        let mut script = with_clients(&app).await;
        let databases = json!([{"name": "X", "profiles": 1}]);
        let indexes = json!([{"fields": ["x"], "state": "ready"}]);
        for (call, ask, code) in [
            ("databases/report", json!({"account_id": 9, "databases": databases}), 404),
            ("databases/report", json!({"account_id": "nobody", "databases": databases}), 404),
            ("databases/report", json!({"databases": databases}), 422),
            ("databases/report", json!({"account_id": 1, "databases": []}), 422),
            ("databases/report", json!({"account_id": 1, "databases": vec![json!({"name": "X", "profiles": 1}); 201]}), 422),
            ("databases/report", json!({"account_id": 1, "at": "2026-03-02T12:06:00Z", "databases": databases}), 422),
            ("databases/report", json!({"account_id": 1, "at": "yesterday", "databases": databases}), 422),
            ("databases/report", json!({"account_id": 1, "databases": [{"profiles": 1}]}), 422),
            ("databases/report", json!({"account_id": 1, "databases": [{"name": "X", "profile": 1}]}), 422),
            ("databases/report", json!({"account_id": 1, "databases": ["X"]}), 400),
            ("indexes/report", json!({"account_id": 1, "database_id": 9, "indexes": indexes}), 404),
            ("indexes/report", json!({"account_id": 9, "database_id": 1, "indexes": indexes}), 404),
            ("indexes/report", json!({"account_id": 1, "database_id": "Clients", "indexes": [{"fields": ["x"]}]}), 422),
            ("indexes/list", json!({"state": "broken"}), 422),
            ("indexes/list", json!({"database_id": 1}), 422),
        ] {
            assert_eq!(script.refused(call, ask.clone()).await.0, code, "{call} {ask}");
        }
        assert_eq!(profiles(&mut script).await, [json!(["Clients", 18_204])]);
        assert_eq!(states(&mut script.owner).await, Vec::<Vec<String>>::new());
    }

    async fn what_is_wrong_in_one_part_leaves_the_others(app: TestApp) {
        let mut script = with_clients(&app).await;
        let databases = json!([
            {"name": "Good", "profiles": 1},
            {"name": "  ", "profiles": 1},
            {"name": "a".repeat(121), "profiles": 1},
            {"name": "No number"},
            {"name": "Less than none", "profiles": -1},
            {"name": "Of no kind", "profiles": 1, "fields": [{"name": "x", "kind": "colour"}]},
            {"name": "Twice", "profiles": 1, "fields": [{"name": "x", "kind": "text"}, {"name": "x", "kind": "date"}]},
            {"name": "Too wide", "profiles": 1, "fields": (0..301).map(|n| json!({"name": format!("f{n}"), "kind": "text"})).collect::<Vec<_>>()},
            {"name": "Never", "profiles": 1, "created_at": "31.12.2025"},
            {"name": "Better", "profiles": "2"},
        ]);
        let told = script.ok("databases/report", json!({"account_id": 1, "databases": databases})).await["data"].clone();
        let outcomes: Vec<&str> = told.as_array().expect("a list").iter().map(|it| it["outcome"].as_str().expect("text")).collect();
        assert_eq!(outcomes, ["stored", "refused", "refused", "refused", "refused", "refused", "refused", "refused", "refused", "stored"]);
        assert!(told.as_array().expect("a list").iter().all(|it| (it["outcome"] == "refused") != (it["reason"] == "")), "{told}");
        assert_eq!(profiles(&mut script).await, [json!(["Clients", 18_204]), json!(["Good", 1]), json!(["Better", 2])]);
        let indexes = json!([
            {"id": 99, "state": "ready"},
            {"state": "ready"},
            {"fields": ["email"], "state": "cracked"},
            {"fields": ["email"], "state": "building", "percent": 101},
            {"fields": ["email"], "state": "ready", "size": -1},
            {"fields": ["email"], "state": "failed", "reason": format!("Over\u{202e}load {}", "x".repeat(600))},
        ]);
        let told = script.ok("indexes/report", json!({"account_id": 1, "database_id": 1, "indexes": indexes})).await["data"].clone();
        let outcomes: Vec<&str> = told.as_array().expect("a list").iter().map(|it| it["outcome"].as_str().expect("text")).collect();
        assert_eq!(outcomes, ["refused", "refused", "refused", "refused", "refused", "stored"]);
        let shown = states(&mut script.owner).await;
        assert!(shown[0][1].starts_with("FailedOverload xxx") && shown[0][1].chars().count() == "Failed".len() + 500, "{shown:?}");
    }

    async fn reports_are_taken_of_an_account_that_is_frozen_or_inactive_and_of_no_deleted_one(app: TestApp) {
        let mut script = with_clients(&app).await;
        for (act, code) in [("freeze", 200), ("deactivate", 200), ("delete", 409)] {
            script.ok(&format!("accounts/{act}"), json!({"id": 1})).await;
            let databases = json!({"account_id": 1, "databases": [{"name": "Clients", "profiles": 1}]});
            let indexes = json!({"account_id": 1, "database_id": "Clients", "indexes": [{"fields": ["id"], "system": true, "state": "ready"}]});
            assert_eq!(script.json("databases/report", databases).await.status, code, "{act}");
            assert_eq!(script.json("indexes/report", indexes).await.status, code, "{act}");
        }
        script.ok("accounts/restore", json!({"id": 1})).await;
        assert_eq!(states(&mut script.owner).await, [["id system index", "Ready"]], "restoring brings all back");
    }

    async fn in_xml_too(app: TestApp) {
        let mut script = Script::new(&app).await;
        let fields = "<fields array='true'><name>email</name><kind>text</kind></fields>";
        let told = script.xml("databases/report", &format!("<account_id>acme</account_id><databases array='true'><name>Clients</name><profiles>7</profiles>{fields}</databases>")).await;
        assert!(told.body.contains("<data><name>Clients</name><outcome>stored</outcome><reason></reason></data>"), "{}", told.body);
        let made = script.xml("indexes/create", "<account_id>acme</account_id><database_id>Clients</database_id><fields>email</fields><unique>1</unique>").await;
        assert!(made.body.contains("<saved_id>1</saved_id>"), "{}", made.body);
        let listed = script.xml("indexes/list", "<state>requested</state><state>deleting</state>").await;
        assert!(listed.body.contains("<unique>true</unique>") && listed.body.contains("<state>requested</state>"), "{}", listed.body);
        let told = script.xml("indexes/report", "<account_id>1</account_id><database_id>1</database_id><indexes array='true'><id>1</id><version>1</version><state>ready</state></indexes>").await;
        assert!(told.body.contains("<outcome>stored</outcome>"), "{}", told.body);
        assert_eq!(states(&mut script.owner).await, [["email", "Ready"]]);
    }

    async fn two_reports_at_once_and_a_request_leave_one_of_each(app: TestApp) {
        let mut script = Script::new(&app).await;
        report(&mut script, 1, "Clients").await;
        let bearer = format!("Bearer {}", script.secret);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let ask = json!({"account_id": 1, "database_id": 1, "fields": ["email"]}).to_string();
        let said = json!({"account_id": 1, "databases": [{"name": "Orders", "profiles": 5}]}).to_string();
        let send = |call: &'static str, body: String| {
            let mut client = app.client();
            async move { client.post_raw(&format!("{}/{call}", crate::api::ROOT), &headers, body).await.status }
        };
        let (one, other, third, fourth) = tokio::join!(
            send("indexes/create", ask.clone()),
            send("indexes/create", ask),
            send("databases/report", said.clone()),
            send("databases/report", said)
        );
        let mut made = [one, other];
        made.sort_unstable();
        assert_eq!((made, [third, fourth]), ([200, 409], [200, 200]));
        assert_eq!(profiles(&mut script).await.len(), 2);
        assert_eq!(states(&mut script.owner).await, [["email", "Requested"]]);
    }
}
