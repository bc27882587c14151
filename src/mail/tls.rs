//! TLS from the first byte (`smtps`) over a connection of our own, which lettre takes as it is: its own would hold
//! small packets back.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream, rustls::pki_types::ServerName};

use crate::dial;

/// Whom a server must be, and by whose word.
#[derive(Clone)]
pub struct Wrapper {
    connector: TlsConnector,
    name: ServerName<'static>,
}

#[derive(Debug)]
struct Wrapped(TlsStream<TcpStream>);

impl Wrapper {
    /// None where the host can have no certificate.
    pub fn for_host(host: &str) -> Option<Self> {
        let name = ServerName::try_from(host.to_owned()).ok()?;
        let config = dial::tls::trusting(None).ok()?;
        Some(Self { connector: TlsConnector::from(Arc::new(config)), name })
    }

    pub async fn wrap(&self, stream: TcpStream) -> io::Result<Box<dyn AsyncTokioStream>> {
        Ok(Box::new(Wrapped(self.connector.connect(self.name.clone(), stream).await?)))
    }
}

/// Why a connection was not protected, each part said once; of a certificate that nobody vouches for, whose word would
/// do.
pub fn told(cause: &str) -> String {
    let mut parts: Vec<&str> = cause.split(": ").collect();
    parts.dedup();
    parts.join(": ").replace("UnknownIssuer", "it is by no public authority, and no other is trusted")
}

impl AsyncTokioStream for Wrapped {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Wrapped {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Wrapped {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_nobody_vouches_for_is_told_once_and_in_words() {
        let told = |cause| {
            told(cause).replace("invalid peer certificate: it is by no public authority, and no other is trusted", "…")
        };
        assert_eq!(told("TLS: invalid peer certificate: UnknownIssuer"), "TLS: …");
        assert_eq!(
            told("Connection error: Connection error: invalid peer certificate: UnknownIssuer"),
            "Connection error: …"
        );
    }
}
