//! TLS over a connection that stands: who the other side must be, and by whose word.

use std::{io, sync::Arc};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        self, ALL_VERSIONS, ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, SignatureScheme,
        SupportedProtocolVersion,
        client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
        pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
        version::TLS12,
    },
};

use super::Cause;
use crate::{db::hash, i18n::Message};

const LONGEST_CA: usize = 64 * 1024;
const MOST_CERTIFICATES: usize = 32;

/// Who the other side must be.
pub enum Trust<'a> {
    /// Whoever answers.
    Anybody,
    /// Whoever the host is by the word of the public authorities, or of these besides.
    Host(Option<&'a str>),
}

/// The certificates of a private authority, as they are kept: PEM and nothing else.
pub fn parse_authorities(text: &str) -> Result<String, Message> {
    let text = text.trim().replace("\r\n", "\n");
    if text.is_empty() {
        return Ok(text);
    }
    if text.contains("PRIVATE KEY") {
        return Err("refused-ca-key".into());
    }
    if text.len() > LONGEST_CA {
        return Err("refused-ca".into());
    }
    let kept: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    let kept = kept.map_err(|_| Message::new("refused-ca"))?;
    let mut roots = RootCertStore::empty();
    let good = kept.iter().all(|certificate| roots.add(certificate.clone()).is_ok());
    if !good || !(1..=MOST_CERTIFICATES).contains(&kept.len()) {
        return Err("refused-ca".into());
    }
    Ok(text)
}

/// By which the record tells certificates apart, without holding them.
pub fn fingerprint(authorities: &str) -> String {
    if authorities.is_empty() { String::new() } else { hash(authorities).chars().take(16).collect() }
}

/// For hosts whose certificate the public authorities vouch for, or these besides.
pub fn trusting(authorities: Option<&str>) -> io::Result<ClientConfig> {
    config(Trust::Host(authorities), ALL_VERSIONS)
}

fn config(trust: Trust<'_>, versions: &[&'static SupportedProtocolVersion]) -> io::Result<ClientConfig> {
    let builder = ClientConfig::builder_with_provider(provider()).with_protocol_versions(versions);
    let builder = builder.map_err(io::Error::other)?;
    let Trust::Host(authorities) = trust else {
        let anybody = Arc::new(Anybody(provider()));
        return Ok(builder.dangerous().with_custom_certificate_verifier(anybody).with_no_client_auth());
    };
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in CertificateDer::pem_slice_iter(authorities.unwrap_or_default().as_bytes()) {
        roots.add(certificate.map_err(io::Error::other)?).map_err(io::Error::other)?;
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

pub async fn wrap<S>(stream: S, host: &str, trust: Trust<'_>) -> Result<TlsStream<S>, Cause>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let config = config(trust, ALL_VERSIONS)?;
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    Ok(TlsConnector::from(Arc::new(config)).connect(name, stream).await?)
}

/// The beginning of TLS, for a protocol that carries it in messages of its own: what is to be said and what is heard,
/// until everything else can travel in it. With 1.3 nobody does so, since it goes on talking after its beginning.
pub struct Opening {
    connector: TlsConnector,
    name: ServerName<'static>,
    session: ClientConnection,
}

impl Opening {
    pub fn new(host: &str, trust: Trust<'_>) -> Result<Self, Cause> {
        let config = Arc::new(config(trust, &[&TLS12])?);
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        let session = ClientConnection::new(Arc::clone(&config), name.clone()).map_err(io::Error::other)?;
        Ok(Self { connector: TlsConnector::from(config), name, session })
    }

    /// What is to be sent now.
    pub fn say(&mut self) -> io::Result<Vec<u8>> {
        let mut said = Vec::new();
        while self.session.wants_write() {
            self.session.write_tls(&mut said)?;
        }
        Ok(said)
    }

    pub fn hear(&mut self, mut heard: &[u8]) -> Result<(), Cause> {
        while !heard.is_empty() {
            self.session.read_tls(&mut heard)?;
            self.session.process_new_packets().map_err(|error| Cause::from(&error))?;
        }
        Ok(())
    }

    /// Whether it is the other side's turn.
    pub fn waits(&self) -> bool {
        !self.is_over() && !self.session.wants_write()
    }

    pub fn is_over(&self) -> bool {
        !self.session.is_handshaking()
    }

    /// Once it is over.
    pub async fn protect<S>(self, stream: S) -> Result<TlsStream<S>, Cause>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let Self { connector, name, session } = self;
        Ok(connector.connect_with(name, stream, |fresh| *fresh = session).await?)
    }
}

/// "TLSv1.3"
pub fn protocol<S>(stream: &TlsStream<S>) -> Option<String> {
    let version = stream.get_ref().1.protocol_version()?;
    version.as_str().map(|name| name.replace('_', "."))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// Takes any certificate whose key the other side has.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
