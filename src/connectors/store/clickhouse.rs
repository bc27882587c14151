//! ClickHouse over HTTP, as far as it takes to be told apart from any other server of HTTP. Version 1.0 of it has an
//! answer end where the connection ends, and nobody follows it elsewhere.

use std::time::Instant;

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::io::{AsyncRead, AsyncWrite};

use super::super::model::Target;
use crate::{
    dial::{Cause, Line, http, tls},
    resource::Found,
};

/// A GET may not change anything, whatever it asks for.
const QUESTION: &str = "SELECT 'ClickHouse', version()";

pub async fn ask(target: &Target, line: Line) -> Result<Found, Cause> {
    let Some(trust) = target.trust() else {
        return converse(target, line, None).await;
    };
    let line = tls::wrap(line, &target.host, trust).await?;
    let protocol = tls::protocol(&line);
    converse(target, line, protocol).await
}

async fn converse<S>(target: &Target, line: S, tls: Option<String>) -> Result<Found, Cause>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let sent = Instant::now();
    let version = version(&http::ask(line, &request(target)).await?)?;
    Ok(Found::new("ClickHouse", &version, tls, None, sent.elapsed()))
}

/// Who asks stands in no address, which servers write to their logs.
fn request(target: &Target) -> String {
    let address = url::form_urlencoded::Serializer::for_suffix(String::from("/?"), 2)
        .append_pair("query", QUESTION)
        .append_pair("database", &target.database)
        .append_pair("max_execution_time", "5")
        .finish();
    let who = STANDARD.encode(format!("{}:{}", target.user, target.password()));
    format!(
        "GET {address} HTTP/1.0\r\nHost: {}\r\nAuthorization: Basic {who}\r\nConnection: close\r\n\r\n",
        target.address()
    )
}

fn version(answer: &str) -> Result<String, Cause> {
    let (status, head, body) = http::parted(answer)?;
    let version = body.strip_prefix("ClickHouse\t").map(str::trim);
    match (status, version) {
        (200, Some(version)) if version.starts_with(|c: char| c.is_ascii_digit()) => Ok(version.to_owned()),
        (200, _) => Err(Cause::NotThisKind),
        _ => Err(refusal(head, body)),
    }
}

/// By the number of the exception, which older servers have in the text alone. Without one it was another that answered.
fn refusal(head: &str, body: &str) -> Cause {
    let of_header = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("x-clickhouse-exception-code").then(|| value.trim())
    });
    let of_text = body.trim_start().strip_prefix("Code: ").and_then(|rest| rest.split([',', '.']).next());
    match of_header.or(of_text) {
        Some("81") => Cause::NoSuchDatabase,
        // Unknown user, wrong password, the two in one, an address that is not let in, a password that is needed.
        Some("192" | "193" | "194" | "195" | "497" | "516") => Cause::WrongCredentials,
        // Too many queries at a time, too slow, no memory.
        Some("159" | "202" | "241") => Cause::NoAnswer,
        _ => Cause::NotThisKind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_clickhouse_is_taken_for_clickhouse() {
        let answer =
            |status: &str, head: &str, body: &str| version(&format!("HTTP/1.1 {status}\r\n{head}\r\n\r\n{body}"));
        assert_eq!(answer("200 OK", "A: b", "ClickHouse\t24.8.1\n").as_deref(), Ok("24.8.1"));
        assert_eq!(answer("200 OK", "A: b", "<html>"), Err(Cause::NotThisKind));
        assert_eq!(answer("302 Found", "Location: http://169.254.169.254/", ""), Err(Cause::NotThisKind));
        assert_eq!(answer("403 Forbidden", "x-clickhouse-exception-code: 516", ""), Err(Cause::WrongCredentials));
        assert_eq!(answer("500 Error", "A: b", "Code: 193, e.displayText() = …"), Err(Cause::WrongCredentials));
        assert_eq!(answer("404 Not Found", "A: b", "Code: 81. DB::Exception"), Err(Cause::NoSuchDatabase));
        assert_eq!(version("SSH-2.0-OpenSSH"), Err(Cause::NotThisKind));
    }
}
