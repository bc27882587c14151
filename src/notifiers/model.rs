//! What a notifier is: where operators are told, and of what.

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::{
    db::{FromRow, kept_as_text},
    events::{Event, Severity},
    i18n::{Lang, Message},
    resource::NewPassword,
};

/// How it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
#[schema(as = NotifierKind)]
pub enum Kind {
    Email,
    Webhook,
    Telegram,
    /// Slack, and whatever takes the same messages.
    Slack,
}

kept_as_text!(Kind);

/// A notifier under the names by which it is saved, without its secrets. What its kind does not have is empty.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct Notifier {
    pub name: String,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub active: bool,
    /// `ok`; `failing`, after three attempts of which none went well; or `off`.
    pub state: String,
    /// `EN` or `RU`.
    #[sqlx(try_from = "String")]
    #[serde(serialize_with = "as_code")]
    #[schema(value_type = String)]
    pub language: Lang,
    /// What it tells of.
    #[serde(serialize_with = "words")]
    #[schema(value_type = Vec<Event>)]
    pub events: String,
    #[sqlx(try_from = "String")]
    pub min_severity: Severity,
    pub quiet_hours: i64,
    pub all_accounts: bool,
    /// Ids, asked where it is not for all accounts.
    #[sqlx(rename = "account_ids")]
    #[serde(serialize_with = "ids")]
    #[schema(value_type = Vec<i64>)]
    pub accounts: String,
    /// Of `email`.
    #[serde(serialize_with = "lines")]
    #[schema(value_type = Vec<String>)]
    pub emails: String,
    /// Of `webhook`.
    pub url: String,
    /// PEM; empty where the public authorities' word is enough.
    pub ca: String,
    /// Of `telegram`.
    pub chat_id: String,
    /// Whether a secret is stored. It is never answered.
    pub has_secret: bool,
    /// Of `webhook`: whether its messages are signed.
    pub has_signing: bool,
    /// Until when messages are signed with what was there before as well; null where they are not.
    #[schema(required)]
    pub before_until: Option<DateTime<Utc>>,
    /// Messages that wait, counted up to 1001.
    pub waiting: i64,
    /// Attempts that have failed since one went well.
    pub failures: i64,
    #[schema(required)]
    pub failing_since: Option<DateTime<Utc>>,
    #[schema(required)]
    pub last_sent_at: Option<DateTime<Utc>>,
    /// Why the last attempt failed; null where it went well.
    #[serde(serialize_with = "sentence")]
    #[schema(required)]
    pub last_error: Option<String>,
    /// How the last trial went of what is stored: `ok`, or why it failed; null where it was not tried since it was
    /// changed.
    #[schema(required)]
    pub tried: Option<String>,
    #[schema(required)]
    pub tried_at: Option<DateTime<Utc>>,
    /// What answered then.
    #[schema(required)]
    pub tried_server: Option<String>,
    /// What of it the change that is being made has typed anew.
    #[serde(skip)]
    #[sqlx(skip)]
    pub noted: Noted,
}

#[derive(Clone, Debug, Default)]
pub struct Noted {
    pub secret: bool,
    pub signing: bool,
}

/// A notifier as it is to be, parsed.
pub struct NewNotifier {
    pub name: String,
    pub kind: Kind,
    pub active: bool,
    pub language: Lang,
    pub events: Vec<Event>,
    pub min_severity: Severity,
    pub quiet_hours: i64,
    pub all_accounts: bool,
    /// As somebody names them.
    pub accounts: Vec<String>,
    pub emails: Vec<String>,
    pub url: String,
    pub ca: String,
    pub chat_id: String,
    pub secret: NewPassword,
}

/// By which the machinery of secrets tells what messages are signed with from the other secret.
pub struct Signing;

impl Kind {
    /// Whether it leads to an address that is a secret, or needs a key.
    pub fn has_secret(self) -> bool {
        matches!(self, Self::Telegram | Self::Slack)
    }

    /// Whether an authority of its own may vouch for it.
    pub fn has_ca(self) -> bool {
        matches!(self, Self::Webhook | Self::Slack)
    }
}

impl Notifier {
    /// Why the last attempt failed, if it did.
    pub fn error(&self) -> Option<Message> {
        self.last_error.as_deref().map(read)
    }
}

impl Notifier {
    /// Those of its events that are severe enough.
    pub fn heard(&self) -> Vec<Event> {
        let events = self.events.split_whitespace().filter_map(|code| code.parse::<Event>().ok());
        events.filter(|event| event.severity() >= self.min_severity).collect()
    }
}

impl NewNotifier {
    /// Those of its events that are severe enough.
    pub fn heard(&self) -> Vec<Event> {
        self.events.iter().copied().filter(|event| event.severity() >= self.min_severity).collect()
    }

    /// Whether what was tried, or has failed, says nothing of it any more.
    pub fn leads_elsewhere(&self, before: &Notifier) -> bool {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        self.secret != NewPassword::Keep
            || self.emails != lines(&before.emails)
            || (&self.url, &self.ca, &self.chat_id) != (&before.url, &before.ca, &before.chat_id)
    }
}

/// A reason as it is kept.
pub fn read(kept: &str) -> Message {
    serde_json::from_str(kept).unwrap_or_else(|_| Message::new("cause-no-answer"))
}

fn sentence<S: Serializer>(kept: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    kept.as_deref().map(|kept| Lang::En.say(&read(kept))).serialize(serializer)
}

fn as_code<S: Serializer>(language: &Lang, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&language.as_str().to_uppercase())
}

fn words<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(text.split_whitespace())
}

fn lines<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(text.lines())
}

fn ids<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(text.split(',').filter_map(|id| id.parse::<i64>().ok()))
}
