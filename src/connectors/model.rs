use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::{
    db::{FromRow, kept_as_text},
    dial::{host::with_port, tls::Trust},
    resource::NewPassword,
};

/// What connectors are for; each class has its own address, names and kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Class {
    Database,
    ExternalData,
}

/// The server spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum ConnectorKind {
    Postgresql,
    Clickhouse,
    Mysql,
    Mssql,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Tls {
    Off,
    /// Encrypted, whoever answers.
    Required,
    /// Encrypted, and the certificate must be good for the host.
    Verified,
}

/// A connector under the names by which it is saved, without its password.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct Connector {
    #[sqlx(try_from = "String")]
    pub class: Class,
    pub name: String,
    #[sqlx(try_from = "String")]
    pub kind: ConnectorKind,
    /// A host name in its ASCII form, or an IP address.
    pub host: String,
    pub port: i64,
    #[sqlx(rename = "database_name")]
    pub database: String,
    #[sqlx(rename = "username")]
    pub user: String,
    /// Whether a password is stored. It is never answered.
    pub has_password: bool,
    /// Typed anew in the change that is being recorded.
    #[serde(skip)]
    #[sqlx(skip)]
    pub password_changed: bool,
    #[sqlx(try_from = "String")]
    pub tls: Tls,
    /// PEM; empty where the public authorities' word is enough.
    pub ca: String,
    /// How the last trial of the connection went, as it is stored: `ok`, or why it failed; null where it was not tried
    /// since it was changed.
    #[schema(required)]
    pub tried: Option<String>,
    /// What answered then.
    #[schema(required)]
    pub tried_server: Option<String>,
    #[schema(required)]
    pub tried_at: Option<DateTime<Utc>>,
}

pub struct NewConnector {
    pub name: String,
    pub kind: ConnectorKind,
    pub host: String,
    pub port: i64,
    pub database: String,
    pub user: String,
    pub tls: Tls,
    pub ca: String,
    pub password: NewPassword,
}

/// What is connected to when a connector is tried.
pub struct Target {
    pub kind: ConnectorKind,
    pub host: String,
    pub port: u16,
    pub database: String,
    pub user: String,
    password: SecretString,
    pub tls: Tls,
    ca: String,
}

impl Class {
    /// The class whose pages live at this path.
    pub fn at(path: &str) -> Self {
        if path.starts_with(Self::ExternalData.path()) { Self::ExternalData } else { Self::Database }
    }

    pub fn path(self) -> &'static str {
        match self {
            Self::Database => "/databases",
            Self::ExternalData => "/external-data",
        }
    }

    /// What the panel calls them.
    pub fn label(self) -> &'static str {
        match self {
            Self::Database => "menu-databases",
            Self::ExternalData => "menu-external-data",
        }
    }

    pub fn kinds(self) -> &'static [ConnectorKind] {
        use ConnectorKind::{Clickhouse, Mssql, Mysql, Postgresql};
        match self {
            Self::Database => &[Postgresql, Clickhouse],
            Self::ExternalData => &[Postgresql, Mysql, Clickhouse, Mssql],
        }
    }
}

impl ConnectorKind {
    /// What its makers call it, in every language.
    pub fn label(self) -> &'static str {
        match self {
            Self::Postgresql => "PostgreSQL",
            Self::Clickhouse => "ClickHouse",
            Self::Mysql => "MySQL",
            Self::Mssql => "Microsoft SQL Server",
        }
    }

    /// ClickHouse is spoken to over HTTP.
    pub fn default_port(self, tls: Tls) -> i64 {
        match self {
            Self::Postgresql => 5432,
            Self::Clickhouse if tls == Tls::Off => 8123,
            Self::Clickhouse => 8443,
            Self::Mysql => 3306,
            Self::Mssql => 1433,
        }
    }
}

impl Connector {
    pub fn address(&self) -> String {
        with_port(&self.host, self.port)
    }
}

impl Target {
    pub fn of(new: &NewConnector, password: SecretString) -> Self {
        Self {
            kind: new.kind,
            host: new.host.clone(),
            port: u16::try_from(new.port).unwrap_or_default(),
            database: new.database.clone(),
            user: new.user.clone(),
            password,
            tls: new.tls,
            ca: new.ca.clone(),
        }
    }

    pub fn password(&self) -> &str {
        self.password.expose_secret()
    }

    /// The private ones, if there are any.
    pub fn authorities(&self) -> Option<&str> {
        Some(&*self.ca).filter(|ca| !ca.is_empty())
    }

    /// Who the server must be; None without TLS.
    pub fn trust(&self) -> Option<Trust<'_>> {
        match self.tls {
            Tls::Off => None,
            Tls::Required => Some(Trust::Anybody),
            Tls::Verified => Some(Trust::Host(self.authorities())),
        }
    }

    pub fn address(&self) -> String {
        with_port(&self.host, self.port)
    }
}

impl NewConnector {
    /// Whether the stored password would go to somebody it was not typed for, or on a way it was not typed for.
    pub fn leads_elsewhere(&self, before: &Connector) -> bool {
        let way = (&self.host, self.port, &self.user, self.tls, &self.ca);
        way != (&before.host, before.port, &before.user, before.tls, &before.ca)
    }

    /// Whether the last trial says nothing of it any more.
    pub fn changes_connection(&self, before: &Connector) -> bool {
        self.leads_elsewhere(before)
            || (self.kind, &self.database) != (before.kind, &before.database)
            || self.password != NewPassword::Keep
    }
}

kept_as_text!(Class, ConnectorKind, Tls);
