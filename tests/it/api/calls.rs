//! What holds of every call: how formats are told, how lists go on, and that everything below the API's address answers
//! in the envelope.

mod hang_up;

use super::describe::prepared;
use super::{ROOT, Script};
use crate::both_databases;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use reqwest::Method;
use serde_json::{Value, json};

const JSON: (&str, &str) = ("content-type", "application/json");

fn is_xml(answer: &Answer) -> bool {
    answer.header("content-type") == "application/xml; charset=utf-8" && answer.body.starts_with("<?xml")
}

impl Script {
    /// `accounts/get` of Acme, with a body and headers of any kind.
    async fn acme(&mut self, query: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Answer {
        self.client.post_raw(&format!("{ROOT}/accounts/get{query}"), headers, body).await
    }

    fn bodies(&self) -> [String; 2] {
        [
            format!("{{\"token\": \"{0}\", \"id\": 1}}", self.secret),
            format!("<xml><token>{0}</token><id>1</id></xml>", self.secret),
        ]
    }
}

async fn ids(script: &mut Script, call: &str, params: Value) -> (Vec<i64>, Value) {
    let list = script.ok(call, params).await;
    let ids = list["data"].as_array().expect("rows").iter().filter_map(|row| row["id"].as_i64()).collect();
    (ids, list["next_from_id"].clone())
}

both_databases! {
    async fn whatever_is_no_call_below_the_address_answers_404_in_the_envelope(app: TestApp) {
        let mut script = Script::new(&app).await;
        for path in ["/api", "/api/", "/api/v1.1/admin", "/api/v1.1/admin/", "/api/v1.1/admin/accounts", "/api/v1.1/admin/accounts/nothing", "/api/v1.1/adminaccounts/list", "/api/v2/x", "/api/docs/x", "/api/openapi.json/"] {
            for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
                let method: Method = method.parse().expect("a method");
                let answer = script.client.request(method.clone(), path, &[]).await;
                assert_eq!((answer.status, answer.json()["error"].clone()), (404, json!(404)), "{method} {path}: {}", answer.body);
                let answer = script.client.request(method.clone(), path, &[("accept", "text/xml")]).await;
                assert!(answer.status == 404 && is_xml(&answer) && answer.body.contains("<error>404</error>"), "{method} {path}: {}", answer.body);
            }
        }
        let known = script.client.request(Method::PUT, &format!("{ROOT}/accounts/list"), &[]).await;
        assert_eq!((known.status, known.header("allow")), (405, "POST"));
        assert_eq!(script.client.get("/api/docs").await.status, 303, "the page about the calls is the panel's");
        assert!(script.client.get("/api-tokens").await.status == 303 && script.client.get("/apix").await.body.contains("<html"));
    }

