use serde::{Deserialize, Serialize};

use super::{
    model::{AccountUser, NewUser, Offered, Settings},
    profile::{Profile, ProfileForm},
};
use crate::{
    error::FieldErrors,
    forms::{
        Secret,
        fields::{choice, email, login_name},
        on,
    },
    i18n::Lang,
    resource::filled,
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
    pub password: Secret,
    pub send_access_email: String,
    pub must_change_password: String,
    pub roles: Vec<String>,
    pub groups: Vec<String>,
    pub master: String,
    pub is_ldap: String,
    /// Nothing else was sent.
    pub only_active: String,
    pub version: String,
    pub was: String,
    pub return_to: String,
}

impl UserForm {
    /// What a new user begins with: active, in the Main group, with a letter on the way.
    pub fn blank(offered: &[Offered]) -> Self {
        let on = || "on".to_owned();
        let groups = offered.iter().filter(|it| it.main).map(|it| it.id.to_string()).collect();
        Self {
            active: on(),
            language: Lang::En.as_str().to_owned(),
            send_access_email: on(),
            groups,
            ..Self::default()
        }
    }

    pub fn of(user: &AccountUser, offered: &[Offered]) -> Self {
        let ids =
            |kind: &str| offered.iter().filter(|it| it.chosen && it.kind == kind).map(|it| it.id.to_string()).collect();
        Self {
            phone: user.settings.profile.shown_phone(),
            roles: ids("role"),
            groups: ids("group"),
            version: user.version.to_string(),
            ..filled(&user.settings)
        }
    }

    /// Of which a password must not be made.
    pub fn known_by(&self) -> [&str; 4] {
        [&self.login, &self.first_name, &self.last_name, &self.email]
    }

    pub fn parse(&self) -> Result<NewUser, FieldErrors> {
        let mut errors = FieldErrors::default();
        let login = errors.keep("login", login_name(&self.login, 1, 64)).unwrap_or_default();
        let email = errors.keep("email", email(&self.email)).unwrap_or_default();
        let profile = filled::<ProfileForm>(self).parse().unwrap_or_else(|refused| {
            errors.extend(refused);
            Profile::default()
        });
        let mut ids = |field, values: &[String]| -> Vec<i64> {
            let parsed = values.iter().map(|value| choice(value, |value| value.parse().ok())).collect();
            errors.keep(field, parsed).unwrap_or_default()
        };
        let (roles, groups) = (ids("roles", &self.roles), ids("groups", &self.groups));
        let settings = Settings {
            active: on(&self.active),
            login,
            email,
            profile,
            must_change_password: on(&self.must_change_password),
            master: on(&self.master),
            is_ldap: on(&self.is_ldap),
        };
        errors.or(NewUser { settings, groups, roles })
    }
}
