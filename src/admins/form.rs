use serde::{Deserialize, Serialize};

use super::model::{Admin, NewAdmin};
use crate::{
    api::Flag,
    error::FieldErrors,
    forms::{
        Secret,
        fields::{choice, email, login_name, names, text, zone},
        on,
    },
    i18n::Lang,
    people::{Names, Role},
    zones::Zone,
};

/// As typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AdminForm {
    pub active: String,
    pub is_ldap: String,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: String,
    pub tz: String,
    pub role: String,
    pub version: String,
    /// What it was filled with at first.
    pub was: String,
    pub return_to: String,
}

/// The first owner, as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SetupForm {
    pub login: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub language: String,
    pub tz: String,
    pub password: Secret,
    pub password_again: Secret,
}

impl AdminForm {
    /// What a new administrator begins with: active, and with the least that a role permits.
    pub fn blank(lang: Lang) -> Self {
        Self {
            active: "on".to_owned(),
            language: lang.as_str().to_owned(),
            tz: "UTC".to_owned(),
            role: Role::Auditor.as_str().to_owned(),
            ..Self::default()
        }
    }

    pub fn of(admin: &Admin) -> Self {
        Self {
            active: Flag(admin.active).form(),
            is_ldap: Flag(admin.is_ldap).form(),
            login: admin.login.clone(),
            first_name: admin.names.first_name.clone(),
            last_name: admin.names.last_name.clone(),
            email: admin.names.email.clone(),
            language: admin.names.language.as_str().to_owned(),
            tz: admin.tz.clone(),
            role: admin.role.as_str().to_owned(),
            version: admin.version.to_string(),
            was: String::new(),
            return_to: String::new(),
        }
    }

    pub fn parse(&self) -> Result<NewAdmin, FieldErrors> {
        let mut errors = FieldErrors::default();
        let login = errors.keep("login", login_name(&self.login, 1, 64)).unwrap_or_default();
        let names = names(&mut errors, [&self.first_name, &self.last_name, &self.email, &self.language]);
        let tz = errors.keep("tz", zone(&self.tz)).unwrap_or_default();
        let role = errors
            .keep("role", choice(&self.role, |role| Role::try_from(role.to_owned()).ok()))
            .unwrap_or(Role::Auditor);
        errors.or(NewAdmin {
            login,
            names,
            tz,
            role,
            active: on(&self.active),
            is_ldap: on(&self.is_ldap),
            password_hash: None,
        })
    }
}

/// Who comes in by a directory for the first time, by the names and the email that it has.
///
/// # Errors
/// A login that is none here, or no email.
pub fn of_entry(
    (login, [first_name, last_name, email]): (&str, [&String; 3]),
    lang: Lang,
    role: Role,
) -> Result<NewAdmin, FieldErrors> {
    let form = AdminForm {
        is_ldap: Flag(true).form(),
        login: login.to_owned(),
        first_name: first_name.clone(),
        last_name: last_name.clone(),
        email: email.clone(),
        role: role.as_str().to_owned(),
        ..AdminForm::blank(lang)
    };
    form.parse()
}

impl SetupForm {
    /// Everything but the password: login, names, zone.
    pub fn parse(&self, errors: &mut FieldErrors) -> (String, Names, Zone) {
        let login = errors.keep("login", login_name(&self.login, 1, 64)).unwrap_or_default();
        let email = errors.keep("email", email(&self.email)).unwrap_or_default();
        let first_name = errors.keep("first_name", text(&self.first_name, 80)).unwrap_or_default();
        let last_name = errors.keep("last_name", text(&self.last_name, 80)).unwrap_or_default();
        let language = errors.keep("language", choice(&self.language, Lang::parse)).unwrap_or_default();
        let tz = if self.tz.is_empty() { Zone::utc() } else { errors.keep("tz", zone(&self.tz)).unwrap_or_default() };
        if self.password != self.password_again {
            errors.add("password_again", "password-not-same");
        }
        (login, Names { first_name, last_name, email, language }, tz)
    }
}
