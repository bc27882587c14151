//! Servers that a connector may meet: doubles, on free ports of this machine.

use crate::support::app::TestApp;
use base64::Engine;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, UnixStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio_rustls::rustls::{ALL_VERSIONS, ServerConfig, SupportedProtocolVersion};

/// A certificate for a host, and the authority that vouches for it, in PEM.
pub struct Certified {
    pub authority: String,
    pub certificate: String,
    pub key: String,
}

pub fn certified(host: &str) -> Certified {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "An authority of our own");
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let certificate =
        CertificateParams::new(vec![host.to_owned()]).expect("a name").signed_by(&key, &authority).expect("signed");
    Certified { authority: authority.pem(), certificate: certificate.pem(), key: key.serialize_pem() }
}

pub fn acceptor(of: &Certified) -> TlsAcceptor {
    TlsAcceptor::from(config(of, ALL_VERSIONS))
}

pub fn config(of: &Certified, versions: &[&'static SupportedProtocolVersion]) -> Arc<ServerConfig> {
    let chain = vec![CertificateDer::from_pem_slice(of.certificate.as_bytes()).expect("a certificate")];
    let key = PrivateKeyDer::from_pem_slice(of.key.as_bytes()).expect("a key");
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = builder.with_protocol_versions(versions).expect("versions").with_no_client_auth();
    Arc::new(config.with_single_cert(chain, key).expect("they belong together"))
}

/// Nobody listens there. None is given twice, nor to somebody who asks for any free port: those lie higher.
pub fn dead_port() -> String {
    static NEXT: AtomicU16 = AtomicU16::new(20_000);
    let ports = std::iter::repeat_with(|| NEXT.fetch_add(1, Ordering::Relaxed)).take_while(|port| *port < 32_000);
    let free =
        ports.map(|port| (port, std::net::TcpListener::bind(("127.0.0.1", port)))).find(|(_, bound)| bound.is_ok());
    free.expect("a free port").0.to_string()
}

/// Never says anything.
pub async fn silent() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port().to_string();
    actix_web::rt::spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            open.push(stream);
        }
    });
    port
}

/// Says this to everybody, and hangs up on whatever is said.
pub async fn talking(greeting: &'static [u8]) -> String {
    saying(greeting.to_vec()).await
}

pub async fn saying(greeting: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port().to_string();
    actix_web::rt::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let greeting = greeting.clone();
            actix_web::rt::spawn(async move {
                stream.write_all(&greeting).await.ok();
                stream.read_u8().await.ok();
            });
        }
    });
    port
}

/// Sends for ever, whatever is asked.
pub async fn endless() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port().to_string();
    actix_web::rt::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            actix_web::rt::spawn(async move { while stream.write_all(&[b'E'; 65536]).await.is_ok() {} });
        }
    });
    port
}

/// The private PostgreSQL of the tests, which listens on a socket alone, at a port; behind TLS if there is a
/// certificate.
pub async fn postgresql(certified: Option<&Certified>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port().to_string();
    let acceptor = certified.map(acceptor);
    let socket = crate::support::postgres::socket();
    actix_web::rt::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (acceptor, socket) = (acceptor.clone(), socket.clone());
            actix_web::rt::spawn(async move {
                let mut server = UnixStream::connect(socket).await.expect("PostgreSQL runs");
                let Some(acceptor) = acceptor else {
                    copy_bidirectional(&mut stream, &mut server).await.ok();
                    return;
                };
                // The question for TLS, eight bytes, is answered here.
                stream.read_exact(&mut [0; 8]).await.expect("a question");
                stream.write_all(b"S").await.expect("an answer");
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    copy_bidirectional(&mut stream, &mut server).await.ok();
                }
            });
        }
    });
    port
}

/// ClickHouse as far as it is asked.
pub struct ClickHouse {
    port: u16,
    /// `user:password` of each request.
    asked: Arc<Mutex<Vec<String>>>,
}

impl ClickHouse {
    pub fn port(&self) -> String {
        self.port.to_string()
    }

    pub fn passwords(&self) -> Vec<String> {
        self.asked.lock().expect("no test holds it").clone()
    }

    pub fn count(&self) -> usize {
        self.passwords().len()
    }
}

pub async fn clickhouse(_: &TestApp) -> ClickHouse {
    clickhouse_over(None).await
}

pub async fn clickhouse_over(certified: Option<&Certified>) -> ClickHouse {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let (heard, acceptor) = (Arc::clone(&asked), certified.map(acceptor));
    actix_web::rt::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (heard, acceptor) = (Arc::clone(&heard), acceptor.clone());
            actix_web::rt::spawn(async move {
                match acceptor {
                    None => answer(stream, &heard).await,
                    Some(acceptor) => {
                        if let Ok(stream) = acceptor.accept(stream).await {
                            answer(stream, &heard).await;
                        }
                    }
                }
            });
        }
    });
    ClickHouse { port, asked }
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, heard: &Mutex<Vec<String>>) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut part = [0; 4096];
        let read = stream.read(&mut part).await.unwrap_or_default();
        if read == 0 {
            return;
        }
        request.extend_from_slice(&part[..read]);
        if request.first() == Some(&0x16) {
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.ok();
            return;
        }
    }
    let request = String::from_utf8(request).expect("it is text");
    let who = request.lines().find_map(|line| line.strip_prefix("Authorization: Basic ")).expect("it says who asks");
    let who = base64::engine::general_purpose::STANDARD.decode(who).expect("in base64");
    let who = String::from_utf8(who).expect("it is text");
    let answer = match &*who {
        "wrong:" => {
            "HTTP/1.1 403 Forbidden\r\nX-ClickHouse-Exception-Code: 516\r\n\r\nCode: 516. DB::Exception: wrong: Authentication failed"
        }
        _ if request.contains("database=none") => {
            "HTTP/1.1 404 Not Found\r\n\r\nCode: 81. DB::Exception: Database none does not exist"
        }
        "moved:" => "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n",
        _ => "HTTP/1.0 200 OK\r\nContent-Type: text/tab-separated-values\r\n\r\nClickHouse\t24.8.1\n",
    };
    heard.lock().expect("no test holds it").push(who);
    stream.write_all(answer.as_bytes()).await.ok();
    stream.shutdown().await.ok();
}
