use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    audit::{Audited, flag},
    db::FromRow,
    i18n::Lang,
    web::{Owner, OwnerKind, Role, Theme},
};

/// A row of the table, secrets included; what pages know of the signed-in one is `web::Admin`.
#[derive(Clone, FromRow)]
pub struct Admin {
    pub id: i64,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: String,
    pub tz: String,
    pub theme: String,
    #[sqlx(try_from = "String")]
    pub role: Role,
    pub active: bool,
    pub password_hash: Option<String>,
    /// Sealed in the place `admins.totp:ID`.
    pub totp_secret: Option<Vec<u8>>,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

/// What makes an administrator.
pub struct NewAdmin {
    pub login: String,
    pub names: Names,
    pub tz: Tz,
    pub role: Role,
    pub password_hash: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Names {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: Lang,
}

/// What an administrator changes on the own page.
pub struct Own {
    pub names: Names,
    pub tz: Tz,
    pub theme: Theme,
}

impl Admin {
    pub fn owner(&self) -> Owner {
        Owner { kind: OwnerKind::Admin, id: self.id }
    }
}

impl Audited for Admin {
    const KIND: &'static str = "admin";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.login.clone()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("login", self.login.clone()),
            ("first_name", self.first_name.clone()),
            ("last_name", self.last_name.clone()),
            ("email", self.email.clone()),
            ("language", self.language.clone()),
            ("tz", self.tz.clone()),
            ("theme", self.theme.clone()),
            ("role", self.role.as_str().to_owned()),
            ("active", flag(self.active)),
            ("second_factor", flag(self.totp_secret.is_some())),
        ]
    }
}
