//! Stop lists as the platform asks and fills them.

use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::{Value, json};

fn outcomes(checked: &Value) -> Vec<&str> {
    checked["data"].as_array().expect("rows").iter().map(|row| row["outcome"].as_str().expect("text")).collect()
}

both_databases! {
    async fn what_is_added_is_found_in_any_spelling_and_removed(app: TestApp) {
        let mut script = Script::new(&app).await;
        let list = script.saved("stop_lists/save", json!({"name": "Sales", "is_global": false})).await["saved_id"].clone();
        let added = script.ok("stop_lists/add", json!({"id": "Global", "values": ["Anna@Example.com", "", "+49 30 901820", "nonsense", "anna@example.com"], "source": "hard_bounce", "reason": "550 5.1.1"})).await;
        assert_eq!(added["data"], json!({"added": 2, "duplicated": 1, "updated": 0, "refused": 1, "refusals": [{"at": 4, "text": "This is neither an email address, a phone number, a domain nor an MD5."}]}));
        script.ok("stop_lists/add", json!({"id": list, "values": ["*.example.org"]})).await;
        let values = json!(["ANNA@example.com", "x@deep.example.org", "+4930901820", "", "?", "9c39d3dc6af8c71af3d5ba8e0c3f5b0a"]);
        let checked = script.ok("stop_lists/check", json!({"values": values})).await;
        assert_eq!(outcomes(&checked), ["listed", "not_listed", "listed", "refused", "not_listed"]);
        assert_eq!(checked["total_count"], 5);
        let first = &checked["data"][0];
        assert_eq!(
            [&first["at"], &first["kind"], &first["by"], &first["list_id"], &first["since"], &first["source"], &first["reason"]],
            [&json!(1), &json!("email"), &json!("email"), &json!(1), &json!("2026-03-02T12:00:00Z"), &json!("hard_bounce"), &json!("550 5.1.1")]
        );
        assert_eq!((&checked["data"][3]["at"], &checked["data"][4]["kind"]), (&json!(5), &Value::Null));
        assert!(!checked.to_string().to_lowercase().contains("anna"), "no answer repeats a value: it may be kept for a repeated request");
        let own = script.ok("stop_lists/check", json!({"id": "Sales", "values": values})).await;
        assert_eq!(outcomes(&own), ["not_listed", "listed", "not_listed", "refused", "not_listed"]);
        assert_eq!(own["data"][1]["by"], "domain");
        script.ok("stop_lists/save", json!({"id": list, "is_global": true})).await;
        assert_eq!(outcomes(&script.ok("stop_lists/check", json!({"values": values})).await)[1], "listed");
        let removed = script.ok("stop_lists/remove", json!({"id": 1, "values": ["anna@EXAMPLE.com", "nobody@example.com"], "reason": "by mistake"})).await;
        assert_eq!(removed["data"], json!({"removed": 1, "absent": 1, "complaints": 0, "refused": 0, "refusals": []}));
        let got = script.ok("stop_lists/get", json!({"id": "Global"})).await["data"].clone();
        assert_eq!([&got["emails"], &got["phones"], &got["domains"], &got["version"]], [&json!(0), &json!(1), &json!(0), &json!(1)]);
    }

    async fn a_complaint_stays_one_and_goes_only_where_that_is_said(app: TestApp) {
        let mut script = Script::new(&app).await;
        let add = |source: &str| json!({"id": 1, "values": ["anna@example.com"], "source": source, "reason": "x"});
        script.ok("stop_lists/add", add("api")).await;
        assert_eq!(script.ok("stop_lists/add", add("complaint")).await["data"]["updated"], 1);
        assert_eq!(script.ok("stop_lists/add", add("hard_bounce")).await["data"]["duplicated"], 1);
        let remove = |complaints: bool| json!({"id": 1, "values": ["anna@example.com"], "reason": "x", "complaints": complaints});
        assert_eq!(script.ok("stop_lists/remove", remove(false)).await["data"]["complaints"], 1);
        assert_eq!(script.ok("stop_lists/remove", remove(true)).await["data"]["removed"], 1);
    }

    async fn bad_input_is_refused_by_name(app: TestApp) {
        let mut script = Script::new(&app).await;
        let many: Vec<String> = (0..1001).map(|n| format!("a{n}@example.com")).collect();
        for (call, params, status, field) in [
            ("stop_lists/check", json!({}), 422, "values"),
            ("stop_lists/check", json!({"values": []}), 422, "values"),
            ("stop_lists/check", json!({"values": ["", " "]}), 422, "values"),
            ("stop_lists/check", json!({"values": many}), 422, "values"),
            ("stop_lists/check", json!({"values": ["a@example.com"], "id": "None"}), 404, ""),
            ("stop_lists/check", json!({"values": [7]}), 400, ""),
            ("stop_lists/add", json!({"id": 1, "values": ["a@example.com"], "source": "import"}), 422, "source"),
            ("stop_lists/add", json!({"id": 1, "values": ["a@example.com"], "source": "administrator"}), 422, "source"),
            ("stop_lists/add", json!({"id": 1, "values": ["a@example.com"], "kind": "fax"}), 422, "kind"),
            ("stop_lists/add", json!({"id": 1, "values": ["a@example.com"], "reason": "of a@example.com"}), 422, "reason"),
            ("stop_lists/add", json!({"id": 0, "values": ["a@example.com"]}), 422, "id"),
            ("stop_lists/add", json!({"id": 9, "values": ["a@example.com"]}), 404, ""),
            ("stop_lists/remove", json!({"id": 1, "values": ["a@example.com"]}), 422, "reason"),
            ("stop_lists/remove", json!({"id": 1, "values": ["a@example.com"], "reason": " "}), 422, "reason"),
            ("stop_lists/save", json!({"id": 1, "name": "World"}), 422, "name"),
            ("stop_lists/save", json!({"id": 1, "is_global": false}), 422, "is_global"),
            ("stop_lists/save", json!({"name": "Global"}), 409, ""),
        ] {
            let (code, errors) = script.refused(call, params.clone()).await;
            assert!(code == status && (field.is_empty() || errors[field].is_string()), "{call} {params}: {code} {errors}");
        }
    }

    async fn both_formats_say_the_same(app: TestApp) {
        let mut script = Script::new(&app).await;
        let added = script.xml("stop_lists/add", "<id>1</id><values>anna@example.com</values><values>example.org</values>").await;
        assert!(added.status == 200 && added.body.contains("<added>2</added>"), "{}", added.body);
        let checked = script.xml("stop_lists/check", "<values>a@example.org</values>").await;
        assert!(checked.status == 200 && checked.body.contains("<outcome>listed</outcome>") && checked.body.contains("<by>domain</by>"), "{}", checked.body);
    }

    async fn a_thousand_values_are_answered_in_one_statement(app: TestApp) {
        let mut script = Script::new(&app).await;
        let values: Vec<String> = (0..1000).map(|n| format!("user{n}@mail{}.example.com", n % 50)).collect();
        let added = script.ok("stop_lists/add", json!({"id": 1, "values": values[..500]})).await;
        assert_eq!(added["data"]["added"], 500);
        let check = json!({"values": values});
        let checked = script.ok("stop_lists/check", check.clone()).await;
        assert_eq!(outcomes(&checked).iter().filter(|it| **it == "listed").count(), 500);
        // One more looks the token up.
        assert_eq!(script.statements(&app, "stop_lists/check", check).await, 2);
    }

    async fn a_scope_is_asked_for_each(app: TestApp) {
        let mut script = Script::with(&app, &["resources:write", "suppression:read"]).await;
        assert_eq!(script.json("stop_lists/check", json!({"values": ["a@example.com"]})).await.status, 200);
        for call in ["stop_lists/add", "stop_lists/remove", "stop_lists/save"] {
            assert_eq!(script.json(call, json!({"id": 1, "values": ["a@example.com"], "reason": "x"})).await.status, 403, "{call}");
        }
    }
}
