//! What cannot be meant: refused in the asked format, never a failure of ours, never a guess.

use super::{ROOT, Script};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use serde_json::{Value, json};

/// Content type, body, code; of `accounts/get`.
fn json_bodies(token: &str) -> Vec<(&'static str, String, u16)> {
    vec![
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": 1, \"id\": 2}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": 1e400}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": NaN}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": [1]}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": 1.5}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"nmae\": \"acme\"}}"), 422),
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": {{\"id\": 1}}}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": true}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": 99999999999999999999}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": \"99999999999999999999\"}}"), 404),
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": 9223372036854775807}}"), 404),
        ("application/json", format!("{{\"token\": \"{token}\", \"name\": 1}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"name\": \"a\\u0000b\"}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"name\": \"\\ud800\"}}"), 400),
        ("application/json", format!("{{\"token\": [\"{token}\"], \"id\": 1}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"token\": \"{token}\", \"id\": 1}}"), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": 1}} {{}}"), 400),
        (
            "application/json",
            format!("{{\"token\": \"{token}\", \"id\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000)),
            400,
        ),
        ("application/json", format!("{{\"token\": \"{token}\"{}", ",\"a\":{".repeat(100_000)), 400),
        ("application/json", format!("{{\"token\": \"{token}\", \"id\": 1, \"format\": \"yaml\"}}"), 422),
        ("application/json", String::new(), 400),
        ("application/json", "[]".to_owned(), 400),
        ("text/plain", "[]".to_owned(), 415),
        ("text/plain", "{}".to_owned(), 401),
        ("application/json", format!("{{\"token\": \"{token}\", \"name\": \"{}\"}}", "a".repeat(1024 * 1024)), 413),
    ]
}

/// The same in XML, and other things under its name.
fn xml_bodies(token: &str) -> Vec<(&'static str, String, u16)> {
    vec![
        ("application/xml", format!("<xml><token>{token}</token><name></xml>"), 400),
        (
            "application/xml",
            format!("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><xml><token>{token}</token></xml>"),
            400,
        ),
        ("text/xml", format!("<xml><token>{token}</token><id>one two</id></xml>"), 400),
        ("application/xml", format!("<xml><token>{token}</token>{}</xml>", "<a>".repeat(10_000)), 400),
        ("application/xml", String::new(), 400),
        ("application/xml", format!("<xml><token>{token}</token><id>1</id><id>2</id></xml>"), 400),
        ("application/xml", format!("<xml><token>{token}</token><id>1e400</id></xml>"), 404),
        ("application/xml", format!("<xml><token>{token}</token><id>NaN</id></xml>"), 404),
        ("application/xml", format!("<xml><token>{token}</token><id><a>1</a></id></xml>"), 400),
        ("application/xml", format!("<xml><token>{token}</token><id array='true'><a>1</a></id></xml>"), 400),
        ("application/xml", format!("<xml><token>{token}</token><name>a&#0;b</name></xml>"), 400),
        ("application/xml", format!("<xml><token>{token}</token><nmae>acme</nmae></xml>"), 422),
        ("application/xml", format!("<xml><token>{token}</token><name>&a;</name></xml>"), 400),
        (
            "application/xml",
            format!(
                "<!DOCTYPE x [<!ENTITY a \"{}\"><!ENTITY b \"{}\">]><xml><name>&b;</name></xml>",
                "x".repeat(1000),
                "&a;".repeat(1000)
            ),
            400,
        ),
        ("application/xml", format!("<xml><token>{token}</token>{}</xml>", "<a/>".repeat(100_000)), 400),
        ("application/xml", format!("<xml><token>{token}</token><name>{}</name></xml>", "a".repeat(1024 * 1024)), 413),
        (
            "application/xml",
            format!("<?xml version=\"1.0\" encoding=\"utf-16\"?><xml><token>{token}</token></xml>"),
            400,
        ),
    ]
}

