//! Connections that are tried before they are trusted: where they may go, what is found, and what is told of it.

mod clickhouse;
mod guarded;
mod mssql;
mod peers;
mod postgresql;
pub mod servers;
mod tds;

use crate::api::Script;
use crate::both_databases;
use crate::resource::Resource;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use chrono::Duration;
use serde_json::{Value, json};
use servers::{certified, dead_port, talking};
use std::process::Command;

const ORDERS: Resource = Resource {
    path: "/databases",
    form: &[
        ("kind", "clickhouse"),
        ("host", "127.0.0.1"),
        ("port", "1"),
        ("database", "orders"),
        ("user", "steward"),
        ("password", SECRET),
        ("tls", "off"),
    ],
};
const SECRET: &str = "Tr0ub4dor & пароль";

/// What a call is answered about values that are not stored. Time passes, so that it may be asked again.
async fn tried(app: &TestApp, script: &mut Script, values: Value) -> Value {
    app.clock.advance(Duration::seconds(10));
    let mut params =
        json!({"class": "external_data", "name": "X", "host": "127.0.0.1", "database": "d", "user": "u", "tls": "off"});
    for (name, value) in values.as_object().expect("values") {
        params[name] = value.clone();
    }
    script.ok("connectors/test", params).await["data"].clone()
}

async fn outcome(app: &TestApp, script: &mut Script, values: Value) -> String {
    tried(app, script, values).await["outcome"].as_str().expect("an outcome").to_owned()
}

/// Tries what the page's form says, as its button does.
async fn test_on(client: &mut Client, page: &str, changes: &[(&str, &str)]) -> crate::support::answer::Answer {
    client.submit_on(page, &format!("{page}/test"), changes, &[]).await
}

pub fn command(app: &TestApp, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_steward"));
    command.args(arguments).env_clear().env("STEWARD_DATABASE_URL", &app.database_url).env("STEWARD_LOG", "error");
    command.env("STEWARD_SECRET_KEY_FILE", app.folder().join("secret.key"));
    command
}

