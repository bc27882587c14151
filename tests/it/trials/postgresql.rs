//! PostgreSQL, the real one.

use super::servers::{certified, postgresql};
use super::{outcome, tried};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::json;
use std::collections::HashMap;
use steward::dial::Names;

both_databases! {
    async fn postgresql_says_its_version_or_why_not(app: TestApp) {
        if std::env::var("STEWARD_TEST_SQLITE_ONLY").is_ok() {
            return;
        }
        let mut script = Script::new(&app).await;
        let port = postgresql(None).await;
        let right = json!({"kind": "postgresql", "port": port, "database": "postgres", "user": "steward"});
        let found = tried(&app, &mut script, right).await;
        assert_eq!((&found["outcome"], &found["server"], &found["read_only"]), (&json!("ok"), &json!("PostgreSQL"), &json!(false)), "{found}");
        assert!(found["server_version"].as_str().is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit())), "{found}");
        assert_eq!(found["tls_version"], json!(null));
        for (database, user, tls, expected) in [
            ("postgres", "nobody_here", "off", "wrong_credentials"),
            ("none_here", "steward", "off", "no_such_database"),
            ("postgres", "steward", "required", "tls_refused"),
            ("postgres", "steward", "verified", "tls_refused"),
        ] {
            let values = json!({"kind": "postgresql", "port": port, "database": database, "user": user, "tls": tls});
            assert_eq!(outcome(&app, &mut script, values).await, expected, "{database} {user} {tls}");
        }
        for other in ["clickhouse", "mssql"] {
            assert_eq!(outcome(&app, &mut script, json!({"kind": other, "port": port})).await, "not_this_kind", "{other}");
        }
    }

    async fn over_a_relay_the_host_must_still_be_who_it_was_typed_as(app: TestApp) {
        if std::env::var("STEWARD_TEST_SQLITE_ONLY").is_ok() {
            return;
        }
        let mut script = Script::new(&app).await;
        let name = "db.example.org";
        let here = vec!["127.0.0.1".parse().expect("an address")];
        app.state.part::<Names>().only(HashMap::from([(name.to_owned(), here.clone()), ("other.example.org".to_owned(), here)]));
        let certified = certified(name);
        let port = postgresql(Some(&certified)).await;
        let of = |host: &str, tls: &str, ca: &str| {
            json!({"kind": "postgresql", "port": port, "host": host, "tls": tls, "ca": ca, "database": "postgres", "user": "steward"})
        };
        let ca = certified.authority.as_str();
        for (host, tls, ca, expected) in [
            (name, "verified", ca, "ok"),
            (name, "verified", "", "tls_refused"),
            ("other.example.org", "verified", ca, "tls_refused"),
            ("other.example.org", "required", "", "ok"),
        ] {
            let told = tried(&app, &mut script, of(host, tls, ca)).await;
            assert_eq!(told["outcome"], json!(expected), "{host} {tls}: {told}");
        }
        let left = std::fs::read_dir(std::env::temp_dir()).expect("a folder").flatten();
        let left = left.filter(|entry| entry.path().join(format!(".s.PGSQL.{port}")).exists()).count();
        assert_eq!(left, 0, "a relay's socket stays behind");
    }
}
