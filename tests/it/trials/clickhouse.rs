//! ClickHouse, in the clear and over TLS.

use super::servers::{certified, clickhouse_over};
use super::{outcome, tried};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::json;
use std::collections::HashMap;
use steward::dial::Names;

both_databases! {
    async fn clickhouse_says_its_version_or_why_not(app: TestApp) {
        let mut script = Script::new(&app).await;
        let server = clickhouse_over(None).await;
        let values = |more: serde_json::Value| {
            let mut values = json!({"kind": "clickhouse", "port": server.port()});
            values.as_object_mut().expect("values").extend(more.as_object().expect("more").clone());
            values
        };
        let found = tried(&app, &mut script, values(json!({}))).await;
        assert_eq!((&found["outcome"], &found["server"], &found["server_version"]), (&json!("ok"), &json!("ClickHouse"), &json!("24.8.1")));
        assert_eq!((&found["tls_version"], &found["read_only"]), (&json!(null), &json!(null)));
        assert!(found["round_trip_ms"].is_number());
        for (more, expected) in [
            (json!({"user": "wrong"}), "wrong_credentials"),
            (json!({"database": "none"}), "no_such_database"),
            (json!({"user": "moved"}), "not_this_kind"),
            (json!({"tls": "required"}), "tls_refused"),
        ] {
            assert_eq!(outcome(&app, &mut script, values(more.clone())).await, expected, "{more}");
        }
    }

    async fn a_certificate_must_be_good_for_the_host_that_was_typed(app: TestApp) {
        let mut script = Script::new(&app).await;
        let name = "db.example.org";
        app.state.part::<Names>().only(HashMap::from([
            (name.to_owned(), vec!["127.0.0.1".parse().expect("an address")]),
            ("other.example.org".to_owned(), vec!["127.0.0.1".parse().expect("an address")]),
        ]));
        let certified = certified(name);
        let server = clickhouse_over(Some(&certified)).await;
        let of = |host: &str, tls: &str, ca: &str| json!({"kind": "clickhouse", "port": server.port(), "host": host, "tls": tls, "ca": ca});
        let ca = certified.authority.as_str();
        for (host, tls, ca, expected, said) in [
            (name, "verified", ca, "ok", "works"),
            (name, "verified", "", "tls_refused", "authority that is not trusted"),
            ("other.example.org", "verified", ca, "tls_refused", "another host name"),
            ("other.example.org", "required", "", "ok", "works"),
            (name, "off", "", "not_this_kind", "not a server of this kind"),
        ] {
            let told = tried(&app, &mut script, of(host, tls, ca)).await;
            assert_eq!(told["outcome"], json!(expected), "{host} {tls}: {told}");
            assert!(told["text"].as_str().is_some_and(|text| text.contains(said)), "{told}");
            if expected == "ok" {
                assert_eq!(told["tls_version"], json!("TLSv1.3"));
            }
        }
    }
}
