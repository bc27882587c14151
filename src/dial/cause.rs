//! Why a conversation with another system came to nothing, as far as it may be told: what the other side said stays out
//! of it, so that nobody reads through us what they could not read themselves.

use std::io;

use strum::IntoStaticStr;
use tokio_rustls::rustls::{self, CertificateError};

use super::line::TooMuch;
use crate::i18n::Message;

#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Cause {
    NameNotFound,
    RefusedByRule,
    NoAnswer,
    /// The status of an answer that is no good one.
    Answered(u16),
    PortClosed,
    TlsRefused(Distrust),
    WrongCredentials,
    NoSuchDatabase,
    NoSuchBase,
    NotThisKind,
    /// It offers no way to sign in, or none that is known here.
    NoSignIn,
    /// A directory shows nobody at all, so that it says of nobody that they are not there.
    NobodySeen,
    /// A directory has two entries for one login.
    TwoEntries,
    /// A directory shows of an entry nothing that says whose it is.
    NoLogin,
    /// A directory has somebody in more groups than are looked at.
    TooManyGroups,
}

/// Why a connection was not protected, or not by whom it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Distrust {
    NotOffered,
    /// It is the server that takes a password in no other way.
    Demanded,
    UnknownIssuer,
    OtherName,
    Expired,
    NotYetValid,
    /// The certificate of an authority in the place of a server's.
    IsAuthority,
    Other,
}

impl Cause {
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether it is of what a directory holds, and no other server of it would say anything else.
    pub fn is_of_a_directory(self) -> bool {
        matches!(self, Self::NoSuchBase | Self::NobodySeen | Self::TwoEntries | Self::NoLogin | Self::TooManyGroups)
    }

    /// In one sentence.
    pub fn message(self) -> Message {
        match self {
            Self::TlsRefused(why) => {
                let why: &str = why.into();
                Message::new(format!("cause-tls-{why}"))
            }
            Self::Answered(status @ 300..=399) => Message::new("cause-redirected").with("status", i64::from(status)),
            Self::Answered(status) => Message::new("cause-answered").with("status", i64::from(status)),
            cause => Message::new(format!("cause-{}", cause.as_str().replace('_', "-"))),
        }
    }
}

impl From<&rustls::Error> for Cause {
    fn from(error: &rustls::Error) -> Self {
        use CertificateError as Of;
        Self::TlsRefused(match error {
            rustls::Error::InvalidCertificate(why) => match why {
                Of::UnknownIssuer => Distrust::UnknownIssuer,
                Of::NotValidForName | Of::NotValidForNameContext { .. } => Distrust::OtherName,
                Of::Expired | Of::ExpiredContext { .. } => Distrust::Expired,
                Of::NotValidYet | Of::NotValidYetContext { .. } => Distrust::NotYetValid,
                Of::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => Distrust::IsAuthority,
                _ => Distrust::Other,
            },
            // What came is not TLS at all.
            rustls::Error::InvalidMessage(_) => Distrust::NotOffered,
            _ => Distrust::Other,
        })
    }
}

impl From<io::Error> for Cause {
    fn from(error: io::Error) -> Self {
        let inner = error.get_ref();
        if let Some(cause) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            return cause.into();
        }
        if inner.and_then(|inner| inner.downcast_ref::<TooMuch>()).is_some() {
            return Self::NotThisKind;
        }
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Self::PortClosed,
            // It hung up in the midst of what a server of the kind would have said.
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::InvalidData => Self::NotThisKind,
            _ => Self::NoAnswer,
        }
    }
}
