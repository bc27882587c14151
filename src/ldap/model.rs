use chrono::{DateTime, Utc};
use ldap3_proto::proto::LdapFilter;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use super::filter;
use crate::{
    db::{FromRow, kept_as_text},
    dial::host::with_port,
    resource::NewPassword,
};

/// How a connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Security {
    /// From the first byte.
    Ldaps,
    /// After a word in the clear.
    Starttls,
    None,
}

/// An LDAP connector under the names by which it is saved, without its password.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct LdapConnector {
    pub name: String,
    /// A host name in its ASCII form, or an IP address.
    pub host: String,
    pub port: i64,
    /// Asked where the first does not answer; empty where there is none.
    pub secondary_host: String,
    #[schema(required)]
    pub secondary_port: Option<i64>,
    #[sqlx(try_from = "String")]
    pub security: Security,
    /// PEM; empty where the public authorities' word is enough.
    pub ca: String,
    /// The entry that Steward signs in as to search; empty is nobody.
    pub bind_dn: String,
    /// Whether a password is stored. It is never answered.
    pub has_password: bool,
    /// Typed anew in the change that is being recorded.
    #[serde(skip)]
    #[sqlx(skip)]
    pub password_changed: bool,
    pub base_dn: String,
    pub user_filter: String,
    pub login_attribute: String,
    pub first_name_attribute: String,
    pub last_name_attribute: String,
    pub email_attribute: String,
    /// How many groups of the directory its map names.
    pub mapped_groups: i64,
    /// When it was tried last as it is stored; null where it was not since it was changed.
    #[schema(required)]
    pub tried_at: Option<DateTime<Utc>>,
    /// How that went: `ok`, or why it failed.
    #[schema(required)]
    pub tried: Option<String>,
    /// Which server answered.
    #[schema(required)]
    pub tried_server: Option<String>,
}

pub struct NewLdap {
    pub name: String,
    pub server: Server,
    pub base_dn: String,
    pub user_filter: String,
    pub attributes: Attributes,
    pub password: NewPassword,
}

/// What is connected to, and as whom.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    pub host: String,
    pub port: i64,
    pub secondary_host: String,
    pub secondary_port: Option<i64>,
    pub security: Security,
    pub ca: String,
    pub bind_dn: String,
}

/// What a user is called in the directory.
#[derive(Clone)]
pub struct Attributes {
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
}

/// A directory with its password.
pub struct Target {
    pub server: Server,
    password: SecretString,
    pub base_dn: String,
    pub user_filter: String,
    pub attributes: Attributes,
}

impl Security {
    /// The words of the form: `security-ldaps`.
    pub fn label(self) -> String {
        format!("security-{}", self.as_str())
    }

    pub fn default_port(self) -> i64 {
        if self == Self::Ldaps { 636 } else { 389 }
    }
}

impl LdapConnector {
    pub fn server(&self) -> Server {
        Server {
            host: self.host.clone(),
            port: self.port,
            secondary_host: self.secondary_host.clone(),
            secondary_port: self.secondary_port,
            security: self.security,
            ca: self.ca.clone(),
            bind_dn: self.bind_dn.clone(),
        }
    }

    pub fn address(&self) -> String {
        with_port(&self.host, self.port)
    }
}

impl Target {
    pub fn of(new: &NewLdap, password: SecretString) -> Self {
        Self {
            server: new.server.clone(),
            password,
            base_dn: new.base_dn.clone(),
            user_filter: new.user_filter.clone(),
            attributes: new.attributes.clone(),
        }
    }

    /// Whom its filter lets in, and of them those of this filter.
    pub fn people(&self, of: LdapFilter) -> LdapFilter {
        match filter::parse(&self.user_filter) {
            Ok(Some(filter)) => LdapFilter::And(vec![filter, of]),
            _ => of,
        }
    }

    /// Whoever has a login.
    pub fn anybody(&self) -> LdapFilter {
        self.people(LdapFilter::Present(self.attributes.login.clone()))
    }

    /// Its hosts with their ports, the first one first.
    pub fn hosts(&self) -> Vec<(&str, u16)> {
        let server = &self.server;
        let port = |port| u16::try_from(port).unwrap_or_default();
        let secondary = Some(&*server.secondary_host).filter(|host| !host.is_empty());
        let secondary = secondary.map(|host| (host, port(server.secondary_port.unwrap_or(server.port))));
        [(&*server.host, port(server.port))].into_iter().chain(secondary).collect()
    }

    pub fn password(&self) -> &str {
        self.password.expose_secret()
    }

    /// The private ones, if there are any.
    pub fn authorities(&self) -> Option<&str> {
        Some(&*self.server.ca).filter(|ca| !ca.is_empty())
    }
}

kept_as_text!(Security);
