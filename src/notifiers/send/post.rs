//! A message is posted: over TLS, to where it was meant for and nowhere else, in a bounded time.

use std::time::{Duration, Instant};

use url::Url;

use crate::{
    dial::{
        self, Cause, http,
        tls::{self, Trust},
    },
    state::State,
};

/// From the first question for the host's address to the answer.
const PATIENCE: Duration = Duration::from_secs(15);

pub struct Post<'a> {
    pub url: Url,
    /// Private authorities, if there are any.
    pub ca: Option<&'a str>,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// How the other side answered.
pub struct Answer {
    pub status: u16,
    /// In seconds, where it asks to be left alone for so long.
    pub retry_after: Option<i64>,
    pub tls: Option<String>,
    pub round_trip: Duration,
}

impl Answer {
    pub fn is_good(&self) -> bool {
        (200..=299).contains(&self.status)
    }
}

pub async fn post(state: &State, post: Post<'_>) -> Result<Answer, Cause> {
    dial::within(PATIENCE, async {
        let host = post.url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let port = post.url.port_or_known_default().unwrap_or_default();
        let line = match state.config.notify_private {
            true => dial::connect(state, host, port).await?,
            false => dial::connect_outside(state, host, port).await?,
        };
        let line = tls::wrap(line, host, Trust::Host(post.ca)).await?;
        let tls = tls::protocol(&line);
        let sent = Instant::now();
        let head = http::head(line, &post.request()).await?;
        let (status, head, _) = http::parted(&head)?;
        Ok(Answer { status, retry_after: retry_after(head), tls, round_trip: sent.elapsed() })
    })
    .await
}

impl Post<'_> {
    fn request(&self) -> String {
        let host = dial::host::with_port_if_any(self.url.host_str().unwrap_or_default(), self.url.port());
        let path = match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        };
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Steward\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n{headers}Connection: close\r\n\r\n{}",
            self.body.len(),
            self.body
        )
    }
}

/// In seconds; a date is nobody's habit here, and then the usual time is waited.
fn retry_after(head: &str) -> Option<i64> {
    let value = head.lines().filter_map(|line| line.split_once(':'));
    let mut value = value.filter(|(name, _)| name.trim().eq_ignore_ascii_case("retry-after"));
    value.next().and_then(|(_, value)| value.trim().parse().ok()).filter(|seconds| *seconds > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_says_where_it_goes_and_how_long_it_is() {
        let url = Url::parse("https://hooks.example.com:8443/in?a=1").expect("an address");
        let post =
            Post { url, ca: None, headers: vec![("webhook-id", "msg_1".to_owned())], body: "{\"ы\"}".to_owned() };
        let request = post.request();
        assert!(request.starts_with("POST /in?a=1 HTTP/1.1\r\nHost: hooks.example.com:8443\r\n"), "{request}");
        assert!(request.contains("Content-Length: 6\r\nwebhook-id: msg_1\r\nConnection: close\r\n\r\n{"), "{request}");
    }

    #[test]
    fn how_long_to_wait_is_read_from_the_head() {
        let of = |line: &str| retry_after(&format!("HTTP/1.1 429 Busy\r\nA: b\r\n{line}"));
        assert_eq!(of("Retry-After: 120"), Some(120));
        assert_eq!(of("retry-after:7"), Some(7));
        for none in ["Retry-After: soon", "Retry-After: -1", "X-Retry-After: 9", ""] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
