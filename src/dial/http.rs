//! As much of HTTP as a question takes: one request, one answer, and nobody follows it elsewhere.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::Cause;

/// More of an answer says nothing more.
const ANSWER: u64 = 64 * 1024;
/// No server says so much before it comes to its answer.
const HEAD: usize = 16 * 1024;

/// Sends a request that asks for the connection to be closed; what is answered until then.
pub async fn ask<S>(mut line: S, request: &str) -> Result<String, Cause>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    line.write_all(request.as_bytes()).await?;
    line.flush().await?;
    let mut answer = Vec::new();
    match line.take(ANSWER).read_to_end(&mut answer).await {
        // Servers end a protected connection without saying so.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {}
        read => drop(read?),
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// The head of an answer; what follows is of no use, however long it is.
pub async fn head<S>(mut line: S, request: &str) -> Result<String, Cause>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    line.write_all(request.as_bytes()).await?;
    line.flush().await?;
    let (mut head, mut part) = (Vec::new(), [0; 2048]);
    while !head.windows(4).any(|it| it == b"\r\n\r\n") {
        match line.read(&mut part).await? {
            read if read > 0 && head.len() < HEAD => head.extend_from_slice(part.get(..read).unwrap_or_default()),
            _ => return Err(Cause::NotThisKind),
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

/// The status of an answer, its head and its body.
pub fn parted(answer: &str) -> Result<(u16, &str, &str), Cause> {
    let (head, body) = answer.split_once("\r\n\r\n").ok_or(Cause::NotThisKind)?;
    let status = head.strip_prefix("HTTP/1.").and_then(|rest| rest.split(' ').nth(1));
    let status = status.and_then(|it| it.parse().ok()).ok_or(Cause::NotThisKind)?;
    Ok((status, head, body))
}