both_databases! {
    async fn a_number_beyond_all_counting_is_said_to_be_too_large_and_a_limit_is_cut(app: TestApp) {
        let mut script = Script::new(&app).await;
        let huge = ["9223372036854775808", "18446744073709551616", "1000000000000000000000000"];
        for number in huge {
            for body in [format!("{{\"limit\": {number}}}"), format!("{{\"limit\": \"{number}\"}}")] {
                let params: Value = serde_json::from_str(&body).expect("JSON");
                assert_eq!(script.ok("accounts/list", params).await["total_count"], 1, "{body}");
            }
            let answer = script.xml("accounts/list", &format!("<limit>{number}</limit>")).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            for (call, before, after) in [("accounts/list", "{\"from_id\": ", "}"), ("accounts/save", "{\"id\": 1, \"reports_day\": ", "}")] {
                let params: Value = serde_json::from_str(&format!("{before}{number}{after}")).expect("JSON");
                let answer = script.json(call, params).await;
                let said = answer.json()["error_text"].as_str().unwrap_or_default().to_owned();
                assert!(answer.status == 400 && said.ends_with("a whole number is expected, and this one is too large."), "{said}");
            }
        }
        for (value, says) in [(json!(1.5), "not a fraction."), (json!(-1e30), "and this one is too small."), (json!("soon"), "not this text."), (json!(true), "not true or false.")] {
            let answer = script.json("accounts/list", json!({"from_id": value})).await;
            assert!(answer.status == 400 && answer.json()["error_text"].as_str().is_some_and(|text| text.ends_with(says)), "{}", answer.body);
        }
        let negative = script.json("accounts/list", json!({"limit": -1})).await;
        assert_eq!(negative.status, 422, "{}", negative.body);
    }

    async fn what_cannot_be_read_is_refused_in_the_asked_format(app: TestApp) {
        let mut script = Script::new(&app).await;
        let token = script.secret.clone();
        for (content_type, body, code) in [json_bodies(&token), xml_bodies(&token)].concat() {
            let answer = script.client.post_raw(&format!("{ROOT}/accounts/get"), &[("content-type", content_type)], body.clone()).await;
            let shown: String = body.chars().take(90).collect();
            assert_eq!(answer.status, code, "{shown}: {}", answer.body);
            if content_type.ends_with("xml") {
                assert!(answer.body.starts_with("<?xml") && answer.body.contains(&format!("<error>{code}</error>")), "{shown}: {}", answer.body);
            } else {
                assert_eq!(answer.json()["error"], code, "{shown}");
                assert!(answer.json()["error_text"].as_str().is_some_and(|text| text.ends_with('.')), "{shown}: {}", answer.body);
            }
            assert!(!answer.body.contains("root:"), "no file is read");
        }
        for (content_type, start, end) in [("application/json", format!("{{\"token\": \"{token}\", \"name\": \""), "\"}"), ("application/xml", format!("<xml><token>{token}</token><name>"), "</name></xml>")] {
            let bytes = [start.as_bytes(), b"\xff\xfe", end.as_bytes()].concat();
            let answer = script.client.post_raw(&format!("{ROOT}/accounts/get"), &[("content-type", content_type)], bytes).await;
            assert!(answer.status == 400 && answer.header("content-type").starts_with(content_type), "{}", answer.body);
        }
        let packed = script.client.post_raw(&format!("{ROOT}/accounts/get"), &[("content-type", "application/json"), ("content-encoding", "gzip")], "x").await;
        assert_eq!(packed.status, 415, "nothing is unpacked: {}", packed.body);
        let (_, errors) = script.refused("accounts/get", json!({"nmae": "acme"})).await;
        assert!(errors["nmae"].is_string(), "a typing mistake is named: {errors}");
    }

    async fn no_kind_of_value_breaks_any_parameter_of_any_call(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.api_rate = 100_000).await;
        let mut script = Script::new(&app).await;
        let odd = [json!(null), json!(true), json!(-1), json!(1.5), json!(i64::MAX), json!(u64::MAX), json!(1e300), json!(""), json!(" "), json!("\u{202E}"), json!("'; --"), json!("я".repeat(70_000)), json!([]), json!([1]), json!([[1]]), json!({}), json!({"id": 1})];
        for call in steward::app::calls().0 {
            for field in ["id", "name", "account_id", "version", "from_id", "limit", "active", "title", "tariff", "tz", "external_data_connectors", "frozen_details", "reports_day", "email", "phone", "groups", "password", "send_welcome", "dry_run"] {
                for value in &odd {
                    let mut params = json!({"id": 99, "account_id": 99, "name": "nobody"});
                    params[field] = value.clone();
                    let answer = script.json(call.path, params).await;
                    let shown: String = value.to_string().chars().take(40).collect();
                    assert!(answer.status < 500, "{} {field}={shown}: {}", call.path, answer.body);
                    assert!(matches!(answer.json()["error"], Value::Number(_)));
                }
            }
        }
    }
}