    async fn what_is_only_read_says_so_in_the_envelope(app: TestApp) {
        let mut script = Script::new(&app).await;
        for path in ["/api/openapi.json", "/api/docs", "/api/docs/"] {
            for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
                let method: Method = method.parse().expect("a method");
                let answer = script.client.request(method.clone(), path, &[]).await;
                assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method} {path}: {}", answer.body);
                assert_eq!(answer.json(), json!({"error": 405, "error_text": "This is only read, by GET."}));
                let answer = script.client.request(method.clone(), path, &[("accept", "text/xml")]).await;
                assert!(is_xml(&answer) && answer.body.contains("<error>405</error>"), "{method} {path}: {}", answer.body);
            }
        }
        assert_eq!(script.client.head("/api/openapi.json").await.status, 200);
        assert_eq!(script.owner.get("/api/docs").await.status, 200);
        assert_eq!(script.owner.get("/api/docs/").await.location(), "/api/docs");
    }

    async fn another_host_is_told_in_the_envelope(app: TestApp) {
        let mut script = Script::new(&app).await;
        let host = ("host", "evil.example");
        for path in ["/api/v1.1/admin/accounts/list", "/api/nothing", "/api/openapi.json"] {
            let answer = script.client.post_raw(path, &[host, JSON], "{}").await;
            assert_eq!((answer.status, answer.json()["error"].clone()), (421, json!(421)), "{path}: {}", answer.body);
            assert!(answer.json()["error_text"].as_str().is_some_and(|text| text.ends_with('.')), "{}", answer.body);
            for headers in [[host, ("accept", "application/xml")], [host, ("content-type", "text/xml")]] {
                let answer = script.client.post_raw(path, &headers, "<xml/>").await;
                assert!(answer.status == 421 && is_xml(&answer) && answer.body.contains("<error>421</error>"), "{path}: {}", answer.body);
            }
            let answer = script.client.post_raw(&format!("{path}?format=xml"), &[host], "").await;
            assert!(answer.status == 421 && is_xml(&answer), "{path}: {}", answer.body);
        }
        let page = script.client.get_with("/accounts", &[host]).await;
        assert!(page.status == 421 && page.body.contains("<html"), "a page stays a page: {}", page.body);
    }

    async fn the_first_character_of_a_body_decides_what_it_is(app: TestApp) {
        let mut script = Script::new(&app).await;
        let [json, xml] = script.bodies();
        for content_type in [None, Some("application/json"), Some("application/xml"), Some("text/xml; charset=utf-8"), Some("application/x-www-form-urlencoded")] {
            let headers: Vec<(&str, &str)> = content_type.map(|it| ("content-type", it)).into_iter().collect();
            for before in ["", "\u{FEFF}", " \r\n\t", "\u{FEFF}\n"] {
                let answer = script.acme("", &headers, format!("{before}{json}")).await;
                assert_eq!((answer.status, answer.json()["data"]["id"].clone()), (200, json!(1)), "{content_type:?} {before:?}: {}", answer.body);
                let answer = script.acme("", &headers, format!("{before}{xml}")).await;
                assert!(answer.status == 200 && is_xml(&answer), "{content_type:?} {before:?}: {}", answer.body);
            }
        }
        let declared = script.acme("", &[], format!("\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{xml}")).await;
        assert_eq!(declared.status, 200, "{}", declared.body);
        let twice = script.acme("", &[JSON], format!("\u{FEFF}\u{FEFF}{json}")).await;
        assert_eq!(twice.status, 400, "one is a mark, two are text: {}", twice.body);
    }

    async fn an_accept_header_counts_where_no_format_is_named(app: TestApp) {
        let mut script = Script::new(&app).await;
        let [json, xml] = script.bodies();
        let accept = |value: &'static str| [("accept", value)];
        for (value, query, of_json, of_xml) in [
            ("application/xml", "", true, true), ("text/xml", "", true, true), ("application/json", "", false, false), ("*/*", "", false, true),
            ("text/html", "", false, true), ("application/json;q=0.1, application/xml", "", true, true),
            ("application/xml", "?format=json", false, false), ("application/json", "?format=xml", true, true),
        ] {
            let answered = is_xml(&script.acme(query, &accept(value), json.clone()).await);
            assert_eq!((answered, is_xml(&script.acme(query, &accept(value), xml.clone()).await)), (of_json, of_xml), "{value} {query}");
        }
        let in_body = json.replace('}', ", \"format\": \"json\"}");
        assert!(!is_xml(&script.acme("", &accept("application/xml"), in_body).await), "what the body says wins");
        let refused = script.acme("", &accept("application/xml"), "{}").await;
        assert!(refused.status == 401 && is_xml(&refused), "{}", refused.body);
    }

    async fn namespaces_on_the_root_are_let_through_and_other_attributes_are_not(app: TestApp) {
        let mut script = Script::new(&app).await;
        let [_, xml] = script.bodies();
        for (root, code) in [("<xml xmlns=\"urn:x\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">", 200), ("<xml xmlns=''>", 200), ("<xml version='1'>", 400), ("<xml array='true'>", 400)] {
            let answer = script.acme("", &[], xml.replacen("<xml>", root, 1)).await;
            assert_eq!(answer.status, code, "{root}: {}", answer.body);
        }
    }

    async fn a_list_in_xml_is_read_however_it_is_written(app: TestApp) {
        let mut script = Script::new(&app).await;
        for (actions, expected) in [
            ("<actions array='true'>view_reports</actions>", json!(["view_reports"])),
            ("<actions array =\"true\">view_reports</actions><actions array='true'>edit_profiles</actions>", json!(["edit_profiles", "view_reports"])),
            ("<actions array='true'>view_reports</actions><actions>edit_profiles</actions>", json!(["edit_profiles", "view_reports"])),
            ("<actions>view_reports</actions><actions>edit_profiles</actions>", json!(["edit_profiles", "view_reports"])),
            ("<actions array='true'><item>view_reports</item><item>edit_profiles</item></actions>", json!(["edit_profiles", "view_reports"])),
            ("<actions array='true'/>", json!([])),
            ("<actions>view_reports</actions>", json!(["view_reports"])),
            ("<actions></actions>", json!([])),
        ] {
            let saved = script.xml("accounts/roles/save", &format!("<account_id>1</account_id><name>R</name>{actions}")).await;
            assert_eq!(saved.status, 200, "{actions}: {}", saved.body);
            let row = script.ok("accounts/roles/list", json!({"account_id": 1})).await["data"][0].clone();
            assert_eq!(row["actions"], expected, "{actions}");
            script.ok("accounts/roles/delete", json!({"account_id": 1, "id": "R"})).await;
        }
        for actions in ["<actions array='true'><action>view_reports</action></actions>", "<actions array='true'><item>view_reports</item><action>x</action></actions>"] {
            let refused = script.xml("accounts/roles/save", &format!("<account_id>1</account_id><name>R</name>{actions}")).await;
            assert_eq!(refused.status, 400, "{actions}: {}", refused.body);
        }
        let scalar = script.xml("accounts/get", "<id array='true'>1</id>").await;
        assert_eq!(scalar.status, 400, "one id is no list of ids: {}", scalar.body);
    }

    async fn a_list_is_cut_to_a_thousand_and_says_where_it_goes_on(app: TestApp) {
        let mut script = Script::new(&app).await;
        app.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO tariffs (name, title, title_key, search, warn_percent, version, created_at, updated_at, updated_by)
            SELECT 'Copy ' || i, title, title_key, search, warn_percent, version, created_at, updated_at, updated_by FROM tariffs CROSS JOIN n WHERE id = 1").await;
        for limit in [json!(1000), json!(1001), json!("5000"), json!(i64::MAX), json!(null)] {
            let (found, next) = ids(&mut script, "tariffs/list", json!({"limit": limit})).await;
            assert_eq!((found.len(), found.first(), next), (1000, Some(&1), json!(1001)), "{limit}");
        }
        let list = script.ok("tariffs/list", json!({"from_id": 1001})).await;
        let keys: Vec<&String> = list.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["data", "error", "error_text", "total_count"], "there is no more");
        let list = script.ok("tariffs/list", json!({"limit": 1})).await;
        let keys: Vec<&String> = list.as_object().expect("an object").keys().collect();
        assert_eq!((keys.last().map(|it| it.as_str()), &list["total_count"], &list["next_from_id"]), (Some("next_from_id"), &json!(1001), &json!(2)));
        for wrong in [json!(0), json!(-1)] {
            assert_eq!(script.refused("tariffs/list", json!({"limit": wrong})).await.0, 422);
        }
    }

    async fn every_list_can_be_read_page_by_page(app: TestApp) {
        let mut script = prepared(&app).await;
        for name in ["beta", "gamma"] {
            script.ok("accounts/save", json!({"name": name, "title": name, "tz": "UTC", "tariff": 1, "reports_day": 1, "reports_hour": 9})).await;
            script.ok("accounts/users/add", json!({"account_id": 1, "name": name, "email": "x@example.com"})).await;
            script.ok("accounts/groups/save", json!({"account_id": 1, "name": name})).await;
            script.ok("accounts/roles/save", json!({"account_id": 1, "name": name})).await;
            script.ok("tariffs/save", json!({"name": name, "title": name})).await;
            script.ok("web_version_policies/save", json!({"name": name})).await;
        }
        for (call, others) in [
            ("accounts/list", json!({})), ("accounts/users/list", json!({"account_id": 1})), ("accounts/groups/list", json!({"account_id": 1})),
            ("accounts/roles/list", json!({"account_id": 1})), ("tariffs/list", json!({})), ("web_version_policies/list", json!({})),
            ("connectors/list", json!({"class": "external_data"})), ("audit/list", json!({"object_kind": "account"})),
        ] {
            let (all, none) = ids(&mut script, call, others.clone()).await;
            assert!(all.len() > 1 && none.is_null(), "{call}: {all:?} {none}");
            let (mut read, mut from) = (Vec::new(), json!(1));
            while !from.is_null() {
                let mut params = others.clone();
                (params["from_id"], params["limit"]) = (from, json!(1));
                let (page, next) = ids(&mut script, call, params).await;
                assert_eq!(page.len(), 1, "{call}");
                (read, from) = ([read, page].concat(), next);
            }
            assert_eq!(read, all, "{call}");
        }
        let xml = script.xml("accounts/list", "<limit>1</limit>").await;
        assert!(xml.body.ends_with("<total_count>3</total_count><next_from_id>2</next_from_id></xml>"), "{}", xml.body);
    }

    async fn rows_in_xml_are_a_data_each_and_users_stand_in_one(app: TestApp) {
        let mut script = prepared(&app).await;
        script.ok("accounts/users/add", json!({"account_id": 1, "name": "dora", "email": "d@example.com"})).await;
        let users = script.xml("accounts/users/list", "<account_id>1</account_id>").await.body;
        assert_eq!([users.matches("<data>").count(), users.matches("<user>").count()], [1, 2], "{users}");
        assert!(users.contains("<notify_email></notify_email><phone></phone><lang>EN</lang>"), "{users}");
        let databases = script.xml("connectors/list", "<class>external_data</class>").await.body;
        assert_eq!([databases.matches("<data>").count(), databases.matches("<data><id>").count()], [2, 2], "{databases}");
        for (call, inside) in [("accounts/list", "<name>nobody</name>"), ("accounts/users/list", "<account_id>1</account_id><active>false</active>")] {
            let empty = script.xml(call, inside).await.body;
            assert!(empty.contains("<xml><error>0</error>") && !empty.contains("<data"), "an empty list has no data: {empty}");
        }
        let account = script.xml("accounts/get", "<id>1</id>").await.body;
        assert!(account.contains("<external_data_connectors array=\"true\">2</external_data_connectors><external_data_connectors array=\"true\">3</external_data_connectors>"), "{account}");
        let done = script.xml("accounts/activate", "<id>1</id>").await.body;
        assert!(done.ends_with("<xml><data/><error>0</error><error_text>Successful operation</error_text></xml>"), "{done}");
        let refused = script.xml("accounts/activate", "<id>99</id>").await.body;
        assert!(refused.contains("<xml><error>404</error>") && !refused.contains("<data"), "{refused}");
    }

    async fn a_user_is_called_username_as_well(app: TestApp) {
        let mut script = Script::new(&app).await;
        let call = |username: &str, more: Value| {
            let mut params = more;
            (params["account_id"], params["username"]) = (json!(1), json!(username));
            params
        };
        script.ok("accounts/users/add", call(" Anna", json!({"email": "anna@example.com"}))).await;
        script.ok("accounts/users/update", call("ANNA", json!({"name": "anna", "first_name": "Anna"}))).await;
        script.ok("accounts/users/update", call("", json!({"name": "anna", "last_name": "Kim"}))).await;
        app.clock.advance(chrono::Duration::minutes(2));
        script.ok("accounts/users/send_welcome", call("anna", json!({}))).await;
        let row = script.ok("accounts/users/list", json!({"account_id": 1})).await["data"][0].clone();
        assert_eq!((&row["username"], &row["first_name"], &row["last_name"]), (&json!("anna"), &json!("Anna"), &json!("Kim")));
        for name in ["accounts/users/add", "accounts/users/update", "accounts/users/delete", "accounts/users/send_welcome"] {
            let email = if name.ends_with("add") { json!({"name": "boris", "email": "b@example.com"}) } else { json!({"name": "boris"}) };
            let (code, errors) = script.refused(name, call("anna", email)).await;
            assert_eq!((code, errors["username"].is_string()), (422, true), "which of the two is meant, nobody can tell: {name} {errors}");
            let (code, errors) = script.refused(name, json!({"account_id": 1})).await;
            assert_eq!((code, errors["name"].is_string()), (422, true), "{name}: {errors}");
        }
        script.ok("accounts/users/delete", call("anna", json!({"name": null}))).await;
        assert_eq!(script.ok("accounts/users/list", json!({"account_id": 1})).await["total_count"], 0);
    }
}
