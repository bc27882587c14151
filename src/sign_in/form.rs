use serde::Deserialize;

use crate::{error::FieldErrors, forms::Secret};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    pub login: String,
    pub password: Secret,
    pub return_to: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub code: Secret,
    pub return_to: String,
}

/// Either of the two.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ProofForm {
    pub current_password: Secret,
    pub code: Secret,
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
    pub password: Secret,
    pub password_again: Secret,
}

impl PasswordForm {
    pub fn check_again(&self, errors: &mut FieldErrors) {
        if self.password != self.password_again {
            errors.add("password_again", "password-not-same");
        }
    }
}
