use serde::Deserialize;

use crate::{
    admins::model::Names,
    error::FieldErrors,
    i18n::Lang,
    web::fields::{choice, email, login_name, text, zone},
    zones::Zone,
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    pub login: String,
    pub password: String,
    pub return_to: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub code: String,
    pub return_to: String,
}

/// Either of the two.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ProofForm {
    pub current_password: String,
    pub code: String,
    pub return_to: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ForgotForm {
    pub login: String,
}

/// A new password, twice.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    pub password: String,
    pub password_again: String,
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
    pub password: String,
    pub password_again: String,
}

impl PasswordForm {
    pub fn check_again(&self, errors: &mut FieldErrors) {
        if self.password != self.password_again {
            errors.add("password_again", "password-not-same");
        }
    }
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
        (login, Names { first_name, last_name, email, language }, tz)
    }

    pub fn passwords(&self) -> PasswordForm {
        PasswordForm { password: self.password.clone(), password_again: self.password_again.clone() }
    }
}
