use serde::{Deserialize, Serialize};

use super::model::{Limits, NewTariff, Tariff};
use crate::{
    audit::maybe,
    error::FieldErrors,
    i18n::Message,
    web::fields::{number, optional_number, required},
};

/// As typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct TariffForm {
    pub name: String,
    pub title: String,
    pub max_users: String,
    pub max_profiles: String,
    pub max_databases: String,
    pub max_storage_bytes: String,
    pub emails_per_month: String,
    pub sms_per_month: String,
    pub pushes_per_month: String,
    pub api_requests_per_day: String,
    pub warn_percent: String,
    pub version: String,
    pub was: String,
    pub return_to: String,
}

impl Default for TariffForm {
    fn default() -> Self {
        let empty = String::new;
        Self {
            name: empty(),
            title: empty(),
            max_users: empty(),
            max_profiles: empty(),
            max_databases: empty(),
            max_storage_bytes: empty(),
            emails_per_month: empty(),
            sms_per_month: empty(),
            pushes_per_month: empty(),
            api_requests_per_day: empty(),
            warn_percent: "80".to_owned(),
            version: empty(),
            was: empty(),
            return_to: empty(),
        }
    }
}

impl TariffForm {
    pub fn of(tariff: &Tariff) -> Self {
        let limits = &tariff.limits;
        Self {
            name: tariff.name.clone(),
            title: tariff.title.clone(),
            max_users: maybe(limits.max_users.as_ref()),
            max_profiles: maybe(limits.max_profiles.as_ref()),
            max_databases: maybe(limits.max_databases.as_ref()),
            max_storage_bytes: maybe(limits.max_storage_bytes.as_ref()),
            emails_per_month: maybe(limits.emails_per_month.as_ref()),
            sms_per_month: maybe(limits.sms_per_month.as_ref()),
            pushes_per_month: maybe(limits.pushes_per_month.as_ref()),
            api_requests_per_day: maybe(limits.api_requests_per_day.as_ref()),
            warn_percent: tariff.warn_percent.to_string(),
            version: tariff.version.to_string(),
            was: String::new(),
            return_to: String::new(),
        }
    }

    pub fn parse(&self) -> Result<NewTariff, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 64)).unwrap_or_default();
        let title = errors.keep("title", required(&self.title, 120)).unwrap_or_default();
        let mut limit = |field, value: &str| {
            let parsed = optional_number(value, 0, i64::MAX).map_err(|_| Message::new("refused-limit"));
            errors.keep(field, parsed).flatten()
        };
        let limits = Limits {
            max_users: limit("max_users", &self.max_users),
            max_profiles: limit("max_profiles", &self.max_profiles),
            max_databases: limit("max_databases", &self.max_databases),
            max_storage_bytes: limit("max_storage_bytes", &self.max_storage_bytes),
            emails_per_month: limit("emails_per_month", &self.emails_per_month),
            sms_per_month: limit("sms_per_month", &self.sms_per_month),
            pushes_per_month: limit("pushes_per_month", &self.pushes_per_month),
            api_requests_per_day: limit("api_requests_per_day", &self.api_requests_per_day),
        };
        let warn_percent = errors.keep("warn_percent", number(&self.warn_percent, 1, 100)).unwrap_or_default();
        errors.or(NewTariff { name, title, limits, warn_percent })
    }
}
