//! What is counted, by which limits, and how an account stands by them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::{
    accounts::model::AccountState,
    db::{FromRow, kept_as_text},
};

/// A number that every program reads alike; nothing is counted beyond it.
pub const LARGEST: i64 = 1 << 53;

/// What the platform reports of an account, as its tariff limits it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
    ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Metric {
    Profiles,
    Databases,
    StorageBytes,
    Emails,
    Sms,
    Pushes,
    ApiRequests,
}

kept_as_text!(Metric);

/// As many as there are metrics, each in the place of its metric.
pub type OfEach<T> = [T; Metric::VARIANTS.len()];

impl Metric {
    /// Of what is so much at a time; anything else is added up, window by window.
    pub fn is_gauge(self) -> bool {
        matches!(self, Self::Profiles | Self::Databases | Self::StorageBytes)
    }

    /// Whether its window is a day; else it is a month.
    pub fn is_daily(self) -> bool {
        self == Self::ApiRequests
    }
}

/// What a tariff allows.
#[derive(Clone, Debug, Default, FromRow)]
pub struct Limits {
    pub max_profiles: Option<i64>,
    pub max_databases: Option<i64>,
    pub max_storage_bytes: Option<i64>,
    pub emails_per_month: Option<i64>,
    pub sms_per_month: Option<i64>,
    pub pushes_per_month: Option<i64>,
    pub api_requests_per_day: Option<i64>,
    pub warn_percent: i64,
}

impl Limits {
    /// None is unlimited.
    pub fn of(&self, metric: Metric) -> Option<i64> {
        match metric {
            Metric::Profiles => self.max_profiles,
            Metric::Databases => self.max_databases,
            Metric::StorageBytes => self.max_storage_bytes,
            Metric::Emails => self.emails_per_month,
            Metric::Sms => self.sms_per_month,
            Metric::Pushes => self.pushes_per_month,
            Metric::ApiRequests => self.api_requests_per_day,
        }
    }

    /// How near to its limit so much is.
    pub fn level(&self, metric: Metric, used: i64) -> Level {
        self.level_of(self.of(metric), used)
    }

    pub fn level_of(&self, limit: Option<i64>, used: i64) -> Level {
        match limit {
            Some(limit) if used > 0 && used >= limit => Level::Reached,
            Some(limit) if used > 0 && i128::from(used) * 100 >= i128::from(limit) * i128::from(self.warn_percent) => {
                Level::Near
            }
            _ => Level::Within,
        }
    }
}

/// How near to its limits an account is: kept as a number, the higher the nearer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Level {
    #[default]
    Within,
    /// From the tariff's `warn_percent` on.
    Near,
    Reached,
}

impl Level {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    pub fn as_str(self) -> &'static str {
        self.into()
    }

    pub fn rank(self) -> i64 {
        self as i64
    }

    pub fn of_rank(rank: i64) -> Self {
        Self::ALL.iter().copied().find(|level| level.rank() == rank).unwrap_or_default()
    }
}

/// No share is said to be larger.
pub const MOST: i64 = 999_999;

/// Which share of a limit so much is, in percent; of no room at all, the largest there is.
pub fn percent(used: i64, limit: i64) -> i64 {
    match (used, limit) {
        (..=0, _) => 0,
        (_, ..=0) => MOST,
        (used, limit) => i64::try_from(i128::from(used) * 100 / i128::from(limit)).unwrap_or(MOST).min(MOST),
    }
}

/// So much, of each metric that was ever reported.
#[derive(Clone, Debug, Default, FromRow)]
pub struct Used {
    pub profiles: Option<i64>,
    pub databases: Option<i64>,
    pub storage_bytes: Option<i64>,
    pub emails: Option<i64>,
    pub sms: Option<i64>,
    pub pushes: Option<i64>,
    pub api_requests: Option<i64>,
}

impl Used {
    pub fn of(&self, metric: Metric) -> Option<i64> {
        match metric {
            Metric::Profiles => self.profiles,
            Metric::Databases => self.databases,
            Metric::StorageBytes => self.storage_bytes,
            Metric::Emails => self.emails,
            Metric::Sms => self.sms,
            Metric::Pushes => self.pushes,
            Metric::ApiRequests => self.api_requests,
        }
    }

    pub fn from_each(used: OfEach<Option<i64>>) -> Self {
        let [profiles, databases, storage_bytes, emails, sms, pushes, api_requests] = used;
        Self { profiles, databases, storage_bytes, emails, sms, pushes, api_requests }
    }
}

/// An account and what it is judged by.
#[derive(Clone, Debug, FromRow)]
pub struct Judged {
    pub id: i64,
    pub name: String,
    pub title: String,
    pub tz: String,
    #[sqlx(flatten)]
    pub state: AccountState,
    #[sqlx(flatten)]
    pub limits: Limits,
    pub user_count: i64,
    pub max_users: Option<i64>,
    pub hard_users: bool,
    pub reported_at: Option<DateTime<Utc>>,
}

impl Judged {
    /// The limit of users, where it is only told.
    pub fn soft_users(&self) -> Option<i64> {
        self.max_users.filter(|_| !self.hard_users)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_a_limit_is_no_more_than_it_is() {
        for (used, limit, share) in [(0, 0, 0), (1, 0, 999_999), (79, 100, 79), (999, 1000, 99), (LARGEST, 1, 999_999)]
        {
            assert_eq!(percent(used, limit), share, "{used} of {limit}");
        }
    }

    #[test]
    fn a_limit_is_near_from_its_percent_on_and_reached_when_it_is_full() {
        let limits =
            Limits { emails_per_month: Some(1000), sms_per_month: Some(0), warn_percent: 80, ..Limits::default() };
        let level = |metric, used| limits.level(metric, used);
        assert_eq!(
            [799, 800, 999, 1000].map(|used| level(Metric::Emails, used).as_str()),
            ["within", "near", "near", "reached"]
        );
        assert_eq!([0, 1].map(|used| level(Metric::Sms, used).as_str()), ["within", "reached"]);
        assert_eq!(level(Metric::Pushes, LARGEST), Level::Within);
    }
}
