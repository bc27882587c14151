//! What a call refers to: 0 is nothing, and what is not there is named.

use super::Script;
use super::describe::prepared;
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::{Value, json};

fn beta() -> Value {
    json!({"name": "beta", "title": "Beta", "tz": "UTC", "tariff": 1, "reports_day": 1, "reports_hour": 9})
}

/// `over` laid over a new account, or over others of the call's parameters.
fn with(mut base: Value, field: &str, value: &Value) -> Value {
    base[field] = value.clone();
    base
}

/// The sentence, which stands at the field as well as above it.
async fn refusal(script: &mut Script, call: &str, field: &str, params: Value) -> (u16, String) {
    let answer = script.json(call, params).await;
    let json = answer.json();
    if answer.status == 404 {
        assert_eq!(json["error_text"], json["errors"][field], "{call} {field}: {json}");
    }
    (answer.status, json["errors"][field].as_str().unwrap_or_default().to_owned())
}

both_databases! {
    async fn nought_is_none_for_every_reference_of_an_account(app: TestApp) {
        let mut script = prepared(&app).await;
        for none in [json!(0), json!("0"), json!(0.0), json!(null), json!("")] {
            for field in ["account_postgresql", "account_cache_clickhouse", "web_version_policy"] {
                script.ok("accounts/save", json!({"id": "acme", "account_postgresql": "Orders", "web_version_policy": "Quarter"})).await;
                script.ok("accounts/save", json!({"id": "acme", field: none})).await;
                assert_eq!(script.ok("accounts/get", json!({"id": "acme"})).await["data"][field], json!(null), "{field}={none}");
            }
            script.ok("accounts/save", json!({"id": "acme", "external_data_connectors": [none, "Shop"]})).await;
            assert_eq!(script.ok("accounts/get", json!({"id": "acme"})).await["data"]["external_data_connectors"], json!([2]), "{none}");
            let (code, errors) = script.refused("accounts/save", with(beta(), "tariff", &none)).await;
            assert_eq!((code, errors["tariff"].is_string()), (422, true), "a tariff is needed: {errors}");
        }
    }

    async fn nought_as_the_id_of_a_save_creates(app: TestApp) {
        let mut script = prepared(&app).await;
        for (n, none) in [json!(0), json!("0")].into_iter().enumerate() {
            let mut calls = vec![
                ("accounts/save", with(beta(), "name", &json!(format!("beta-{n}")))),
                ("tariffs/save", json!({"name": format!("T{n}"), "title": "T"})),
                ("web_version_policies/save", json!({"name": format!("P{n}")})),
                ("connectors/save", json!({"class": "database", "name": format!("D{n}"), "kind": "postgresql", "host": "db.example.org", "database": "x", "user": "x"})),
                ("accounts/groups/save", json!({"account_id": 1, "name": format!("G{n}")})),
                ("accounts/roles/save", json!({"account_id": 1, "name": format!("R{n}")})),
            ];
            for (call, params) in &mut calls {
                params["version"] = json!(0);
                let saved = script.saved(call, with(params.clone(), "id", &none)).await;
                assert_eq!(saved["version"], 1, "{call}");
            }
        }
        let made = script.xml("accounts/save", "<id>0</id><name>gamma</name><title>G</title><tz>UTC</tz><tariff>Basic</tariff><reports_day>1</reports_day><reports_hour>9</reports_hour><web_version_policy>0</web_version_policy>").await;
        assert!(made.status == 200 && made.body.contains("<version>1</version>"), "{}", made.body);
        let (code, errors) = script.refused("accounts/save", with(with(beta(), "version", &json!(1)), "name", &json!("delta"))).await;
        assert_eq!((code, errors["version"].is_string()), (422, true), "what is new has no version: {errors}");
    }

    async fn nought_is_none_wherever_something_must_be_named_or_may_be(app: TestApp) {
        let mut script = prepared(&app).await;
        for none in [json!(0), json!("0")] {
            for (call, field, others) in [
                ("accounts/get", "id", json!({})), ("accounts/freeze", "id", json!({})), ("tariffs/get", "id", json!({})), ("tariffs/delete", "id", json!({})),
                ("connectors/get", "id", json!({"class": "database"})), ("accounts/users/list", "account_id", json!({})),
                ("accounts/groups/delete", "id", json!({"account_id": 1})), ("accounts/users/add", "account_id", json!({"name": "dora", "email": "d@example.com"})),
            ] {
                let (code, errors) = script.refused(call, with(others, field, &none)).await;
                assert_eq!((code, errors[field].is_string()), (422, true), "{call} {field}={none}: {errors}");
            }
            assert_eq!(script.ok("accounts/get", json!({"id": none, "name": "acme"})).await["data"]["id"], 1);
            script.ok("accounts/users/update", json!({"account_id": 1, "name": "boris", "roles": ["Analyst", none], "groups": [none]})).await;
            let all = script.ok("audit/list", json!({"account_id": none, "object_id": none})).await;
            assert!(all["data"].as_array().is_some_and(|rows| rows.len() > 3), "nothing narrows the record: {all}");
        }
    }

    async fn what_is_not_there_is_named(app: TestApp) {
        let mut script = prepared(&app).await;
        let user = || json!({"account_id": 1, "name": "boris"});
        let database = || json!({"class": "database"});
        for (call, field, others, thing) in [
            ("accounts/save", "tariff", beta(), "tariff"), ("accounts/save", "account_postgresql", beta(), "PostgreSQL database"),
            ("accounts/save", "account_cache_clickhouse", beta(), "ClickHouse database"), ("accounts/save", "web_version_policy", beta(), "web-version policy"),
            ("accounts/save", "external_data_connectors", beta(), "external data"),
            ("accounts/users/update", "groups", user(), "group"), ("accounts/users/update", "roles", user(), "role"),
            ("accounts/groups/save", "id", json!({"account_id": 1, "name": "X"}), "group"), ("accounts/groups/delete", "id", json!({"account_id": 1}), "group"),
            ("accounts/roles/save", "id", json!({"account_id": 1, "name": "X"}), "role"), ("accounts/roles/delete", "id", json!({"account_id": 1}), "role"),
            ("tariffs/get", "id", json!({}), "tariff"), ("tariffs/save", "id", json!({}), "tariff"), ("tariffs/delete", "id", json!({}), "tariff"),
            ("web_version_policies/get", "id", json!({}), "web-version policy"), ("web_version_policies/delete", "id", json!({}), "web-version policy"),
            ("connectors/get", "id", database(), "database"), ("connectors/save", "id", database(), "database"), ("connectors/delete", "id", json!({"class": "external_data"}), "external data"),
            ("accounts/get", "id", json!({}), "account"), ("accounts/save", "id", json!({"title": "X"}), "account"), ("accounts/freeze", "id", json!({}), "account"),
            ("accounts/restore", "id", json!({}), "account"), ("accounts/get", "name", json!({}), "account"),
            ("accounts/users/list", "account_id", json!({}), "account"), ("accounts/users/add", "account_id", json!({"name": "x", "email": "x@example.com"}), "account"),
            ("accounts/groups/list", "account_id", json!({}), "account"), ("accounts/roles/save", "account_id", json!({"name": "x"}), "account"),
            ("audit/list", "account_id", json!({}), "account"),
        ] {
            let cased = if thing == "account" { "" } else { " Names are case-sensitive." };
            let lists = ["external_data_connectors", "groups", "roles"].contains(&field);
            let one = |value: Value| if lists { json!([value]) } else { value };
            let named = refusal(&mut script, call, field, with(others.clone(), field, &one(json!("nobody")))).await;
            assert_eq!(named, (404, format!("No {thing} named “nobody”.{cased}")), "{call} {field}");
            // The record of an account outlives it, and a name is never an id.
            if call != "audit/list" && field != "name" {
                let numbered = refusal(&mut script, call, field, with(others.clone(), field, &one(json!(99)))).await;
                assert_eq!(numbered, (404, format!("No {thing} with the id 99.")), "{call} {field}");
                let digits = refusal(&mut script, call, field, with(others, field, &one(json!("99")))).await;
                assert_eq!(digits, (404, format!("No {thing} named “99” or with the id 99.{cased}")), "{call} {field}");
            }
        }
        for call in ["accounts/users/update", "accounts/users/delete", "accounts/users/send_welcome"] {
            let missing = refusal(&mut script, call, "name", json!({"account_id": 1, "name": "nobody"})).await;
            assert_eq!(missing, (404, "No user named “nobody”.".to_owned()), "{call}");
        }
        let xml = script.xml("accounts/save", "<id>acme</id><tariff>Gold &amp; Co</tariff>").await;
        assert!(xml.status == 404 && xml.body.contains("<error_text>No tariff named “Gold &amp; Co”. Names are case-sensitive.</error_text>"), "{}", xml.body);
    }
}
