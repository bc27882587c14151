//! Microsoft SQL Server. None can be had here, so that it is a double; FreeTDS, which knows nothing of us, takes it for
//! a server.

use super::servers::{certified, saying};
use super::tds::{self, Mssql, Server, Welcome, mssql, under};
use super::{outcome, tried};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::{TestApp, run};
use crate::support::database::Engine;
use crate::support::scratch;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use steward::dial::Names;

const MISSING: &str = "tsql and bsqldb are not installed: install the package freetds-bin";

/// Runs a client of FreeTDS, which is told the server's address and how to protect the line.
async fn freetds(program: &str, server: &Mssql, tls: &str, arguments: &[&str]) -> Output {
    let path = |name: &str| scratch::folder().join(format!("freetds-{}-{program}.{name}", server.port()));
    let conf = format!("[double]\nhost = 127.0.0.1\nport = {}\ntds version = 7.4\n{tls}\n", server.port());
    std::fs::write(path("conf"), conf).expect("the scratch folder can be written");
    let question = "SELECT SERVERPROPERTY('ProductVersion'), DATABASEPROPERTYEX(DB_NAME(), 'Updateability')\ngo\n";
    std::fs::write(path("sql"), question).expect("the scratch folder can be written");
    let mut command = Command::new(program);
    command.args(["-S", "double"]).args(arguments).env("FREETDSCONF", path("conf"));
    command.stdin(std::fs::File::open(path("sql")).expect("it was written"));
    let done = actix_web::rt::task::spawn_blocking(move || command.output()).await.expect("it ends");
    done.unwrap_or_else(|_| panic!("{MISSING}"))
}

#[test]
fn the_clients_of_freetds_take_the_double_for_a_server() {
    run(Engine::Sqlite, freetds_is_served);
}

async fn freetds_is_served(_: Engine) {
    let (own, other) = (certified("127.0.0.1"), certified("127.0.0.1"));
    let authority = scratch::folder().join("freetds-authority.pem");
    std::fs::write(&authority, &own.authority).expect("the scratch folder can be written");
    let verified = format!("encryption = require\nca file = {}", authority.display());
    let foreign = scratch::folder().join("freetds-foreign.pem");
    std::fs::write(&foreign, &other.authority).expect("the scratch folder can be written");
    let distrusted = format!("encryption = require\nca file = {}", foreign.display());
    let plain = mssql(Server::default()).await;
    let protected = mssql(Server { tls: under(&own), demands_tls: true, ..Server::default() }).await;
    let right = ["-U", "reader", "-P", "secret", "-D", "shop"];
    for (server, tls) in [(&plain, "encryption = off"), (&protected, &*verified)] {
        for program in ["tsql", "bsqldb"] {
            let done = freetds(program, server, tls, &right).await;
            let said = String::from_utf8_lossy(&done.stdout).into_owned();
            assert!(said.contains("16.0.1000.6") && said.contains("READ_WRITE"), "{program} {tls}: {done:?}");
        }
    }
    assert!(protected.logins().iter().all(|login| login == "reader:secret@shop"), "{:?}", protected.logins());
    let wrong = ["-U", "reader", "-P", "wrong", "-D", "shop"];
    let nowhere = ["-U", "reader", "-P", "secret", "-D", "none"];
    for (tls, arguments, number) in [(&*verified, wrong, "18456"), (&verified, nowhere, "4060")] {
        let done = freetds("tsql", &protected, tls, &arguments).await;
        assert!(String::from_utf8_lossy(&done.stderr).contains(number), "{arguments:?}: {done:?}");
    }
    let before = protected.logins().len();
    for tls in ["encryption = off", &*distrusted] {
        let done = freetds("tsql", &protected, tls, &right).await;
        assert!(!done.status.success(), "{tls}: {done:?}");
    }
    assert_eq!(protected.logins().len(), before);
}

/// Where, and what else is typed.
fn at(server: &Mssql, more: &Value) -> Value {
    let mut values =
        json!({"kind": "mssql", "port": server.port(), "user": "reader", "password": "secret", "database": "shop"});
    values.as_object_mut().expect("values").extend(more.as_object().expect("more").clone());
    values
}

