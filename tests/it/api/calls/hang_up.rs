//! A call whose caller hangs up in the middle: done all the same, and answered under its Idempotency-Key.

use crate::api::{ROOT, Script};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::dump::texts;
use futures_util::FutureExt;
use serde_json::json;
use std::io::Write;
use std::net::TcpStream;
use std::sync::{Arc, mpsc};

/// Sends a request and waits for nothing.
fn send(app: &TestApp, script: &Script, body: &str, key: &str) -> TcpStream {
    let host = app.base_url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("it listens");
    let head = format!(
        "POST {ROOT}/accounts/users/add HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Idempotency-Key: {key}\r\nContent-Length: {}\r\n\r\n{body}",
        script.secret,
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("it is sent");
    stream
}

/// Keeps everybody waiting whose password is to be hashed, until what is returned is dropped.
async fn hold_hashing(app: &TestApp) -> Vec<mpsc::Sender<()>> {
    let mut held = Vec::new();
    for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
        let (hold, held_until) = mpsc::channel::<()>();
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let state = Arc::clone(&app.state);
        actix_web::rt::spawn(async move {
            let wait = move || {
                begun.send(()).ok();
                held_until.recv().ok();
            };
            state.workers.run(wait).await.ok();
        });
        has_begun.await.expect("a thread takes it up");
        held.push(hold);
    }
    held
}

both_databases! {
    async fn a_call_whose_caller_hangs_up_is_done_and_its_key_gets_the_answer(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/get", json!({"id": 1})).await;
        let anna = json!({"account_id": 1, "name": "anna", "email": "anna@example.com", "password": "nine Yellow otters at 6 o'clock"});
        let held = hold_hashing(&app).await;
        let stream = send(&app, &script, &anna.to_string(), "order-1");
        while texts(&app, "SELECT idempotency_key FROM api_answers").await.is_empty() {}
        drop(stream);
        // Time enough for every thread of the server to see that nobody is there any more.
        for _ in 0..50 {
            script.client.get("/healthz").await;
        }
        assert_eq!(texts(&app, "SELECT login FROM account_users").await, [""; 0], "it is still in the middle");
        assert!(app.state.running.over().now_or_never().is_none(), "a stop waits for it");
        drop(held);
        app.state.running.over().await;
        assert_eq!(texts(&app, "SELECT login FROM account_users").await, ["anna"]);
        let first = script.json_with("accounts/users/add", &[("idempotency-key", "order-1")], anna.clone()).await;
        assert_eq!((first.status, first.json()["data"]["saved_id"].clone()), (200, json!(1)), "{}", first.body);
        let again = script.json_with("accounts/users/add", &[("idempotency-key", "order-1")], anna).await;
        assert_eq!(again.body, first.body);
        assert_eq!(script.ok("accounts/users/list", json!({"account_id": 1})).await["total_count"], 1, "and it was done once");
    }

    async fn of_many_callers_who_hang_up_none_has_spent_a_key_on_nothing(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/get", json!({"id": 1})).await;
        for round in 0..20 {
            let anna = json!({"account_id": 1, "name": format!("anna-{round}"), "email": "anna@example.com"}).to_string();
            let stream = send(&app, &script, &anna, &format!("order-{round}"));
            for _ in 0..round % 5 {
                script.client.get("/healthz").await;
            }
            drop(stream);
        }
        script.ok("accounts/get", json!({"id": 1})).await;
        app.state.running.over().await;
        for round in 0..20 {
            let anna = json!({"account_id": 1, "name": format!("anna-{round}"), "email": "anna@example.com"});
            let answer = script.json_with("accounts/users/add", &[("idempotency-key", &format!("order-{round}"))], anna).await;
            assert_eq!(answer.status, 200, "{round}: {}", answer.body);
        }
        assert_eq!(script.ok("accounts/users/list", json!({"account_id": 1})).await["total_count"], 20, "each once, whether anybody waited or not");
    }
}
