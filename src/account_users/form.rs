use serde::{Deserialize, Serialize};

use super::model::{AccountUser, Alerts, NewUser, Offered};
use crate::{
    error::FieldErrors,
    forms::{
        fields::{choice, email, login_name, optional_email, phone, text},
        on,
    },
    i18n::Lang,
};

/// As typed; the avatar is a file beside it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UserForm {
    pub active: String,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: String,
    pub phone: String,
    pub avatar_remove: String,
    pub notify_email: String,
    pub alert_limits: String,
    pub alert_complaints: String,
    pub alert_hard_bounces: String,
    pub alert_soft_bounces: String,
    pub alert_daily_report: String,
    pub alert_weekly_report: String,
    pub password: String,
    pub send_access_email: String,
    pub must_change_password: String,
    pub roles: Vec<String>,
    pub groups: Vec<String>,
    pub master: String,
    pub version: String,
    pub was: String,
    pub return_to: String,
}

impl UserForm {
    /// What a new user begins with: active, in the Main group, with a letter on the way.
    pub fn blank(offered: &[Offered]) -> Self {
        let on = || "on".to_owned();
        let groups = offered.iter().filter(|it| it.main).map(|it| it.id.to_string()).collect();
        Self { active: on(), language: Lang::En.code().to_owned(), send_access_email: on(), groups, ..Self::default() }
    }

    pub fn of(user: &AccountUser, offered: &[Offered]) -> Self {
        let switch = |it: bool| if it { "on".to_owned() } else { String::new() };
        let ids =
            |kind: &str| offered.iter().filter(|it| it.chosen && it.kind == kind).map(|it| it.id.to_string()).collect();
        let alerts = &user.alerts;
        Self {
            active: switch(user.active),
            login: user.login.clone(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            email: user.email.clone(),
            language: user.language.clone(),
            phone: user.shown_phone(),
            notify_email: user.notify_email.clone().unwrap_or_default(),
            alert_limits: switch(alerts.alert_limits),
            alert_complaints: switch(alerts.alert_complaints),
            alert_hard_bounces: switch(alerts.alert_hard_bounces),
            alert_soft_bounces: switch(alerts.alert_soft_bounces),
            alert_daily_report: switch(alerts.alert_daily_report),
            alert_weekly_report: switch(alerts.alert_weekly_report),
            must_change_password: switch(user.must_change_password),
            roles: ids("role"),
            groups: ids("group"),
            master: switch(user.master),
            version: user.version.to_string(),
            ..Self::default()
        }
    }

    pub fn parse(&self) -> Result<NewUser, FieldErrors> {
        let mut errors = FieldErrors::default();
        let login = errors.keep("login", login_name(&self.login, 1, 64)).unwrap_or_default();
        let first_name = errors.keep("first_name", text(&self.first_name, 80)).unwrap_or_default();
        let last_name = errors.keep("last_name", text(&self.last_name, 80)).unwrap_or_default();
        let email = errors.keep("email", email(&self.email)).unwrap_or_default();
        let language = errors.keep("language", choice(&self.language, Lang::parse)).unwrap_or_default();
        let phone = errors.keep("phone", phone(&self.phone)).flatten();
        let notify_email = errors.keep("notify_email", optional_email(&self.notify_email)).flatten();
        let mut ids = |field, values: &[String]| -> Vec<i64> {
            let parsed = values.iter().map(|value| choice(value, |value| value.parse().ok())).collect();
            errors.keep(field, parsed).unwrap_or_default()
        };
        let (roles, groups) = (ids("roles", &self.roles), ids("groups", &self.groups));
        errors.or(NewUser {
            active: on(&self.active),
            login,
            first_name,
            last_name,
            email,
            language,
            phone,
            notify_email,
            alerts: self.alerts(),
            must_change_password: on(&self.must_change_password),
            master: on(&self.master),
            groups,
            roles,
        })
    }

    fn alerts(&self) -> Alerts {
        Alerts {
            alert_limits: on(&self.alert_limits),
            alert_complaints: on(&self.alert_complaints),
            alert_hard_bounces: on(&self.alert_hard_bounces),
            alert_soft_bounces: on(&self.alert_soft_bounces),
            alert_daily_report: on(&self.alert_daily_report),
            alert_weekly_report: on(&self.alert_weekly_report),
        }
    }
}
