use serde::{Deserialize, Serialize};

use crate::{
    admins::model::{Admin, Names, Own},
    error::FieldErrors,
    forms::fields::{choice, email, text, zone},
    i18n::Lang,
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
            first_name: admin.first_name.clone(),
            last_name: admin.last_name.clone(),
            email: admin.email.clone(),
            language: admin.language.clone(),
            tz: admin.tz.clone(),
            theme: admin.theme.clone(),
            version: admin.version.to_string(),
            was: String::new(),
        }
    }

    pub fn parse(&self) -> Result<Own, FieldErrors> {
        let mut errors = FieldErrors::default();
        let names = Names {
            first_name: errors.keep("first_name", text(&self.first_name, 80)).unwrap_or_default(),
            last_name: errors.keep("last_name", text(&self.last_name, 80)).unwrap_or_default(),
            email: errors.keep("email", email(&self.email)).unwrap_or_default(),
            language: errors.keep("language", choice(&self.language, Lang::parse)).unwrap_or_default(),
        };
        let tz = errors.keep("tz", zone(&self.tz)).unwrap_or_default();
        let theme = errors.keep("theme", choice(&self.theme, Theme::parse)).unwrap_or_default();
        errors.or(Own { names, tz, theme })
    }
}
