//! Users over the API: every call, by the rules of the panel.

use super::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::json;
use steward::mail::worker;

both_databases! {
    async fn a_user_is_added_changed_listed_and_deleted(app: TestApp) {
        let mut script = Script::new(&app).await;
        let id = script.saved("accounts/users/add", json!({"account_id": 1, "name": "Anna", "email": "anna@example.com", "lang": "RU", "phone": "+7 495 123-45-67", "alert_limits": 1})).await["saved_id"].clone();
        let list = script.ok("accounts/users/list", json!({"account_id": "acme", "lang": "RU", "active": true})).await;
        assert_eq!(list["total_count"], 1);
        let row = &list["data"][0];
        assert_eq!((&row["id"], &row["username"], &row["lang"], &row["phone"], &row["has_2fa"]), (&id, &json!("anna"), &json!("RU"), &json!("+74951234567"), &json!(false)));
        script.ok("accounts/users/update", json!({"account_id": 1, "name": "anna", "new_name": "ann", "first_name": "Анна", "phone": null})).await;
        let same = script.saved("accounts/users/update", json!({"account_id": 1, "name": "ann", "first_name": "Анна"})).await;
        script.ok("accounts/users/update", json!({"account_id": 1, "name": "ann", "last_name": "Ким", "version": same["version"]})).await;
        let row = script.ok("accounts/users/list", json!({"account_id": 1})).await["data"][0].clone();
        assert_eq!((&row["username"], &row["first_name"], &row["phone"], &row["email"]), (&json!("ann"), &json!("Анна"), &json!(""), &json!("anna@example.com")));
        assert_eq!(script.refused("accounts/users/delete", json!({"account_id": 1, "name": "anna"})).await.0, 404);
        script.ok("accounts/users/delete", json!({"account_id": 1, "name": "ann"})).await;
        assert_eq!(script.ok("accounts/users/list", json!({"account_id": 1})).await["total_count"], 0);
    }

    async fn xml_does_the_same(app: TestApp) {
        let mut script = Script::new(&app).await;
        let added = script.xml("accounts/users/add", "<account_id>1</account_id><name>anna</name><email>anna@example.com</email><groups>Main</groups><master>true</master>").await;
        assert_eq!(added.status, 200, "{}", added.body);
        let list = script.xml("accounts/users/list", "<account_id>acme</account_id>").await;
        assert!(list.body.contains("<data><user><id>1</id><username>anna</username>") && list.body.contains("<lang>EN</lang><active>true</active><master>true</master>"), "{}", list.body);
    }

    async fn the_welcome_letter_goes_when_asked(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/users/add", json!({"account_id": 1, "name": "anna", "email": "anna@example.com", "send_welcome": true})).await;
        while worker::step(&app.state).await.expect("the worker works") {}
        let letters = app.sent.letters();
        assert!(letters.len() == 1 && letters[0].text.contains("anna@acme"), "{letters:?}");
        let soon = script.json("accounts/users/send_welcome", json!({"account_id": 1, "name": "anna"})).await;
        assert_eq!((soon.status, soon.header("retry-after")), (429, "60"), "within a minute: {}", soon.body);
        app.clock.advance(chrono::Duration::minutes(2));
        script.ok("accounts/users/send_welcome", json!({"account_id": 1, "name": "anna"})).await;
        while worker::step(&app.state).await.expect("the worker works") {}
        assert_eq!(app.sent.letters().len(), 2);
    }

    async fn states_and_limits_hold(app: TestApp) {
        let mut script = Script::new(&app).await;
        let anna = json!({"account_id": 1, "name": "anna", "email": "anna@example.com"});
        script.ok("accounts/freeze", json!({"id": 1})).await;
        assert_eq!(script.refused("accounts/users/add", anna.clone()).await.0, 409, "the account is frozen");
        script.ok("accounts/unfreeze", json!({"id": 1})).await;
        script.ok("accounts/users/add", anna.clone()).await;
        assert_eq!(script.refused("accounts/users/add", anna).await.0, 409, "the login is taken");
        script.ok("accounts/freeze", json!({"id": 1})).await;
        script.ok("accounts/users/update", json!({"account_id": 1, "name": "anna", "active": false})).await;
        assert_eq!(script.refused("accounts/users/update", json!({"account_id": 1, "name": "anna", "first_name": "A"})).await.0, 409);
        script.ok("accounts/unfreeze", json!({"id": 1})).await;
        script.owner.submit("/tariffs/1", &[("max_users", "1")]).await;
        assert_eq!(script.refused("accounts/users/add", json!({"account_id": 1, "name": "bob", "email": "b@example.com"})).await.0, 402);
    }

    async fn each_refusal_names_its_field(app: TestApp) {
        let mut script = Script::new(&app).await;
        for (field, value, expected) in [
            ("name", json!("a@b"), 422), ("email", json!("none"), 422), ("language", json!("fr"), 422), ("phone", json!("12"), 422),
            ("notify_email", json!("x"), 422), ("first_name", json!("x".repeat(81)), 422), ("password", json!("short"), 422),
            ("roles", json!(["None"]), 404), ("groups", json!([99]), 404), ("new_name", json!("x"), 422),
        ] {
            let mut params = json!({"account_id": 1, "name": "anna", "email": "anna@example.com"});
            params[field] = value.clone();
            let (code, errors) = script.refused("accounts/users/add", params).await;
            assert_eq!(code, expected, "{field}={value}: {errors}");
            assert!(errors[field].is_string(), "{field}={value}: {errors}");
        }
        assert_eq!(script.refused("accounts/users/list", json!({"account_id": 9})).await.0, 404);
        assert_eq!(script.refused("accounts/users/list", json!({})).await.0, 422);
    }
}
