//! Real servers, where their packages are installed: MariaDB and ClickHouse of Debian. `tests/run.sh` runs these as a
//! step of their own.

use super::servers::{Certified, certified, dead_port};
use super::{outcome, tried};
use crate::api::Script;
use crate::support::app::{TestApp, run};
use crate::support::database::Engine;
use crate::support::postgres::{OsUser, folder};
use crate::support::scratch::quoted;
use serde_json::json;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use steward::dial::Names;

/// A server that runs until it is dropped.
struct Running {
    folder: PathBuf,
    port: String,
}

impl Running {
    /// `ready` is a shell command that succeeds once it answers.
    fn start((folder, user): (PathBuf, OsUser), command: &Command, ready: &str, port: String) -> Self {
        let at = |name: &str| quoted(&folder.join(name).to_string_lossy());
        let (line, log, pid) = (user.shell_line(command), at("log"), at("pid"));
        let script = format!(
            "{line} >{log} 2>&1 & echo $! >{pid}; for i in $(seq 150); do {ready} && exit 0; sleep 0.2; done; tail -n 20 {log}; exit 1"
        );
        let done = Command::new("sh").arg("-c").arg(script).current_dir("/").output().expect("there is a shell");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
        Self { folder, port }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let pid = std::fs::read_to_string(self.folder.join("pid")).expect("it was started");
        Command::new("kill").arg("-KILL").arg(pid.trim()).status().expect("it is ended");
    }
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("the folder can be written");
    path.to_string_lossy().into_owned()
}

fn mariadb(certified: &Certified) -> Running {
    let (folder, user) = folder(&format!("mariadb-{}", dead_port()));
    let (data, socket, port) = (folder.join("data"), folder.join("socket"), dead_port());
    let users = "CREATE DATABASE shop;\nCREATE USER reader IDENTIFIED BY 'secret';\nGRANT ALL ON *.* TO reader;\n";
    let init = write(&folder, "init.sql", users);
    let (certificate, key) = (write(&folder, "cert", &certified.certificate), write(&folder, "key", &certified.key));
    let mut install = Command::new("mariadb-install-db");
    install.args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]);
    user.run(install.arg(format!("--datadir={}", data.display()))).expect("MariaDB is installed");
    let mut server = Command::new("/usr/sbin/mariadbd");
    server.args(["--no-defaults", "--bind-address=127.0.0.1", "--skip-name-resolve"]).args([
        format!("--datadir={}", data.display()),
        format!("--socket={}", socket.display()),
        format!("--port={port}"),
        format!("--init-file={init}"),
        format!("--ssl-cert={certificate}"),
        format!("--ssl-key={key}"),
    ]);
    let ready = format!(
        "mariadb --no-defaults --protocol=tcp -h127.0.0.1 -P{port} -ureader -psecret -e 'SELECT 1' >/dev/null 2>&1"
    );
    Running::start((folder, user), &server, &ready, port)
}

fn clickhouse() -> Running {
    let (folder, user) = folder(&format!("clickhouse-{}", dead_port()));
    let (http, tcp) = (dead_port(), dead_port());
    let users = write(
        &folder,
        "users.xml",
        "<yandex><profiles><default/></profiles><quotas><default/></quotas><users><reader><password>secret</password>\
         <networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></reader></users></yandex>",
    );
    let at = folder.display();
    let config = format!(
        "<yandex><logger><level>warning</level><console>1</console></logger><http_port>{http}</http_port><tcp_port>{tcp}</tcp_port>\
         <listen_host>127.0.0.1</listen_host><path>{at}/data/</path><tmp_path>{at}/tmp/</tmp_path><users_config>{users}</users_config>\
         <default_profile>default</default_profile><default_database>default</default_database><mark_cache_size>5368709</mark_cache_size></yandex>"
    );
    let mut server = Command::new("/usr/sbin/clickhouse-server");
    server.arg(format!("--config-file={}", write(&folder, "config.xml", &config)));
    let ready = format!("curl --silent --output /dev/null http://127.0.0.1:{http}/");
    Running::start((folder, user), &server, &ready, http)
}

#[test]
#[ignore = "needs the package mariadb-server"]
fn mariadb_says_its_version_or_why_not() {
    run(Engine::Sqlite, mariadb_is_tried);
}

async fn mariadb_is_tried(app: TestApp) {
    let name = "db.example.org";
    let certified = certified(name);
    let server = mariadb(&certified);
    let here = vec!["127.0.0.1".parse().expect("an address")];
    app.state
        .part::<Names>()
        .only(HashMap::from([(name.to_owned(), here.clone()), ("other.example.org".to_owned(), here)]));
    let mut script = Script::new(&app).await;
    let of = |host: &str, password: &str, database: &str, tls: &str, ca: &str| json!({"kind": "mysql", "port": server.port, "host": host, "user": "reader", "password": password, "database": database, "tls": tls, "ca": ca});
    let found = tried(&app, &mut script, of(name, "secret", "shop", "verified", &certified.authority)).await;
    assert_eq!(
        (&found["outcome"], &found["server"], &found["read_only"]),
        (&json!("ok"), &json!("MariaDB"), &json!(false)),
        "{found}"
    );
    assert!(found["server_version"].as_str().is_some_and(|version| version.starts_with("10.")), "{found}");
    assert_eq!(found["tls_version"], json!("TLSv1.3"));
    for (host, password, database, tls, expected) in [
        (name, "secret", "shop", "off", "ok"),
        ("other.example.org", "secret", "shop", "required", "ok"),
        ("other.example.org", "secret", "shop", "verified", "tls_refused"),
        (name, "wrong", "shop", "off", "wrong_credentials"),
        (name, "secret", "none", "off", "no_such_database"),
    ] {
        let ca = if tls == "verified" { &*certified.authority } else { "" };
        let told = tried(&app, &mut script, of(host, password, database, tls, ca)).await;
        assert_eq!(told["outcome"], json!(expected), "{host} {password} {database} {tls}: {told}");
    }
    for kind in ["clickhouse", "postgresql", "mssql"] {
        assert_eq!(outcome(&app, &mut script, json!({"kind": kind, "port": server.port})).await, "not_this_kind");
    }
}

#[test]
#[ignore = "needs the package clickhouse-server"]
fn the_real_clickhouse_says_its_version_or_why_not() {
    run(Engine::Sqlite, clickhouse_is_tried);
}

async fn clickhouse_is_tried(app: TestApp) {
    let server = clickhouse();
    let mut script = Script::new(&app).await;
    let of = |user: &str, password: &str, database: &str| json!({"kind": "clickhouse", "port": server.port, "user": user, "password": password, "database": database});
    let found = tried(&app, &mut script, of("reader", "secret", "default")).await;
    assert_eq!((&found["outcome"], &found["server"]), (&json!("ok"), &json!("ClickHouse")), "{found}");
    assert!(found["server_version"].as_str().is_some_and(|version| version.contains('.')), "{found}");
    for (user, password, database, expected) in [
        ("reader", "wrong", "default", "wrong_credentials"),
        ("nobody", "secret", "default", "wrong_credentials"),
        ("reader", "secret", "none", "no_such_database"),
    ] {
        assert_eq!(
            outcome(&app, &mut script, of(user, password, database)).await,
            expected,
            "{user} {password} {database}"
        );
    }
}
