//! The account's id in the billing system or the CRM: one account has it, and by it that account is found.

use super::{NEW, names};
use crate::api::{Script, make_token};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;
use serde_json::{Value, json};

const REFERENCE: &str = "С-10172 / ООО";

async fn make(owner: &mut Client, name: &str, reference: &str) -> Answer {
    let fields = [("title", name), ("name", name), ("tariff", "1"), ("external_id", reference)];
    owner.submit(NEW, &fields).await
}

/// Acme and Globex, which has the reference.
async fn with_a_reference(app: &TestApp) -> Script {
    let mut owner = owner_of_acme(app).await;
    assert_eq!(make(&mut owner, "globex", REFERENCE).await.status, 303);
    let secret = make_token(&mut owner, "Billing", &["accounts:read", "accounts:write"]).await;
    Script { client: app.client(), owner, secret }
}

fn ids(answer: &Value) -> Vec<i64> {
    answer["data"].as_array().expect("rows").iter().filter_map(|row| row["id"].as_i64()).collect()
}

both_databases! {
    async fn a_reference_that_another_account_has_is_refused_with_its_name(app: TestApp) {
        let mut script = with_a_reference(&app).await;
        for (path, name) in [(NEW, "other"), ("/accounts/1", "acme")] {
            let fields = [("title", name), ("name", name), ("tariff", "1"), ("external_id", REFERENCE)];
            let refused = script.owner.submit(path, &fields).await;
            assert_eq!(refused.status, 422, "{path}");
            let sentence = "The account globex (id 2) already has this reference.";
            assert_eq!(refused.field_error("external_id").as_deref(), Some(sentence), "{path}");
            assert_eq!(refused.value_of("external_id").as_deref(), Some(REFERENCE), "{path}");
        }
        let (status, refused) = script.refused("accounts/save", json!({"id": "acme", "external_id": REFERENCE})).await;
        assert_eq!(status, 422);
        assert_eq!(refused["external_id"], json!("The account globex (id 2) already has this reference."));
        // Compared as typed, and nobody has no reference.
        assert_eq!(make(&mut script.owner, "small", &REFERENCE.to_lowercase()).await.status, 303);
        for name in ["none", "none-either"] {
            assert_eq!(make(&mut script.owner, name, "").await.status, 303, "{name}");
        }
    }

    async fn an_account_is_found_by_its_reference(app: TestApp) {
        let mut script = with_a_reference(&app).await;
        for (asked, expected) in [
            ("q=10172", vec!["globex"]), ("q=%D0%BE%D0%BE%D0%BE", vec!["globex"]), ("q=10173", vec![]),
            ("external_id=%D0%A1-10172+%2F+%D0%9E%D0%9E%D0%9E", vec!["globex"]), ("external_id=10172", vec![]),
        ] {
            assert_eq!(names(&mut script.owner, &format!("?{asked}")).await, expected, "{asked}");
        }
        let found = script.ok("accounts/get", json!({"external_id": format!(" {REFERENCE} ")})).await;
        assert_eq!((&found["data"]["id"], &found["data"]["external_id"]), (&json!(2), &json!(REFERENCE)));
        assert_eq!(ids(&script.ok("accounts/list", json!({"external_id": REFERENCE})).await), [2]);
        assert_eq!(ids(&script.ok("accounts/list", json!({"external_id": "10172"})).await), [0; 0]);
        assert_eq!(ids(&script.ok("accounts/list", json!({"external_id": ""})).await), [1, 2]);
        assert_eq!(script.refused("accounts/get", json!({"external_id": "10172"})).await.0, 404);
        let (status, both) = script.refused("accounts/get", json!({"external_id": REFERENCE, "id": 2})).await;
        assert_eq!(status, 422);
        assert_eq!(both["external_id"], json!("Give one of id, name and external_id."));
    }

    async fn a_reference_is_changed_on_the_record_and_free_again(app: TestApp) {
        let mut script = with_a_reference(&app).await;
        script.ok("accounts/save", json!({"id": "globex", "external_id": null})).await;
        let history = script.owner.get("/accounts/2/history").await;
        assert!(history.text().contains("Your reference") && history.text().contains(REFERENCE), "{}", history.text());
        script.ok("accounts/save", json!({"id": "acme", "external_id": REFERENCE})).await;
        assert_eq!(names(&mut script.owner, "?q=10172").await, ["acme"]);
        // A deleted account keeps it, since it may come back.
        assert_eq!(script.owner.submit("/accounts/1/delete", &[("typed_name", "acme")]).await.status, 303);
        let refused = make(&mut script.owner, "acme-again", REFERENCE).await;
        assert_eq!(refused.field_error("external_id").as_deref(), Some("The account acme (id 1) already has this reference."));
    }
}
