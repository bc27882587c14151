use serde::{Deserialize, Serialize};

use super::model::{Member, Profile};
use crate::{
    account_users::model::Alerts,
    error::FieldErrors,
    forms::{
        fields::{choice, optional_email, phone, shown_phone, text},
        on,
    },
    i18n::Lang,
};

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
    pub version: String,
    pub was: String,
}

impl ProfileForm {
    pub fn of(user: &Member) -> Self {
        let switch = |on: bool| if on { "on".to_owned() } else { String::new() };
        Self {
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            language: user.language.clone(),
            phone: user.phone.as_deref().map(shown_phone).unwrap_or_default(),
            notify_email: user.notify_email.clone().unwrap_or_default(),
            alert_limits: switch(user.alerts.alert_limits),
            alert_complaints: switch(user.alerts.alert_complaints),
            alert_hard_bounces: switch(user.alerts.alert_hard_bounces),
            alert_soft_bounces: switch(user.alerts.alert_soft_bounces),
            alert_daily_report: switch(user.alerts.alert_daily_report),
            alert_weekly_report: switch(user.alerts.alert_weekly_report),
            version: user.version.to_string(),
            was: String::new(),
        }
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
