//! TLS over a connection that stands: who the other side must be, and by whose word.

use std::{io, sync::Arc};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        self, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
        client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
        pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
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
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in CertificateDer::pem_slice_iter(authorities.unwrap_or_default().as_bytes()) {
        roots.add(certificate.map_err(io::Error::other)?).map_err(io::Error::other)?;
    }
    let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
    Ok(builder.map_err(io::Error::other)?.with_root_certificates(roots).with_no_client_auth())
}

pub async fn wrap<S>(stream: S, host: &str, trust: Trust<'_>) -> Result<TlsStream<S>, Cause>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let config = match trust {
        Trust::Host(authorities) => trusting(authorities)?,
        Trust::Anybody => {
            let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
            let builder = builder.map_err(io::Error::other)?.dangerous();
            builder.with_custom_certificate_verifier(Arc::new(Anybody(provider()))).with_no_client_auth()
        }
    };
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    Ok(TlsConnector::from(Arc::new(config)).connect(name, stream).await?)
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
