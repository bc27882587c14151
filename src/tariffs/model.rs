use chrono::{DateTime, Utc};

use crate::{
    audit::{Audited, maybe},
    db::FromRow,
    web::Sorted,
};

#[derive(Clone, Debug, FromRow)]
pub struct Tariff {
    pub id: i64,
    pub name: String,
    pub title: String,
    #[sqlx(flatten)]
    pub limits: Limits,
    /// From which share of a limit, in percent, the account is warned.
    pub warn_percent: i64,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

/// None is unlimited.
#[derive(Clone, Debug, Default, PartialEq, FromRow)]
pub struct Limits {
    pub max_users: Option<i64>,
    pub max_profiles: Option<i64>,
    pub max_databases: Option<i64>,
    /// In bytes.
    pub max_storage_bytes: Option<i64>,
    pub emails_per_month: Option<i64>,
    pub sms_per_month: Option<i64>,
    pub pushes_per_month: Option<i64>,
    pub api_requests_per_day: Option<i64>,
}

pub struct NewTariff {
    pub name: String,
    pub title: String,
    pub limits: Limits,
    pub warn_percent: i64,
}

/// A row of the list.
#[derive(FromRow)]
pub struct TariffRow {
    #[sqlx(flatten)]
    pub tariff: Tariff,
    pub title_key: String,
    pub search: String,
    /// Accounts on it, counted up to 1001.
    pub accounts: i64,
}

impl Sorted for TariffRow {
    fn id(&self) -> i64 {
        self.tariff.id
    }

    fn key(&self, column: &str) -> String {
        match column {
            "title" => self.title_key.clone(),
            _ => self.search.clone(),
        }
    }
}

impl Audited for Tariff {
    const KIND: &'static str = "tariff";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.name.clone()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let limits = &self.limits;
        vec![
            ("name", self.name.clone()),
            ("title", self.title.clone()),
            ("max_users", maybe(limits.max_users.as_ref())),
            ("max_profiles", maybe(limits.max_profiles.as_ref())),
            ("max_databases", maybe(limits.max_databases.as_ref())),
            ("max_storage_bytes", maybe(limits.max_storage_bytes.as_ref())),
            ("emails_per_month", maybe(limits.emails_per_month.as_ref())),
            ("sms_per_month", maybe(limits.sms_per_month.as_ref())),
            ("pushes_per_month", maybe(limits.pushes_per_month.as_ref())),
            ("api_requests_per_day", maybe(limits.api_requests_per_day.as_ref())),
            ("warn_percent", self.warn_percent.to_string()),
        ]
    }
}
