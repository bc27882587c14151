//! Somebody who is told over TLS, answers as the test says, and keeps what was heard.

use crate::trials::servers::{Certified, acceptor, certified};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What was heard: each header in lower case, and the body.
#[derive(Clone, Debug)]
pub struct Heard {
    pub head: String,
    pub body: String,
}

impl Heard {
    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("it is JSON")
    }
}

#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    pub authority: String,
    heard: Arc<watch::Sender<Vec<Heard>>>,
    answer: Arc<Mutex<String>>,
}

impl Receiver {
    pub async fn new() -> Self {
        Self::of(certified("localhost")).await
    }

    async fn of(certified: Certified) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let it = Self {
            url: format!("https://localhost:{port}/in"),
            authority: certified.authority.clone(),
            heard: Arc::new(watch::Sender::new(Vec::new())),
            answer: Arc::new(Mutex::new(String::new())),
        };
        it.answers("HTTP/1.1 204 No Content\r\n\r\n");
        let (acceptor, of) = (acceptor(&certified), it.clone());
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, of) = (acceptor.clone(), of.clone());
                actix_web::rt::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut request = Vec::new();
                    while !is_whole(&request) {
                        let mut part = [0; 4096];
                        match stream.read(&mut part).await {
                            Ok(read @ 1..) => request.extend_from_slice(&part[..read]),
                            _ => return,
                        }
                    }
                    let request = String::from_utf8(request).expect("UTF-8");
                    let (head, body) = request.split_once("\r\n\r\n").expect("a head");
                    let heard = Heard { head: head.to_owned(), body: body.to_owned() };
                    of.heard.send_modify(|all| all.push(heard));
                    let answer = of.answer.lock().expect("no test holds it").clone();
                    if answer == "never" {
                        return std::future::pending().await;
                    }
                    stream.write_all(answer.as_bytes()).await.ok();
                    if answer.contains("Content-Length: 10000000") {
                        while stream.write_all(&[b'x'; 65536]).await.is_ok() {}
                    }
                    // It stays open: whoever waits for its end waits too long.
                    std::future::pending::<()>().await;
                });
            }
        });
        it
    }

    pub fn answers(&self, answer: &str) {
        answer.clone_into(&mut self.answer.lock().expect("no test holds it"));
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.heard.borrow().clone()
    }

    /// Waits until so much was heard; whether it was, in time.
    pub async fn hears(&self, count: usize) -> bool {
        let mut heard = self.heard.subscribe();
        let whole = heard.wait_for(|all| all.len() >= count);
        tokio::time::timeout(Duration::from_secs(10), whole).await.is_ok()
    }

    pub fn types(&self) -> Vec<String> {
        self.heard().iter().map(|it| it.json()["type"].as_str().expect("a type").to_owned()).collect()
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).and_then(|it| it.parse().ok());
    body.len() >= length.unwrap_or(0)
}