both_databases! {
    async fn a_stored_connector_is_tried_with_its_password_and_the_list_says_how_it_went(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let server = servers::clickhouse(&app).await;
        ORDERS.try_create(&mut owner, &[("port", &server.port())]).await;
        assert_eq!(owner.get("/databases").await.rows()[0][5], "");
        let shown = test_on(&mut owner, "/databases/1", &[]).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        assert!(shown.has_text("The connection works.") && shown.has_text("ClickHouse 24.8.1"), "{}", shown.text());
        assert_eq!(server.passwords(), [format!("steward:{SECRET}")]);
        let row = owner.get("/databases").await.rows().concat();
        assert!(row[5].starts_with("works"), "{row:?}");
        // Renamed it is the same connection, led elsewhere it is not.
        assert_eq!(owner.submit("/databases/1", &[("name", "Renamed")]).await.status, 303);
        assert!(owner.get("/databases").await.rows()[0][5].starts_with("works"));
        assert_eq!(owner.submit("/databases/1", &[("database", "other")]).await.status, 303);
        assert_eq!(owner.get("/databases").await.rows()[0][5], "");
    }

    async fn what_is_typed_is_tried_without_being_saved(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let server = servers::clickhouse(&app).await;
        let port = server.port();
        let others = ORDERS.form.iter().copied().filter(|(name, _)| *name != "port");
        let fields: Vec<(&str, &str)> = others.chain([("name", "New"), ("port", &*port)]).collect();
        let shown = test_on(&mut owner, "/databases/new", &fields).await;
        assert!(shown.has_text("The connection works."), "{}", shown.text());
        assert_eq!(shown.value_of("name").as_deref(), Some("New"));
        assert!(shown.has_text("Enter the password again before you save"), "{}", shown.text());
        assert!(!shown.body.contains("Tr0ub4dor"));
        assert!(owner.get("/databases").await.rows().is_empty());
        // The form that is shown saves as the one before it did.
        let saved = owner.submit_shown(&shown, "/databases/new", &[("password", SECRET)], &[]).await;
        assert_eq!((saved.status, saved.location()), (303, "/databases"));
        // Other values of a stored one say nothing of what is stored.
        app.clock.advance(Duration::seconds(10));
        let dead = dead_port();
        let shown = test_on(&mut owner, "/databases/1", &[("port", &dead), ("password", "typed")]).await;
        assert!(shown.has_text("Nothing accepts connections at this port."), "{}", shown.text());
        assert_eq!(owner.get("/databases").await.rows()[0][5], "");
    }

    async fn a_stored_password_is_tried_nowhere_but_where_it_was_typed_for(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let server = servers::clickhouse(&app).await;
        ORDERS.create(&mut owner, "Main").await;
        for change in [("port", &*server.port()), ("host", "localhost"), ("user", "other"), ("tls", "required"), ("ca", &certified("x").authority)] {
            let refused = test_on(&mut owner, "/databases/1", &[change]).await;
            assert_eq!(refused.status, 422, "{change:?} {}", refused.text());
            assert!(refused.field_error("password").is_some(), "{change:?}");
        }
        let given = json!({"class": "database", "id": "Main", "port": server.port()});
        let mut script = Script { client: app.client(), secret: crate::api::make_token(&mut owner, "S", &["resources:write"]).await, owner };
        let (status, errors) = script.refused("connectors/test", given).await;
        assert_eq!((status, errors["password"].is_string()), (422, true), "{errors}");
        assert_eq!(server.passwords(), Vec::<String>::new());
    }

    async fn the_same_is_tried_once_in_ten_seconds_by_whomever(app: TestApp) {
        let mut script = Script::new(&app).await;
        ORDERS.create(&mut script.owner, "Main").await;
        let stored = json!({"class": "database", "id": "Main"});
        let new = json!({"class": "database", "kind": "postgresql", "name": "X", "host": "127.0.0.1", "port": dead_port(), "database": "d", "user": "u"});
        script.ok("connectors/test", stored.clone()).await;
        script.ok("connectors/test", new.clone()).await;
        app.clock.advance(Duration::seconds(7));
        for params in [&stored, &new] {
            let late = script.json("connectors/test", params.clone()).await;
            assert_eq!((late.status, late.header("retry-after")), (429, "3"), "{}", late.body);
        }
        let shown = test_on(&mut script.owner, "/databases/1", &[]).await;
        assert_eq!(shown.status, 429);
        assert!(shown.has_text("Try again in 3 seconds"), "{}", shown.text());
        app.clock.advance(Duration::seconds(3));
        script.ok("connectors/test", stored).await;
        script.ok("connectors/test", new).await;
    }

    async fn every_trial_is_on_the_record(app: TestApp) {
        let mut script = Script::new(&app).await;
        let server = servers::clickhouse(&app).await;
        ORDERS.try_create(&mut script.owner, &[("port", &server.port()), ("name", "Main")]).await;
        script.ok("connectors/test", json!({"class": "database", "id": "Main"})).await;
        let dead = dead_port();
        tried(&app, &mut script, json!({"kind": "mysql", "port": dead, "password": SECRET})).await;
        let record = script.record(2).await;
        let new = |value: &str| json!({"old": "", "new": value});
        assert_eq!(record[0], json!(["test", "database", "Main", {"outcome": {"old": "", "new": "ok"}}]));
        assert_eq!(record[1], json!(["test", "external_data", "X", {
            "kind": new("MySQL"), "host": new("127.0.0.1"), "port": new(&dead), "database": new("d"), "user": new("u"), "tls": new("off"),
            "outcome": new("port_closed"),
        }]));
        let page = script.owner.get("/audit").await;
        assert!(page.has_row("Connection tested") && page.has_text("port closed"), "{}", page.text());
        assert!(!page.body.contains("Tr0ub4dor"));
    }

    async fn a_rehearsed_trial_connects_to_nobody(app: TestApp) {
        let mut script = Script::new(&app).await;
        let server = servers::clickhouse(&app).await;
        ORDERS.try_create(&mut script.owner, &[("port", &server.port()), ("name", "Main")]).await;
        let asked = json!({"class": "database", "id": "Main", "dry_run": true});
        assert_eq!(script.ok("connectors/test", asked).await["dry_run"], json!(true));
        assert_eq!(server.count(), 0);
    }

    async fn who_may_not_edit_connectors_tries_none(app: TestApp) {
        let mut script = Script::with(&app, &["resources:read"]).await;
        ORDERS.create(&mut script.owner, "Main").await;
        let (status, _) = script.refused("connectors/test", json!({"class": "database", "id": "Main"})).await;
        assert_eq!(status, 403);
        let mut auditor = crate::admins::signed_in_admin(&app, &mut script.owner, "anna", "auditor").await;
        assert!(!auditor.get("/databases/1").await.has_text("Test connection"));
        assert_eq!(auditor.post("/databases/1/test", &[]).await.status, 403);
    }

    async fn a_trial_asks_for_a_fresh_proof_and_what_was_typed_waits(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        ORDERS.create(&mut owner, "Main").await;
        app.clock.advance(Duration::minutes(11));
        let asked = test_on(&mut owner, "/databases/1", &[("name", "Typed")]).await;
        assert_eq!((asked.status, asked.location().starts_with("/prove")), (303, true));
        let proven = owner.submit_on(asked.location(), "/prove", &[("current_password", OWNER_PASSWORD)], &[]).await;
        let back = owner.follow(&proven).await;
        assert_eq!(back.value_of("name").as_deref(), Some("Typed"), "{}", back.text());
        assert_eq!(owner.submit_shown(&back, "/databases/1", &[], &[]).await.status, 303);
    }

    async fn only_certificates_are_taken_for_an_authority(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let good = certified("db.example.org");
        for wrong in ["nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", &good.key] {
            let refused = ORDERS.try_create(&mut owner, &[("ca", wrong)]).await;
            assert!(refused.field_error("ca").is_some(), "{wrong} {}", refused.text());
        }
        assert_eq!(ORDERS.try_create(&mut owner, &[("ca", &good.authority)]).await.status, 303);
        assert_eq!(owner.get("/databases/1").await.value_of("ca").map(|it| it.trim().to_owned()), Some(good.authority.trim().to_owned()));
        // A password that was typed for one authority's word does not go out on another's.
        let refused = owner.submit("/databases/1", &[("ca", &certified("db.example.org").authority)]).await;
        assert!(refused.field_error("password").is_some(), "{}", refused.text());
    }

    async fn the_command_tries_them_all_and_says_what_each_answered(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let server = servers::clickhouse(&app).await;
        ORDERS.try_create(&mut owner, &[("port", &server.port()), ("name", "Orders")]).await;
        ORDERS.try_create(&mut owner, &[("port", &dead_port()), ("name", "Gone")]).await;
        let mut command = command(&app, &["check", "--connectors"]);
        let done = actix_web::rt::task::spawn_blocking(move || command.output().expect("it can be started")).await.expect("it ends");
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(said.contains("database Orders: ok, ClickHouse 24.8.1\n"), "{said}");
        assert!(said.contains("database Gone: failed: Nothing accepts connections at this port.\n"), "{said}");
        assert!(!done.status.success());
        let rows = owner.get("/databases").await.rows();
        assert!(rows[0][5].starts_with("port closed") && rows[1][5].starts_with("works"), "{rows:?}");
        assert!(owner.get("/audit").await.has_text("steward check"));
    }

    async fn whatever_answers_it_is_told_in_one_of_eight_causes(app: TestApp) {
        let mut script = Script::new(&app).await;
        let greeting = talking(b"SSH-2.0-OpenSSH_9.2\r\n").await;
        let silent = servers::silent().await;
        let endless = servers::endless().await;
        let announcing = talking(b"\xff\xff\xff\x00\x0a8.0.36\0").await;
        for kind in ["postgresql", "mysql", "clickhouse", "mssql"] {
            let of = async |port: &str, script: &mut Script| outcome(&app, script, json!({"kind": kind, "port": port})).await;
            assert_eq!(of(&dead_port(), &mut script).await, "port_closed", "{kind}");
            assert_eq!(of(&greeting, &mut script).await, "not_this_kind", "{kind}");
            assert_eq!(of(&endless, &mut script).await, "not_this_kind", "{kind}");
            assert_eq!(outcome(&app, &mut script, json!({"kind": kind, "host": "nowhere.invalid"})).await, "name_not_found");
            let told = tried(&app, &mut script, json!({"kind": kind, "port": greeting, "tls": "verified"})).await;
            assert!(!told.to_string().contains("OpenSSH"), "{told}");
        }
        for kind in ["postgresql", "mssql"] {
            assert_eq!(outcome(&app, &mut script, json!({"kind": kind, "port": silent})).await, "no_answer");
        }
        assert_eq!(outcome(&app, &mut script, json!({"kind": "mysql", "port": announcing})).await, "not_this_kind");
    }

    async fn whoever_greets_otherwise_than_mysql_is_told_at_once(app: TestApp) {
        let mut script = Script::new(&app).await;
        for greeting in [&b"SSH-2.0-OpenSSH_9.2\r\n"[..], b"220 mail.example.org ESMTP\r\n", b"+OK POP3\r\n", b"\x4a\0\0\x01\x0a8.0.36\0"] {
            let port = talking(greeting).await;
            let began = std::time::Instant::now();
            assert_eq!(outcome(&app, &mut script, json!({"kind": "mysql", "port": port})).await, "not_this_kind");
            assert!(began.elapsed() < std::time::Duration::from_secs(4), "{greeting:?}: {:?}", began.elapsed());
        }
    }
}
