//! What a sender is: through what the platform sends, as far as Steward keeps it.

use chrono::{DateTime, Duration, Utc};
use serde::{Serialize, Serializer};
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::db::{FromRow, kept_as_text};

/// After so long without a report a sender is silent.
pub const SILENT: Duration = Duration::minutes(15);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
#[schema(as = SenderChannel)]
pub enum Channel {
    Email,
    Sms,
    Custom,
}

/// How it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[schema(as = SenderType)]
pub enum SenderKind {
    Akmta,
    Smtp,
    AmazonSes,
    Sendsay,
    BulksmsCom,
    Devino,
    Infobip,
    SmsHttp,
    Custom,
}

/// What the form of a type asks for beside what all have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Addresses to send from, and whose domain the recipient sees.
    Addresses,
    /// A host with its port and protection.
    Host,
    Url,
    /// A region and the id of a key.
    Region,
    User,
    /// A user where there is one.
    MaybeUser,
    Token,
    Messages,
}

/// How a server is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
#[schema(as = SenderTls)]
pub enum Tls {
    Off,
    /// Encrypted after a word in the clear; refused by the server, there is no connection.
    Starttls,
    /// Encrypted from the first byte.
    Tls,
}

/// Whose domain a recipient sees the mail come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
#[schema(as = SenderDomainType)]
pub enum DomainType {
    /// That of the From address.
    From,
    /// The name of the address that it is sent from.
    Ptr,
}

/// What the list is narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum StateFilter {
    Active,
    Inactive,
    Held,
    Silent,
    Deleted,
}

/// A sender under the names by which it is saved, without its secrets. What its type does not have is empty or null.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct Sender {
    pub name: String,
    #[sqlx(rename = "channel", try_from = "String")]
    #[serde(rename = "channel_type")]
    pub channel: Channel,
    #[sqlx(try_from = "String")]
    #[serde(rename = "type")]
    pub kind: SenderKind,
    pub active: bool,
    /// `active`, `inactive`, `held` (as the platform has reported or confirmed), `deleted`.
    pub state: String,
    /// Accounts that may send through it, counted up to 1001.
    pub account_count: i64,
    /// Of `akmta`: the addresses that it sends from.
    #[serde(serialize_with = "as_list")]
    #[schema(value_type = Vec<String>)]
    pub ips: String,
    /// Of `akmta`: `from` or `ptr`.
    pub domain_type: String,
    pub host: String,
    #[schema(required)]
    pub port: Option<i64>,
    pub url: String,
    /// Of `smtp`: `off`, `starttls`, `tls`.
    pub tls: String,
    /// PEM; empty where the public authorities' word is enough.
    pub ca: String,
    pub region: String,
    pub key_id: String,
    #[sqlx(rename = "username")]
    pub user: String,
    /// Whether a password is stored. It is never answered.
    pub has_password: bool,
    /// Whether a secret key is stored. It is never answered.
    pub has_secret: bool,
    /// Whether an API token is stored. It is never answered.
    pub has_api_token: bool,
    /// Messages that a long text is divided into at most.
    #[schema(required)]
    pub max_per_message: Option<i64>,
    /// How long the delivery of a message is waited for, in seconds.
    #[schema(required)]
    pub await_delivery: Option<i64>,
    #[schema(required)]
    pub per_second: Option<i64>,
    #[schema(required)]
    pub per_day: Option<i64>,
    /// As the platform has reported it last: `active`, `inactive`, `held`; null where it has reported nothing yet.
    #[schema(required)]
    pub reported_state: Option<String>,
    #[schema(required)]
    pub reported_at: Option<DateTime<Utc>>,
    /// Messages that wait, as reported last; null where nothing was reported.
    #[schema(required)]
    pub queued: Option<i64>,
    /// `hold` or `release` while the platform has not confirmed it.
    #[schema(required)]
    pub waiting_order: Option<String>,
    /// How the last trial went of what is stored: `ok`, or why it failed; null where it was not tried since it was
    /// changed.
    #[schema(required)]
    pub tried: Option<String>,
    #[schema(required)]
    pub tried_at: Option<DateTime<Utc>>,
    /// What answered then.
    #[schema(required)]
    pub tried_server: Option<String>,
    /// Restorable for 30 days from then on.
    #[schema(required)]
    pub deleted_at: Option<DateTime<Utc>>,
    /// What the record says of the change that is being made: secrets typed anew, accounts added and taken away.
    #[serde(skip)]
    #[sqlx(skip)]
    pub noted: Noted,
}

#[derive(Clone, Debug, Default)]
pub struct Noted {
    pub password: bool,
    pub token: bool,
    pub added: String,
    pub removed: String,
}

/// By which the machinery of secrets tells the key of an API from the password.
pub struct Token;

impl SenderKind {
    pub fn channel(self) -> Channel {
        match self {
            Self::Akmta | Self::Smtp | Self::AmazonSes | Self::Sendsay => Channel::Email,
            Self::BulksmsCom | Self::Devino | Self::Infobip | Self::SmsHttp => Channel::Sms,
            Self::Custom => Channel::Custom,
        }
    }

    fn parts(self) -> &'static [Part] {
        match self {
            Self::Akmta => &[Part::Addresses],
            Self::Smtp => &[Part::Host, Part::MaybeUser],
            Self::AmazonSes => &[Part::Region],
            Self::Sendsay => &[Part::User],
            Self::BulksmsCom => &[Part::User, Part::Messages],
            Self::Devino => &[Part::Url, Part::Token, Part::MaybeUser, Part::Messages],
            Self::Infobip => &[Part::Url, Part::Token, Part::Messages],
            Self::SmsHttp => &[Part::Url, Part::MaybeUser, Part::Messages],
            Self::Custom => &[],
        }
    }

    pub fn has(self, part: Part) -> bool {
        self.parts().contains(&part)
    }

    pub fn has_user(self) -> bool {
        self.has(Part::User) || self.has(Part::MaybeUser)
    }

    /// Whether there is anything to connect to.
    pub fn can_be_tried(self) -> bool {
        !matches!(self, Self::Akmta | Self::Custom)
    }
}

impl Tls {
    pub fn default_port(self) -> i64 {
        match self {
            Self::Off => 25,
            Self::Starttls => 587,
            Self::Tls => 465,
        }
    }
}

impl Sender {
    pub fn is_held(&self) -> bool {
        self.reported_state.as_deref() == Some("held")
    }

    /// Whether it has fallen silent: once it was heard of.
    pub fn is_silent(&self, now: DateTime<Utc>) -> bool {
        self.deleted_at.is_none() && self.reported_at.is_some_and(|at| at < now - SILENT)
    }
}

fn as_list<S: Serializer>(lines: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(lines.lines())
}

kept_as_text!(Channel, SenderKind, Tls, DomainType, StateFilter);
