//! Servers that mean no good, or are none.

use super::tried;
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::trials::servers::{dead_port, silent, talking};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Answers whatever is asked with this, and again.
async fn answering(answer: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port().to_string();
    actix_web::rt::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = answer.clone();
            actix_web::rt::spawn(async move {
                while stream.read(&mut [0; 4096]).await.is_ok_and(|read| read > 0) {
                    stream.write_all(&answer).await.ok();
                }
            });
        }
    });
    port
}

/// A byte at a time, and slowly.
async fn dripping() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port().to_string();
    actix_web::rt::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            actix_web::rt::spawn(async move {
                let mut every = tokio::time::interval(Duration::from_secs(1));
                for byte in [0x30, 0x84, 0, 0, 0x10, 0, 2, 1, 1, 0x61] {
                    every.tick().await;
                    stream.write_all(&[byte]).await.ok();
                }
            });
        }
    });
    port
}

/// A bind's answer to message 77, with success.
const FOREIGN: [u8; 14] = [0x30, 12, 2, 1, 77, 0x61, 7, 10, 1, 0, 4, 0, 4, 0];
/// A search's end to message 1 that refers to the metadata of clouds: code 10.
fn referral() -> Vec<u8> {
    let uri = b"ldap://169.254.169.254/";
    let inner = [&[0x04, uri.len() as u8][..], uri].concat();
    let referral = [&[0xa3, inner.len() as u8][..], &inner].concat();
    let result = [&[10, 1, 10, 4, 0, 4, 0][..], &referral].concat();
    let op = [&[0x65, result.len() as u8][..], &result].concat();
    let message = [&[2, 1, 1][..], &op].concat();
    [&[0x30, message.len() as u8][..], &message].concat()
}

both_databases! {
    async fn a_server_that_means_no_good_is_refused_in_time(app: TestApp) {
        let mut script = Script::new(&app).await;
        let deep = [0x30u8, 0x80].repeat(10_000);
        for (what, port, expected) in [
            ("nobody", dead_port(), "port_closed"),
            ("silence", silent().await, "no_answer"),
            ("a byte a second", dripping().await, "no_answer"),
            ("4 GiB announced", answering(vec![0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 2, 1, 1]).await, "no_answer"),
            ("10,000 deep", answering(deep).await, "not_this_kind"),
            ("another's answer", answering(FOREIGN.to_vec()).await, "not_this_kind"),
            ("a referral", answering(referral()).await, "no_such_base"),
            ("no LDAP", talking(b"SSH-2.0-OpenSSH_9.2\r\n").await, "not_this_kind"),
            ("endless", crate::trials::servers::endless().await, "not_this_kind"),
        ] {
            let begun = Instant::now();
            let told = tried(&app, &mut script, json!({"port": port})).await;
            assert_eq!(told["outcome"], json!(expected), "{what}: {told}");
            assert!(begun.elapsed() < Duration::from_secs(8), "{what}");
        }
    }

    async fn where_the_server_refuses_starttls_no_password_goes_out(app: TestApp) {
        let mut script = Script::new(&app).await;
        // An extended answer to message 1: protocol error.
        let port = answering(vec![0x30, 12, 2, 1, 1, 0x78, 7, 10, 1, 2, 4, 0, 4, 0]).await;
        let values = json!({"port": port, "security": "starttls", "bind_dn": "cn=steward", "password": "secret"});
        assert_eq!(tried(&app, &mut script, values).await["outcome"], json!("tls_refused"));
    }
}
