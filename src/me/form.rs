use serde::{Deserialize, Serialize};

use crate::{
    admins::model::{Admin, Own},
    error::FieldErrors,
    forms::fields::{choice, names, zone},
    web::Theme,
};

/// As typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MeForm {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: String,
    pub tz: String,
    pub theme: String,
    pub version: String,
    pub was: String,
}

impl MeForm {
    pub fn of(admin: &Admin) -> Self {
        Self {
            first_name: admin.names.first_name.clone(),
            last_name: admin.names.last_name.clone(),
            email: admin.names.email.clone(),
            language: admin.names.language.as_str().to_owned(),
            tz: admin.tz.clone(),
            theme: admin.theme.clone(),
            version: admin.version.to_string(),
            was: String::new(),
        }
    }

    pub fn parse(&self) -> Result<Own, FieldErrors> {
        let mut errors = FieldErrors::default();
        let names = names(&mut errors, [&self.first_name, &self.last_name, &self.email, &self.language]);
        let tz = errors.keep("tz", zone(&self.tz)).unwrap_or_default();
        let theme = errors.keep("theme", choice(&self.theme, Theme::parse)).unwrap_or_default();
        errors.or(Own { names, tz, theme })
    }
}
