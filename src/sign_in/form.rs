use serde::Deserialize;

use crate::error::FieldErrors;

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

impl PasswordForm {
    pub fn check_again(&self, errors: &mut FieldErrors) {
        if self.password != self.password_again {
            errors.add("password_again", "password-not-same");
        }
    }
}