both_databases! {
    async fn mssql_says_its_version_or_why_not(app: TestApp) {
        let mut script = Script::new(&app).await;
        let server = mssql(Server::default()).await;
        let found = tried(&app, &mut script, at(&server, &json!({"user": "Ольга", "password": "пароль 🔑"}))).await;
        assert_eq!(
            (&found["outcome"], &found["server"], &found["server_version"]),
            (&json!("ok"), &json!("Microsoft SQL Server"), &json!("16.0.1000.6")),
            "{found}"
        );
        assert_eq!((&found["tls_version"], &found["read_only"]), (&json!(null), &json!(false)));
        assert!(found["round_trip_ms"].is_number());
        assert_eq!(server.logins(), ["Ольга:пароль 🔑@shop"]);
        let found = tried(&app, &mut script, at(&server, &json!({"database": "archive"}))).await;
        assert_eq!((&found["outcome"], &found["read_only"]), (&json!("ok"), &json!(true)), "{found}");
        for (more, expected) in [
            (json!({"password": "wrong"}), "wrong_credentials"),
            (json!({"password": "p".repeat(200)}), "wrong_credentials"),
            (json!({"user": "🔑".repeat(128)}), "wrong_credentials"),
            (json!({"database": "none"}), "no_such_database"),
            (json!({"database": "🔑".repeat(128)}), "no_such_database"),
            (json!({"user": "full"}), "no_answer"),
            (json!({"user": "moved"}), "not_this_kind"),
            (json!({"tls": "required"}), "tls_refused"),
            (json!({"tls": "verified"}), "tls_refused"),
        ] {
            assert_eq!(outcome(&app, &mut script, at(&server, &more)).await, expected, "{more}");
        }
    }

    async fn tls_begins_in_packets_and_the_certificate_must_be_good_for_the_host(app: TestApp) {
        let mut script = Script::new(&app).await;
        let name = "db.example.org";
        let here = vec!["127.0.0.1".parse().expect("an address")];
        app.state.part::<Names>().only(HashMap::from([(name.to_owned(), here.clone()), ("other.example.org".to_owned(), here)]));
        let certified = certified(name);
        let offering = mssql(Server { tls: under(&certified), ..Server::default() }).await;
        let demanding = mssql(Server { tls: under(&certified), demands_tls: true, ..Server::default() }).await;
        let without = mssql(Server::default()).await;
        let ca = certified.authority.as_str();
        for (server, host, tls, ca, expected, said) in [
            (&offering, name, "verified", ca, "ok", "works"),
            (&demanding, name, "verified", ca, "ok", "works"),
            (&demanding, "other.example.org", "required", "", "ok", "works"),
            (&offering, name, "off", "", "ok", "works"),
            (&offering, name, "verified", "", "tls_refused", "authority that is not trusted"),
            (&offering, "other.example.org", "verified", ca, "tls_refused", "another host name"),
            (&demanding, name, "off", "", "tls_refused", "only over TLS"),
            (&without, name, "required", "", "tls_refused", "does not offer TLS"),
        ] {
            let before = server.logins().len();
            let told = tried(&app, &mut script, at(server, &json!({"host": host, "tls": tls, "ca": ca}))).await;
            assert_eq!(told["outcome"], json!(expected), "{host} {tls}: {told}");
            assert!(told["text"].as_str().is_some_and(|text| text.contains(said)), "{told}");
            // Whoever is not who they should be never sees the password.
            assert_eq!(server.logins().len() - before, usize::from(expected == "ok"), "{host} {tls}");
            if expected == "ok" {
                assert_eq!(told["tls_version"], if tls == "off" { json!(null) } else { json!("TLSv1.2") });
            }
        }
    }

    async fn a_stored_one_is_tried_and_is_on_the_record(app: TestApp) {
        let mut script = Script::new(&app).await;
        let server = mssql(Server::default()).await;
        let mut values = at(&server, &json!({"class": "external_data", "name": "Tills", "host": "127.0.0.1", "tls": "off"}));
        script.ok("connectors/save", values.clone()).await;
        let told = script.ok("connectors/test", json!({"class": "external_data", "id": "Tills"})).await;
        assert_eq!(told["data"]["outcome"], json!("ok"), "{told}");
        assert_eq!(server.logins(), ["reader:secret@shop"]);
        values["name"] = json!("Other");
        script.ok("connectors/test", values).await;
        let record = script.record(2).await;
        assert_eq!(record[0], json!(["test", "external_data", "Tills", {"outcome": {"old": "", "new": "ok"}}]));
        assert_eq!(record[1][3]["kind"], json!({"old": "", "new": "Microsoft SQL Server"}), "{record:?}");
        assert!(!format!("{record:?}").contains("secret"), "{record:?}");
        let rows = script.owner.get("/external-data").await.rows();
        assert!(rows[0][5].starts_with("works"), "{rows:?}");
        assert!(script.owner.get("/external-data/1").await.has_text("Test connection"));
    }

    async fn who_means_no_good_is_told_in_a_sentence_and_in_time(app: TestApp) {
        let mut script = Script::new(&app).await;
        let packet = |carried: &[u8]| [&[4, 1, 0, u8::try_from(carried.len() + 8).expect("short"), 0, 0, 1, 0][..], carried].concat();
        let endless_text = vec![0x81, 1, 0, 0, 0, 0, 0, 9, 0, 0xE7, 0xFF, 0xFF, 9, 4, 208, 0, 52, 0];
        let denied = [tds::error(229, 14, "The SELECT permission was denied."), tds::done(2, 0)].concat();
        let bytes = Welcome::Bytes;
        let answering = Welcome::Answering;
        for (name, welcome, expected) in [
            ("hangs up", bytes(Vec::new()), "not_this_kind"),
            ("half a header", bytes(vec![4, 1, 0]), "not_this_kind"),
            ("half a packet", bytes(vec![4, 1, 0x10, 0, 0, 0, 1, 0, 0xAD, 36]), "not_this_kind"),
            ("a packet shorter than its header", bytes(vec![4, 1, 0, 7, 0, 0, 1, 0]), "not_this_kind"),
            ("the largest packet, of nothing", bytes([&[4, 1, 0xFF, 0xFF, 0, 0, 1, 0][..], &[0; 65527]].concat()), "not_this_kind"),
            ("four GiB announced", bytes(packet(&[0xE4, 0xFF, 0xFF, 0xFF, 0xFF])), "not_this_kind"),
            ("a login longer than its packet", bytes(packet(&[0xAD, 0xFF, 0xFF, 1, 0x74])), "not_this_kind"),
            ("garbage", bytes(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc".to_vec()), "not_this_kind"),
            ("another protocol", bytes(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()), "not_this_kind"),
            ("no word of the login", bytes(packet(&tds::done(0, 0))), "not_this_kind"),
            ("SQL Server 2000", bytes(packet(&tds::sized(0xAD, &[1, 0x71, 0, 0, 1, 0, 8, 0, 0, 0]))), "not_this_kind"),
            ("no end of it", Welcome::Endless, "not_this_kind"),
            ("a byte a second", Welcome::Dripping, "no_answer"),
            ("no row", answering(tds::done(0, 0)), "not_this_kind"),
            ("another result", answering([tds::row(&["1"]), tds::done(0x10, 1)].concat()), "not_this_kind"),
            ("65,534 columns", answering(vec![0x81, 0xFE, 0xFF]), "not_this_kind"),
            ("a text without a length", answering(endless_text), "not_this_kind"),
            ("a question that is refused", answering(denied), "wrong_credentials"),
        ] {
            let server = mssql(Server { welcome, ..Server::default() }).await;
            let began = Instant::now();
            let told = tried(&app, &mut script, at(&server, &json!({}))).await;
            assert_eq!(told["outcome"], json!(expected), "{name}: {told}");
            assert!(began.elapsed() < Duration::from_secs(8), "{name}: {:?}", began.elapsed());
            assert!(!told.to_string().contains("permission"), "{told}");
            assert!(!server.logins().is_empty(), "{name}: it came so far");
        }
    }

    async fn who_is_no_server_of_it_is_told_before_anything_is_said(app: TestApp) {
        let mut script = Script::new(&app).await;
        let tls = json!({"kind": "mssql", "tls": "required"});
        // What each says to a question about encryption, and what it comes to where TLS is wanted.
        let offer = |encryption: u8| [&[4, 1, 0, 20, 0, 0, 1, 0, 1, 0, 11, 0, 1, 255, 0, 0, 0, 0, 0][..], &[encryption]].concat();
        for (said, off, required) in [
            (b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(), "not_this_kind", "not_this_kind"),
            (b"\x4a\0\0\0\x0a8.0.36\0".to_vec(), "not_this_kind", "not_this_kind"),
            (b"\x15\x03\x03\x00\x02\x02\x28".to_vec(), "not_this_kind", "not_this_kind"),
            (offer(9), "not_this_kind", "not_this_kind"),
            (vec![4, 1, 0, 9, 0, 0, 1, 0, 255], "not_this_kind", "not_this_kind"),
            (offer(2), "not_this_kind", "tls_refused"),
            (offer(0), "not_this_kind", "tls_refused"),
            // It would be protected, and then is not.
            (offer(1), "tls_refused", "tls_refused"),
            ([&offer(1)[..], &[18, 1, 0, 16, 0, 0, 1, 0], b"nonsense"].concat(), "tls_refused", "tls_refused"),
            ([&offer(3)[..], &[18, 1, 0, 15, 0, 0, 1, 0, 0x15, 3, 3, 0, 2, 2, 40]].concat(), "tls_refused", "tls_refused"),
        ] {
            let port = saying(said.clone()).await;
            for (more, expected) in [(json!({"kind": "mssql"}), off), (tls.clone(), required)] {
                let mut values = more.clone();
                values["port"] = json!(port);
                assert_eq!(outcome(&app, &mut script, values).await, expected, "{said:?} {more}");
            }
        }
    }
}
