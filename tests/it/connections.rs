//! The listener under strangers who hold connections and send nothing.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use steward::config::Config;
use steward::db::Tx;

const MOST: usize = 40;

fn address(app: &TestApp) -> SocketAddr {
    app.base_url.trim_start_matches("http://").parse().expect("an address")
}

/// So many that the first of them must have made room, which is waited for: all have been taken in then.
async fn crowd(app: &TestApp, sends: &str) -> Vec<TcpStream> {
    let mut all: Vec<TcpStream> = (0..3 * MOST).map(|_| silent(app, sends)).collect();
    let first: Vec<TcpStream> = all.drain(..2 * MOST).collect();
    let closed = |mut stream: TcpStream| match stream.read_to_end(&mut Vec::new()) {
        Ok(_) => true,
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    };
    let closed = tokio::task::spawn_blocking(move || first.into_iter().all(closed));
    assert!(closed.await.expect("it ends"), "those who came first made room for those who came later");
    all
}

fn silent(app: &TestApp, sends: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address(app)).expect("the listener takes it");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
    stream.write_all(sends.as_bytes()).expect("sent");
    stream
}

/// SQLite has one writer, so that its transaction alone keeps all others waiting.
async fn holding_the_tariffs(app: &TestApp) -> Tx {
    let mut held = app.state.db.begin().await.expect("the database answers");
    if held.engine() == steward::db::Engine::Postgres {
        held.script("LOCK TABLE tariffs").await.expect("nobody else has it");
    }
    held
}

both_databases! {
    async fn slow_strangers_shut_nobody_out(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.connections = MOST).await;
        let mut owner = owner_of_acme(&app).await;
        let host = app.base_url.trim_start_matches("http://").to_owned();
        let half_a_body = format!("POST /sign-in HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 999\r\n\r\nlogin=");
        for sends in ["", "GET / HT", &half_a_body] {
            let _strangers = crowd(&app, sends).await;
            assert_eq!(app.client().get("/healthz").await.status, 200, "after {sends:?}");
            assert_eq!(owner.get("/accounts").await.status, 200, "after {sends:?}");
        }
    }

    async fn who_is_being_served_is_not_closed_for_a_crowd(engine: Engine) {
        let patient = |config: &mut Config| (config.connections, config.database_limits.work) = (MOST, Duration::from_secs(300));
        let app = TestApp::spawn_with(engine, patient).await;
        let mut owner = owner_of_acme(&app).await;
        let form = owner.get("/tariffs/new").await;
        let busy = holding_the_tariffs(&app).await;
        let saving = owner.submit_shown(&form, "/tariffs/new", &[("name", "slow"), ("title", "Slow")], &[]);
        let crowd = async {
            let strangers = crowd(&app, "").await;
            assert_eq!(app.client().get("/healthz").await.status, 200);
            drop(busy);
            strangers
        };
        let (saved, _strangers) = tokio::join!(saving, crowd);
        assert_eq!(saved.status, 303, "{}", saved.text());
    }

    async fn a_large_answer_arrives_whole(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let page = owner.get("/api/docs").await;
        assert!(page.body.len() > 32 * 1024, "it takes more than one slice: {}", page.body.len());
        assert_eq!(page.header("content-length"), page.body.len().to_string());
        assert!(page.body.trim_end().ends_with("</html>"));
    }
}
