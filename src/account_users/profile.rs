//! What users may change of themselves in the portal, and administrators of them.

use serde::{Deserialize, Serialize};

use crate::{
    db::{FromRow, Written, search_key, written},
    error::FieldErrors,
    forms::{
        fields::{choice, optional_email, phone, shown_phone, text},
        on,
    },
    i18n::Lang,
    people::shown_name,
    resource::filled,
};

#[derive(Clone, Debug, Default, PartialEq, FromRow, Serialize)]
pub struct Profile {
    pub first_name: String,
    pub last_name: String,
    #[sqlx(try_from = "String")]
    pub language: Lang,
    /// E.164.
    pub phone: Option<String>,
    /// Where alerts and reports go; None is the contact email.
    pub notify_email: Option<String>,
    #[sqlx(flatten)]
    #[serde(flatten)]
    pub alerts: Alerts,
}

/// What a user is told of by letter.
#[derive(Clone, Debug, Default, PartialEq, FromRow, Serialize)]
pub struct Alerts {
    pub alert_limits: bool,
    pub alert_complaints: bool,
    pub alert_hard_bounces: bool,
    pub alert_soft_bounces: bool,
    pub alert_daily_report: bool,
    pub alert_weekly_report: bool,
}

/// As typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    pub first_name: String,
    pub last_name: String,
    pub language: String,
    pub phone: String,
    pub notify_email: String,
    pub alert_limits: String,
    pub alert_complaints: String,
    pub alert_hard_bounces: String,
    pub alert_soft_bounces: String,
    pub alert_daily_report: String,
    pub alert_weekly_report: String,
    pub avatar_remove: String,
    pub version: String,
    pub was: String,
}

impl Profile {
    /// The row of the user with this login: what lists sort by follows the names.
    pub fn written(&self, login: &str) -> Written {
        written![
            first_name: &self.first_name,
            last_name: &self.last_name,
            name_key: search_key(&shown_name(&self.first_name, &self.last_name, login)),
            language: self.language.as_str(),
            phone: &self.phone,
            notify_email: &self.notify_email,
            alert_limits: self.alerts.alert_limits,
            alert_complaints: self.alerts.alert_complaints,
            alert_hard_bounces: self.alerts.alert_hard_bounces,
            alert_soft_bounces: self.alerts.alert_soft_bounces,
            alert_daily_report: self.alerts.alert_daily_report,
            alert_weekly_report: self.alerts.alert_weekly_report,
        ]
    }

    /// Grouped as its country writes it.
    pub fn shown_phone(&self) -> String {
        self.phone.as_deref().map(shown_phone).unwrap_or_default()
    }
}

impl ProfileForm {
    pub fn of(profile: &Profile, version: i64) -> Self {
        Self { phone: profile.shown_phone(), version: version.to_string(), ..filled(profile) }
    }

    pub fn parse(&self) -> Result<Profile, FieldErrors> {
        let mut errors = FieldErrors::default();
        let first_name = errors.keep("first_name", text(&self.first_name, 80)).unwrap_or_default();
        let last_name = errors.keep("last_name", text(&self.last_name, 80)).unwrap_or_default();
        let language = errors.keep("language", choice(&self.language, Lang::parse)).unwrap_or_default();
        let phone = errors.keep("phone", phone(&self.phone)).flatten();
        let notify_email = errors.keep("notify_email", optional_email(&self.notify_email)).flatten();
        let alerts = Alerts {
            alert_limits: on(&self.alert_limits),
            alert_complaints: on(&self.alert_complaints),
            alert_hard_bounces: on(&self.alert_hard_bounces),
            alert_soft_bounces: on(&self.alert_soft_bounces),
            alert_daily_report: on(&self.alert_daily_report),
            alert_weekly_report: on(&self.alert_weekly_report),
        };
        errors.or(Profile { first_name, last_name, language, phone, notify_email, alerts })
    }
}
