use chrono::{DateTime, Utc};

use crate::{
    change::{Audited, flag},
    db::{FromRow, search_key},
    i18n::Lang,
    people::{Owner, OwnerKind, Role, shown_name},
    web::Theme,
    zones::Zone,
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

/// What makes an administrator; an edit leaves the password as it is.
pub struct NewAdmin {
    pub login: String,
    pub names: Names,
    pub tz: Zone,
    pub role: Role,
    pub active: bool,
    pub password_hash: Option<String>,
}

/// A row of the list.
#[derive(FromRow)]
pub struct AdminRow {
    pub id: i64,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub name_key: String,
    pub email: String,
    #[sqlx(try_from = "String")]
    pub role: Role,
    pub has_2fa: bool,
    pub active: bool,
    pub last_sign_in_at: Option<DateTime<Utc>>,
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
    pub tz: Zone,
    pub theme: Theme,
}

impl Names {
    /// By which the list is sorted.
    pub fn name_key(&self, login: &str) -> String {
        search_key(&shown_name(&self.first_name, &self.last_name, login))
    }
}

impl Admin {
    pub fn owner(&self) -> Owner {
        Owner { kind: OwnerKind::Admin, id: self.id }
    }

    pub fn shown_name(&self) -> String {
        shown_name(&self.first_name, &self.last_name, &self.login)
    }

    pub fn lang(&self) -> Lang {
        Lang::parse(&self.language).unwrap_or_default()
    }

    pub fn zone(&self) -> Zone {
        Zone::named(&self.tz)
    }

    pub fn names(&self) -> Names {
        let [first_name, last_name, email] = [&self.first_name, &self.last_name, &self.email].map(Clone::clone);
        Names { first_name, last_name, email, language: self.lang() }
    }

    /// Whether the installation has somebody to look after administrators as long as this one stays.
    pub fn is_active_owner(&self) -> bool {
        self.active && self.role == Role::Owner
    }
}

impl AdminRow {
    pub fn shown_name(&self) -> String {
        shown_name(&self.first_name, &self.last_name, &self.login)
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

    fn addresses(&self) -> Vec<&str> {
        vec![&self.email]
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
