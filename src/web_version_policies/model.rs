use chrono::{DateTime, Utc};

use crate::{
    audit::{Audited, maybe},
    db::FromRow,
    web::Sorted,
};

#[derive(Clone, Debug, FromRow)]
pub struct Policy {
    pub id: i64,
    pub name: String,
    #[sqlx(flatten)]
    pub days: Days,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

/// For how many days each channel's web versions are kept; None keeps nothing.
#[derive(Clone, Debug, Default, PartialEq, FromRow)]
pub struct Days {
    #[sqlx(rename = "email_days")]
    pub email: Option<i64>,
    #[sqlx(rename = "sms_days")]
    pub sms: Option<i64>,
    #[sqlx(rename = "push_days")]
    pub push: Option<i64>,
    #[sqlx(rename = "messenger_days")]
    pub messenger: Option<i64>,
}

pub struct NewPolicy {
    pub name: String,
    pub days: Days,
}

/// A row of the list.
#[derive(FromRow)]
pub struct PolicyRow {
    #[sqlx(flatten)]
    pub policy: Policy,
    pub search: String,
    /// Accounts that have it, counted up to 1001.
    pub accounts: i64,
}

impl Sorted for PolicyRow {
    fn id(&self) -> i64 {
        self.policy.id
    }

    fn key(&self, _: &str) -> String {
        self.search.clone()
    }
}

impl Audited for Policy {
    const KIND: &'static str = "web_version_policy";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.name.clone()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name", self.name.clone()),
            ("email_days", maybe(self.days.email.as_ref())),
            ("sms_days", maybe(self.days.sms.as_ref())),
            ("push_days", maybe(self.days.push.as_ref())),
            ("messenger_days", maybe(self.days.messenger.as_ref())),
        ]
    }
}
