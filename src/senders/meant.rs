//! A sender as it is to be, parsed, and what may not become of its secrets.

use std::net::IpAddr;

use super::model::{DomainType, Part, Sender, SenderKind};
use crate::{error::FieldErrors, resource::NewPassword};

pub struct NewSender {
    pub name: String,
    pub kind: SenderKind,
    pub active: bool,
    /// None leaves them as they are.
    pub accounts: Option<Vec<String>>,
    pub ips: Vec<IpAddr>,
    pub domain_type: Option<DomainType>,
    pub way: Way,
    /// The password or the secret key, whichever its type has.
    pub password: NewPassword,
    pub token: NewPassword,
    pub max_per_message: Option<i64>,
    pub await_delivery: Option<i64>,
    pub per_second: Option<i64>,
    pub per_day: Option<i64>,
}

/// Where its secrets go, and as whose. Where this changes they are typed anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    pub user: String,
    pub key_id: String,
    pub region: String,
    pub url: String,
    pub host: String,
    pub port: Option<i64>,
    /// Of a host alone; empty elsewhere.
    pub tls: String,
    pub ca: String,
}

impl Sender {
    pub fn way(&self) -> Way {
        Way {
            host: self.host.clone(),
            port: self.port,
            url: self.url.clone(),
            tls: self.tls.clone(),
            ca: self.ca.clone(),
            region: self.region.clone(),
            key_id: self.key_id.clone(),
            user: self.user.clone(),
        }
    }
}

impl NewSender {
    /// Refuses what would send a stored secret to somebody it was not typed for, or on a way it was not typed for.
    pub fn refuse_astray(&self, before: &Sender) -> FieldErrors {
        let stays = |secret: &NewPassword| self.way != before.way() && *secret == NewPassword::Keep;
        let stored = [
            ("password", before.has_password && stays(&self.password)),
            ("secret", before.has_secret && stays(&self.password)),
            ("api_token", before.has_api_token && stays(&self.token)),
        ];
        let mut errors = FieldErrors::default();
        for (field, _) in stored.iter().filter(|(_, is_astray)| *is_astray) {
            errors.add(field, "refused-sender-secret-anew");
        }
        errors
    }

    /// Whether the last trial says nothing of it any more.
    pub fn changes_connection(&self, before: &Sender) -> bool {
        let has_password = before.has_password || before.has_secret;
        let is_kept = |secret: &NewPassword, is_there: bool| match secret {
            NewPassword::Keep => true,
            NewPassword::Remove => !is_there,
            NewPassword::Set(_) => false,
        };
        self.way != before.way()
            || !is_kept(&self.password, has_password)
            || !is_kept(&self.token, before.has_api_token)
    }
}

/// What its type cannot do without.
pub fn refuse_incomplete(kind: SenderKind, user: &str, [has_password, has_token]: [bool; 2]) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let mut lacks = |field, is_lacking: bool| {
        if is_lacking {
            errors.add(field, "refused-empty");
        }
    };
    lacks("password", kind.has_user() && !user.is_empty() && !has_password);
    lacks("secret", kind.has(Part::Region) && !has_password);
    lacks("api_token", kind.has(Part::Token) && !has_token);
    errors
}
