use chrono::{DateTime, Utc};
use serde::Serialize;
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::{change::Audited, db::FromRow};

/// What connectors are for; each class has its own address, names and kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Class {
    Database,
    ExternalData,
}

/// The server spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr)]
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
    pub id: i64,
    pub version: i64,
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
    pub updated_at: DateTime<Utc>,
    /// Who changed it last: an administrator's login or a token's name.
    pub updated_by: String,
}

pub struct NewConnector {
    pub name: String,
    pub kind: ConnectorKind,
    pub host: String,
    pub port: i64,
    pub database: String,
    pub user: String,
    pub tls: Tls,
    pub password: NewPassword,
}

#[derive(Debug, PartialEq, Eq)]
pub enum NewPassword {
    Keep,
    Remove,
    Set(String),
}

/// A row of the list.
#[derive(FromRow)]
pub struct ConnectorRow {
    #[sqlx(flatten)]
    pub connector: Connector,
    pub search: String,
    /// Accounts that use it, counted up to 1001.
    pub accounts: i64,
}

impl Class {
    pub const ALL: &'static [Self] = Self::VARIANTS;

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

    /// As stored, and as the record calls it.
    pub fn as_str(self) -> &'static str {
        self.into()
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
    pub fn as_str(self) -> &'static str {
        self.into()
    }

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

impl Tls {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Connector {
    /// "db.example.com:5432", "[::1]:5432".
    pub fn address(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

impl NewConnector {
    /// Whether the stored password would go to somebody it was not typed for, or on a way it was not typed for.
    pub fn leads_elsewhere(&self, before: &Connector) -> bool {
        (&self.host, self.port, &self.user, self.tls) != (&before.host, before.port, &before.user, before.tls)
    }
}

impl Audited for Connector {
    const KIND: &'static str = "database";

    fn kind(&self) -> &'static str {
        self.class.as_str()
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.name.clone()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let password = match (self.has_password, self.password_changed) {
            (true, true) => "changed",
            (true, false) => "set",
            (false, _) => "",
        };
        vec![
            ("name", self.name.clone()),
            ("kind", self.kind.label().to_owned()),
            ("host", self.host.clone()),
            ("port", self.port.to_string()),
            ("database", self.database.clone()),
            ("user", self.user.clone()),
            ("password", password.to_owned()),
            ("tls", self.tls.as_str().to_owned()),
        ]
    }
}

impl TryFrom<String> for Class {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("no such class of connectors: {text}"))
    }
}

impl TryFrom<String> for ConnectorKind {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("no such kind of connector: {text}"))
    }
}

impl TryFrom<String> for Tls {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("no such TLS mode: {text}"))
    }
}
