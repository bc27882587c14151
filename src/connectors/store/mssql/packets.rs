//! Messages go in packets: what kind it is, whether it is a message's last, how long it is.

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::dial::Cause;

const HEADER: usize = 8;
/// An answer to any question of ours is a fraction of it.
const MESSAGE: usize = 64 * 1024;
const LAST: u8 = 1;
const ANSWER: u8 = 4;

#[derive(Clone, Copy)]
pub enum Kind {
    Batch = 1,
    Login = 16,
    Prelogin = 18,
}

/// What one packet carries of a message.
pub struct Part {
    pub carried: Vec<u8>,
    is_last: bool,
}

/// Whatever is said here fits in one packet.
pub async fn send<S>(line: &mut S, kind: Kind, message: &[u8]) -> Result<(), Cause>
where
    S: AsyncWrite + Unpin,
{
    let length = u16::try_from(HEADER + message.len()).unwrap_or(u16::MAX).to_be_bytes();
    let mut packet = vec![kind as u8, LAST];
    packet.extend(length);
    // Which session, which packet of it, and nothing.
    packet.extend([0, 0, 1, 0]);
    packet.extend(message);
    line.write_all(&packet).await?;
    Ok(line.flush().await?)
}

/// A whole message.
pub async fn receive<S>(line: &mut S) -> Result<Vec<u8>, Cause>
where
    S: AsyncRead + Unpin,
{
    let mut message = Vec::new();
    loop {
        let part = receive_part(line).await?;
        message.extend(part.carried);
        if message.len() > MESSAGE {
            return Err(Cause::NotThisKind);
        }
        if part.is_last {
            return Ok(message);
        }
    }
}

/// TLS does not care where its messages are cut.
pub async fn receive_part<S>(line: &mut S) -> Result<Part, Cause>
where
    S: AsyncRead + Unpin,
{
    let mut header = [0; HEADER];
    line.read_exact(&mut header).await?;
    let [kind, status, high, low, ..] = header;
    let is_known = [ANSWER, Kind::Prelogin as u8].contains(&kind);
    let length = usize::from(u16::from_be_bytes([high, low]));
    let length = length.checked_sub(HEADER).filter(|_| is_known).ok_or(Cause::NotThisKind)?;
    let mut carried = vec![0; length];
    line.read_exact(&mut carried).await?;
    Ok(Part { carried, is_last: status & LAST != 0 })
}
