//! Bodies that nobody meant: whatever bytes come, the answer is a refusal in the format that was asked for.

use super::{ROOT, Script};
use crate::both_databases;
use crate::support::app::TestApp;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

const BODIES: usize = 200;

/// Noise, and what looks like JSON or XML for a while.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let noise = proptest::collection::vec(any::<u8>(), 0..200);
    let json = proptest::collection::vec(
        prop_oneof![
            Just("{"),
            Just("}"),
            Just("["),
            Just("]"),
            Just("\"id\""),
            Just(":"),
            Just(","),
            Just("1e999"),
            Just("-0"),
            Just("null"),
            Just("\"\\ud800\"")
        ],
        0..40,
    );
    let xml = proptest::collection::vec(
        prop_oneof![
            Just("<xml>"),
            Just("</xml>"),
            Just("<id>"),
            Just("</id>"),
            Just("<id array='true'>"),
            Just("<a/>"),
            Just("&amp;"),
            Just("&#0;"),
            Just("&x;"),
            Just("<![CDATA["),
            Just("]]>"),
            Just("<!--"),
            Just("<?xml version='1.0'?>"),
            Just("<!DOCTYPE a>"),
            Just("1")
        ],
        0..40,
    );
    prop_oneof![
        noise,
        json.prop_map(|parts| parts.concat().into_bytes()),
        xml.prop_map(|parts| parts.concat().into_bytes())
    ]
}

both_databases! {
    async fn whatever_bytes_come_they_are_refused_in_the_asked_format(app: TestApp) {
        let mut script = Script::new(&app).await;
        let bearer = format!("Bearer {}", script.secret);
        // Deterministic: the same bodies each time.
        let mut runner = TestRunner::deterministic();
        let made = (proptest::sample::select(vec!["application/json", "application/xml", "text/plain", ""]), proptest::sample::select(vec!["json", "xml"]), body());
        let mut codes = std::collections::BTreeSet::new();
        for _ in 0..BODIES {
            let (content_type, format, body) = made.new_tree(&mut runner).expect("it can be made").current();
            let mut headers = vec![("authorization", bearer.as_str())];
            if !content_type.is_empty() {
                headers.push(("content-type", content_type));
            }
            let answer = script.client.post_raw(&format!("{ROOT}/accounts/activate?format={format}"), &headers, body.clone()).await;
            let shown = String::from_utf8_lossy(&body);
            assert!((400..500).contains(&answer.status), "{content_type} {shown:?}: {} {}", answer.status, answer.body);
            match format {
                "json" => assert_eq!(answer.json()["error"], answer.status, "{shown:?}"),
                _ => assert!(answer.body.starts_with("<?xml") && answer.body.contains(&format!("<error>{}</error>", answer.status)), "{shown:?}: {}", answer.body),
            }
            codes.insert(answer.status);
        }
        assert!(codes.contains(&400) && codes.contains(&415), "{codes:?}");
    }

    async fn what_is_of_the_wrong_type_beside_the_parameters_is_refused_too(app: TestApp) {
        let mut script = Script::new(&app).await;
        let (code, _) = script.refused("accounts/get", serde_json::json!({"id": 1, "token": [1]})).await;
        assert_eq!(code, 400, "a token is text, whether it is needed or not");
        let (code, errors) = script.refused("accounts/get?format=yaml", serde_json::json!({"id": 1, "format": "json"})).await;
        assert_eq!((code, errors["format"].is_string()), (422, true));
        let whole = script.ok("accounts/get", serde_json::json!({"id": 1.0})).await;
        assert_eq!(whole["data"]["id"], 1);
        assert_eq!(script.refused("accounts/get", serde_json::json!({"id": 1e300})).await.0, 400);
        let frozen = script.xml("accounts/freeze", "<id>1</id><frozen_details/>").await;
        assert_eq!(frozen.status, 200, "{}", frozen.body);
    }
}
