//! Gateways that are spoken to over HTTP. Where there is a call that only reads, it is made to see whether the keys are
//! good; else the connection is all that is tried.

use std::time::Instant;

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use url::Url;

use super::{Target, amazon};
use crate::{
    dial::{
        self, Cause, http,
        tls::{self, Trust},
    },
    resource::Found,
    senders::model::SenderKind,
    state::State,
};

const BULKSMS: &str = "https://api.bulksms.com/v1/profile";
const SENDSAY: &str = "https://api.sendsay.ru/";

/// Where a gateway is, and what is asked of it; None where nothing is but whether it is there.
struct Question {
    url: Url,
    headers: Option<Vec<(&'static str, String)>>,
    server: &'static str,
}

pub async fn ask(state: &State, target: &Target) -> Result<Found, Cause> {
    let Question { url, headers, server } = question(target, state.clock.now()).ok_or(Cause::NameNotFound)?;
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let began = Instant::now();
    let line = dial::connect(state, host, url.port_or_known_default().unwrap_or_default()).await?;
    let connected = began.elapsed();
    let request = headers.map(|headers| request(&url, &headers));
    let not_tried =
        |tls| Found::new(server, "", tls, None, connected).remarking("trial-sign-in", "trial-sign-in-untried".into());
    if url.scheme() == "http" {
        return Ok(not_tried(None));
    }
    let line = tls::wrap(line, host, Trust::Host(target.authorities())).await?;
    let protocol = tls::protocol(&line);
    let Some(request) = request else { return Ok(not_tried(protocol)) };
    let sent = Instant::now();
    signed_in(target.kind, &http::ask(line, &request).await?)?;
    Ok(Found::new(server, "", protocol, None, sent.elapsed()).remarking("trial-sign-in", "trial-sign-in-done".into()))
}

fn question(target: &Target, now: DateTime<Utc>) -> Option<Question> {
    let way = &target.way;
    let of = |url: &str, headers, server| Some(Question { url: Url::parse(url).ok()?, headers, server });
    match target.kind {
        SenderKind::BulksmsCom => {
            let who = STANDARD.encode(format!("{}:{}", way.user, target.password()));
            of(BULKSMS, Some(vec![("Authorization", format!("Basic {who}"))]), "BulkSMS.com")
        }
        SenderKind::Infobip => {
            let url = format!("{}/account/1/balance", way.url.trim_end_matches('/'));
            of(&url, Some(vec![("Authorization", format!("App {}", target.token()))]), "Infobip")
        }
        SenderKind::AmazonSes => {
            let url = amazon::account(&way.region);
            let key = amazon::Key { id: &way.key_id, secret: target.password(), region: &way.region, service: "ses" };
            let headers = key.sign(&Url::parse(&url).ok()?, now);
            of(&url, Some(headers), "Amazon SES")
        }
        SenderKind::Devino => of(&way.url, None, "Devino"),
        SenderKind::Sendsay => of(SENDSAY, None, "Sendsay"),
        SenderKind::SmsHttp => of(&way.url, None, "HTTP"),
        SenderKind::Akmta | SenderKind::Smtp | SenderKind::Custom => None,
    }
}

fn request(url: &Url, headers: &[(&'static str, String)]) -> String {
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    };
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!(
        "GET {} HTTP/1.1\r\nHost: {host}\r\n{headers}Accept: application/json\r\nConnection: close\r\n\r\n",
        url.path()
    )
}

/// Whoever redirects is not followed.
fn signed_in(kind: SenderKind, answer: &str) -> Result<(), Cause> {
    let (status, _, body) = http::parted(answer)?;
    match status {
        200..=299 => Ok(()),
        // The key is good and may not read this, which sending does not take.
        403 if kind == SenderKind::AmazonSes && body.contains("is not authorized to perform") => Ok(()),
        401 | 403 => Err(Cause::WrongCredentials),
        429 | 500..=599 => Err(Cause::NoAnswer),
        _ => Err(Cause::NotThisKind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::senders::meant::Way;

    fn target(kind: SenderKind, url: &str) -> Target {
        let way = Way {
            url: url.to_owned(),
            user: "us".to_owned(),
            region: "eu-west-1".to_owned(),
            key_id: "AKID".to_owned(),
            ..Way::default()
        };
        Target { kind, way, password: "pw".to_owned().into(), token: "tok".to_owned().into() }
    }

    #[test]
    fn only_calls_that_read_are_made() {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let asked = |kind, url: &str| {
            let question = question(&target(kind, url), now).expect("there is a host");
            question.headers.map(|headers| request(&question.url, &headers))
        };
        let bulksms = asked(SenderKind::BulksmsCom, "").expect("a request");
        assert!(
            bulksms
                .starts_with("GET /v1/profile HTTP/1.1\r\nHost: api.bulksms.com\r\nAuthorization: Basic dXM6cHc=\r\n"),
            "{bulksms}"
        );
        let infobip = asked(SenderKind::Infobip, "https://x1.api.infobip.com/").expect("a request");
        assert!(
            infobip.starts_with(
                "GET /account/1/balance HTTP/1.1\r\nHost: x1.api.infobip.com\r\nAuthorization: App tok\r\n"
            ),
            "{infobip}"
        );
        let amazon = asked(SenderKind::AmazonSes, "").expect("a request");
        assert!(
            amazon.starts_with("GET /v2/email/account HTTP/1.1\r\nHost: email.eu-west-1.amazonaws.com\r\n"),
            "{amazon}"
        );
        for kind in [SenderKind::Devino, SenderKind::Sendsay, SenderKind::SmsHttp] {
            assert_eq!(asked(kind, "https://sms.example.org/send"), None);
        }
    }

    #[test]
    fn an_answer_says_whether_the_keys_are_good() {
        let answer =
            |kind, status: &str, body: &str| signed_in(kind, &format!("HTTP/1.1 {status}\r\nA: b\r\n\r\n{body}"));
        assert_eq!(answer(SenderKind::Infobip, "200 OK", "{}"), Ok(()));
        assert_eq!(answer(SenderKind::Infobip, "401 Unauthorized", ""), Err(Cause::WrongCredentials));
        assert_eq!(answer(SenderKind::Infobip, "302 Found", ""), Err(Cause::NotThisKind));
        assert_eq!(answer(SenderKind::Infobip, "503 Busy", ""), Err(Cause::NoAnswer));
        let may_not = "{\"message\":\"User: arn:… is not authorized to perform: ses:GetAccount\"}";
        assert_eq!(answer(SenderKind::AmazonSes, "403 Forbidden", may_not), Ok(()));
        assert_eq!(
            answer(SenderKind::AmazonSes, "403 Forbidden", "{\"message\":\"The security token is invalid\"}"),
            Err(Cause::WrongCredentials)
        );
        assert_eq!(signed_in(SenderKind::Infobip, "SSH-2.0-x"), Err(Cause::NotThisKind));
    }
}
