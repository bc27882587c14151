//! Servers that mean no good, or are none.

use super::slapd::saved;
use super::tried;
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::trials::servers::{dead_port, silent, talking};
use bytes::BytesMut;
use ldap3_proto::LdapCodec;
use ldap3_proto::proto::{
    LdapBindResponse, LdapMsg, LdapOp, LdapPartialAttribute, LdapResult, LdapResultCode, LdapSearchResultEntry,
};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use steward::ldap::{Presence, Reply, check_password, look_up};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_util::codec::{Decoder, Encoder};

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

/// Says to each question what is told it.
async fn speaking(answers: impl Fn(&LdapOp) -> Vec<LdapOp> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port().to_string();
    let answers = Arc::new(answers);
    actix_web::rt::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answers = answers.clone();
            actix_web::rt::spawn(async move {
                let (mut codec, mut received) = (LdapCodec::default(), BytesMut::new());
                while stream.read_buf(&mut received).await.is_ok_and(|read| read > 0) {
                    while let Ok(Some(message)) = codec.decode(&mut received) {
                        for answer in answers(&message.op) {
                            let mut bytes = BytesMut::new();
                            codec.encode(LdapMsg::new(message.msgid, answer), &mut bytes).expect("a message");
                            stream.write_all(&bytes).await.ok();
                        }
                    }
                }
            });
        }
    });
    port
}

fn result(code: LdapResultCode) -> LdapResult {
    LdapResult { code, matcheddn: String::new(), message: String::new(), referral: Vec::new() }
}

fn bound() -> LdapOp {
    LdapOp::BindResponse(LdapBindResponse { res: result(LdapResultCode::Success), saslcreds: None })
}

fn done(code: LdapResultCode) -> LdapOp {
    LdapOp::SearchResultDone(result(code))
}

fn entry(dn: &str) -> LdapOp {
    let uid = LdapPartialAttribute { atype: "uid".to_owned(), vals: vec![b"anna".to_vec()] };
    LdapOp::SearchResultEntry(LdapSearchResultEntry { dn: dn.to_owned(), attributes: vec![uid] })
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

    /// Whoever asks waits for nobody, and nobody is said to be gone or to have typed something wrong.
    async fn of_a_server_that_means_no_good_nothing_is_known_in_time(app: TestApp) {
        let mut script = Script::new(&app).await;
        let deep = [0x30u8, 0x80].repeat(10_000);
        let saved_at = json!({"name": "X", "host": "127.0.0.1", "security": "none", "base_dn": "dc=example,dc=org", "bind_dn": "cn=s,dc=example", "password": "secret"});
        for (what, port) in [
            ("nobody", dead_port()),
            ("silence", silent().await),
            ("a byte a second", dripping().await),
            ("4 GiB announced", answering(vec![0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 2, 1, 1]).await),
            ("10,000 deep", answering(deep).await),
            ("another's answer", answering(FOREIGN.to_vec()).await),
            ("a referral", answering(referral()).await),
            ("no LDAP", talking(b"SSH-2.0-OpenSSH_9.2\r\n").await),
            ("endless", crate::trials::servers::endless().await),
            ("silence behind the door", speaking(|op| if matches!(op, LdapOp::BindRequest(_)) { vec![bound()] } else { vec![] }).await),
            ("an entry of no name", speaking(|op| match op {
                LdapOp::BindRequest(_) => vec![bound()],
                _ => vec![entry(""), done(LdapResultCode::Success)],
            }).await),
            ("busy", speaking(|op| match op {
                LdapOp::BindRequest(_) => vec![bound()],
                _ => vec![done(LdapResultCode::Busy)],
            }).await),
            ("out of time", speaking(|op| match op {
                LdapOp::BindRequest(_) => vec![bound()],
                _ => vec![done(LdapResultCode::TimeLimitExceeded)],
            }).await),
        ] {
            let mut values = saved_at.clone();
            (values["name"], values["port"]) = (json!(what), json!(port));
            let directory = saved(&app, &mut script, values).await;
            let begun = Instant::now();
            assert!(matches!(look_up(&app.state, &directory, "anna").await, Presence::Unknown(_)), "{what}");
            assert!(begun.elapsed() < Duration::from_secs(8), "{what}: {:?}", begun.elapsed());
            let begun = Instant::now();
            assert!(matches!(check_password(&app.state, &directory, "anna", "typed").await, Reply::Unknown(_)), "{what}");
            assert!(begun.elapsed() < Duration::from_secs(8), "{what}: {:?}", begun.elapsed());
        }
    }

    /// Though a directory may say yes to it.
    async fn an_empty_password_opens_no_connection(app: TestApp) {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = asked.clone();
        let port = speaking(move |_| { counted.fetch_add(1, Ordering::SeqCst); vec![bound()] }).await;
        let values = json!({"name": "X", "host": "127.0.0.1", "port": port, "security": "none", "base_dn": "dc=example,dc=org"});
        let directory = saved(&app, &mut Script::new(&app).await, values).await;
        assert!(matches!(check_password(&app.state, &directory, "anna", "").await, Reply::WrongPassword(_)));
        assert_eq!(asked.load(Ordering::SeqCst), 0);
    }
}
