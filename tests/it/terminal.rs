//! The program itself, when nobody reads what it prints and logs.

use crate::support::client::Client;
use std::io::{BufRead, BufReader, pipe};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

/// More requests than a pipe holds lines of.
const REQUESTS: usize = 300;

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[tokio::test]
async fn a_log_that_nobody_reads_holds_up_no_request() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let free = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = free.local_addr().expect("a bound socket has an address").to_string();
    drop(free);
    let (reader, writer) = pipe().expect("a pipe can be made");
    let child = Command::new(env!("CARGO_BIN_EXE_steward"))
        .env_clear()
        .env("STEWARD_DATABASE_URL", format!("sqlite:{}", folder.path().join("steward.db").display()))
        .env("STEWARD_SECRET_KEY_FILE", folder.path().join("secret.key"))
        .env("STEWARD_LISTEN", &address)
        .env("STEWARD_LOG", "trace")
        .stdout(Stdio::piped())
        .stderr(writer)
        .spawn();
    let mut running = Running(child.expect("it can be started"));
    // One line is read, then nobody is there for the others.
    let mut said = BufReader::new(running.0.stdout.take().expect("its output is a pipe"));
    said.read_line(&mut String::new()).expect("it says where it is");
    drop(said);
    let mut stranger = Client::new(&format!("http://{address}"));
    for _ in 0..REQUESTS {
        assert_eq!(stranger.get("/sign-in").await.status, 200, "the pipe is full and nobody reads");
    }
    drop(reader);
    for _ in 0..REQUESTS {
        assert_eq!(stranger.get("/sign-in").await.status, 200, "the pipe is broken");
    }
    assert!(running.0.try_wait().expect("it can be asked").is_none(), "it still runs");
}
