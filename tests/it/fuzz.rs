//! The API under schemathesis, which makes up requests from `/api/openapi.json` and holds each answer to it: a Steward
//! of its own on SQLite, for `STEWARD_FUZZ_SECONDS` (75) with the seed `STEWARD_FUZZ_SEED` (1). Before that a validator
//! reads the document. `tests/run.sh` fetches both programs and runs this; by itself, for half an hour:
//!
//! `PATH=$PWD/target/schemathesis/bin:$PATH STEWARD_FUZZ_SECONDS=1800 cargo test --test it fuzz:: -- --ignored
//! --nocapture`

use crate::api::make_token;
use crate::resource::make_account;
use crate::support::app::OWNER_PASSWORD;
use crate::support::client::Client;
use std::io::{BufRead, BufReader, Lines};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemathesis/schemathesis.toml");
const HOOKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemathesis/hooks.py");

const MISSING: &str =
    "schemathesis and openapi-spec-validator come from PyPI: name them in SCHEMATHESIS and OPENAPI_VALIDATOR";

/// A process that ends with the test. Its output stays open, since it may have more to say.
struct Running {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A Steward on an empty SQLite file, and the link at which its first administrator is made.
fn start(folder: &Path) -> (Running, String, String) {
    let free = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = free.local_addr().expect("a bound socket has an address").to_string();
    drop(free);
    let child = Command::new(env!("CARGO_BIN_EXE_steward"))
        .env_clear()
        .env("STEWARD_DATABASE_URL", format!("sqlite:{}", folder.join("fuzz.db").display()))
        .env("STEWARD_SECRET_KEY_FILE", folder.join("secret.key"))
        .env("STEWARD_LISTEN", &address)
        .env("STEWARD_API_RATE", "1000000")
        .env("STEWARD_TRUSTED_PROXIES", "127.0.0.1/32")
        .env("STEWARD_LOG", "warn,steward=error")
        .stdout(Stdio::piped())
        .spawn();
    let mut child = child.expect("it can be started");
    let said = BufReader::new(child.stdout.take().expect("its output is a pipe")).lines();
    let (mut running, base) = (Running { child, said }, format!("http://{address}"));
    let link =
        running.said.by_ref().find_map(|line| Some(line.expect("it prints text").split_once("once: ")?.1.to_owned()));
    let link = link.expect("it prints a link before it ends");
    (running, base.clone(), link.strip_prefix(&base).expect("the link is its own").to_owned())
}

async fn token(base: &str, setup: &str) -> String {
    let mut owner = Client::new(base);
    let fields = [
        ("login", "owner"),
        ("email", "owner@example.org"),
        ("password", OWNER_PASSWORD),
        ("password_again", OWNER_PASSWORD),
    ];
    assert_eq!(owner.submit(setup, &fields).await.status, 303);
    assert_eq!(owner.submit("/tariffs/new", &[("name", "Basic"), ("title", "Basic")]).await.status, 303);
    make_account(&mut owner, "acme").await;
    let boris = [("login", "boris"), ("email", "boris@example.com")];
    assert_eq!(owner.submit("/accounts/1/users/new", &boris).await.status, 303);
    let scopes: Vec<&str> = steward::api::Scope::ALL.iter().map(|scope| scope.as_str()).collect();
    make_token(&mut owner, "Fuzz", &scopes).await
}

/// Named by a variable, or found by its name.
fn program(variable: &str, name: &str) -> Command {
    Command::new(setting(variable, name))
}

fn setting(name: &str, default: &str) -> String {
    std::env::var(name).ok().filter(|value| !value.is_empty()).unwrap_or_else(|| default.to_owned())
}

fn validate(document: &str, folder: &Path) {
    let file = folder.join("openapi.json");
    std::fs::write(&file, document).expect("the folder can be written");
    let status = program("OPENAPI_VALIDATOR", "openapi-spec-validator").arg(file).status();
    assert!(status.expect(MISSING).success(), "the document is no OpenAPI: see above");
}

#[test]
#[ignore = "it takes minutes and schemathesis; tests/run.sh runs it"]
fn no_made_up_request_gets_an_answer_outside_of_the_description() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut steward, base, setup) = start(folder.path());
    let token = actix_web::rt::System::new().block_on(async {
        validate(&Client::new(&base).get("/api/openapi.json").await.body, folder.path());
        token(&base, &setup).await
    });
    let (seconds, seed) = (setting("STEWARD_FUZZ_SECONDS", "75"), setting("STEWARD_FUZZ_SEED", "1"));
    println!("schemathesis: {seconds} s, seed {seed}");
    let status = program("SCHEMATHESIS", "schemathesis")
        .current_dir(folder.path())
        .env("SCHEMATHESIS_HOOKS", HOOKS)
        .args(["--config-file", CONFIG, "run", &format!("{base}/api/openapi.json"), "--no-color"])
        .args(["--seed", &seed, "--max-time", &seconds])
        .args(["--header", &format!("Authorization: Bearer {token}")])
        .status();
    assert!(status.expect(MISSING).success(), "schemathesis found something: see above");
    assert!(steward.child.try_wait().expect("it can be asked").is_none(), "Steward still runs");
}
