//! Secrets at rest: XChaCha20-Poly1305 under the key file, bound to the row and column they belong to.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::random_bytes;

const NONCE: usize = 24;

/// Seals and opens secrets, and derives the keys that sign cookies and form tokens.
#[derive(Clone)]
pub struct Seal {
    cipher: XChaCha20Poly1305,
    key: [u8; 32],
}

/// What lies sealed in the database until somebody takes it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    ConnectorPassword,
    /// With which a directory is searched.
    LdapPassword,
    /// A sender's password, or its secret key.
    SenderPassword,
    /// The key of a gateway's API.
    SenderToken,
    /// The second factor of an administrator.
    AdminFactor,
    /// The second factor of an account user.
    UserFactor,
    /// The link of a letter that waits to be sent.
    LetterLink,
    /// With which the entries of stop lists are hashed.
    StopListKey,
    /// The token of a bot that tells operators, or an address that is a secret.
    NotifierSecret,
    /// What messages to operators are signed with.
    NotifierSigning,
}

/// The bytes were changed, moved to another row, or sealed under another key file.
#[derive(Debug, thiserror::Error)]
#[error("a sealed secret does not open: the key file is not the one it was sealed with, or the row was altered")]
pub struct Unsealable;

impl Sealed {
    pub const ALL: [Self; 10] = [
        Self::ConnectorPassword,
        Self::LdapPassword,
        Self::SenderPassword,
        Self::SenderToken,
        Self::AdminFactor,
        Self::UserFactor,
        Self::LetterLink,
        Self::StopListKey,
        Self::NotifierSecret,
        Self::NotifierSigning,
    ];

    /// What the secret of a row is bound to.
    pub fn place(self, id: i64) -> String {
        let place = match self {
            Self::ConnectorPassword => "connectors.password",
            Self::LdapPassword => "ldap_connectors.password",
            Self::SenderPassword => "senders.password",
            Self::SenderToken => "senders.token",
            Self::AdminFactor => "admins.totp",
            Self::UserFactor => "account_users.totp",
            Self::LetterLink => "outbox.link",
            Self::StopListKey => "stop_list_key.key",
            Self::NotifierSecret => "notifiers.secret",
            Self::NotifierSigning => "notifiers.signing",
        };
        format!("{place}:{id}")
    }

    /// Table and column.
    pub(super) fn column(self) -> (&'static str, &'static str) {
        match self {
            Self::ConnectorPassword => ("connectors", "password_sealed"),
            Self::LdapPassword => ("ldap_connectors", "password_sealed"),
            Self::SenderPassword => ("senders", "password_sealed"),
            Self::SenderToken => ("senders", "token_sealed"),
            Self::AdminFactor => ("admins", "totp_secret"),
            Self::UserFactor => ("account_users", "totp_secret"),
            Self::LetterLink => ("outbox", "link_sealed"),
            Self::StopListKey => ("stop_list_key", "key_sealed"),
            Self::NotifierSecret => ("notifiers", "secret_sealed"),
            Self::NotifierSigning => ("notifiers", "signing_sealed"),
        }
    }
}

impl Seal {
    pub fn new(key: [u8; 32]) -> Self {
        Self { cipher: XChaCha20Poly1305::new(&key.into()), key }
    }

    /// `place` names table, column and row ("connectors.password:7"); the same must be given to open it.
    pub fn seal(&self, place: &str, secret: &str) -> Result<Vec<u8>, Unsealable> {
        let nonce = random_bytes::<NONCE>();
        let payload = Payload { msg: secret.as_bytes(), aad: place.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| Unsealable)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<String, Unsealable> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE>().ok_or(Unsealable)?;
        let payload = Payload { msg: body, aad: place.as_bytes() };
        let plain = self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| Unsealable)?;
        String::from_utf8(plain).map_err(|_| Unsealable)
    }

    /// By which people tell one key from another: 16 hexadecimal digits, from which nothing of the key can be told.
    pub fn fingerprint(&self) -> String {
        self.sign("fingerprint", "").iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// 32 bytes that depend on the key file, a purpose and a text, or bytes.
    pub fn sign(&self, purpose: &str, text: impl AsRef<[u8]>) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.key)
            .unwrap_or_else(|_| unreachable!("any length is a key"));
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_ref());
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_only_in_its_own_place() {
        let seal = Seal::new([7; 32]);
        let sealed = seal.seal("connectors.password:1", "s3cret").expect("seals");
        assert_eq!(seal.open("connectors.password:1", &sealed).expect("opens"), "s3cret");
        assert!(seal.open("connectors.password:2", &sealed).is_err());
        assert!(Seal::new([8; 32]).open("connectors.password:1", &sealed).is_err());
        assert!(seal.open("connectors.password:1", b"short").is_err());
    }
}
