use chrono::{DateTime, Utc};

use crate::{
    change::{Audited, flag},
    db::FromRow,
    i18n::Lang,
    people::{Names, Owner, OwnerKind, Role, shown_name},
    web::Theme,
    zones::Zone,
};

/// A row of the table, secrets included; what pages know of the signed-in one is `web::Admin`.
#[derive(Clone, FromRow)]
pub struct Admin {
    pub id: i64,
    pub login: String,
    #[sqlx(flatten)]
    pub names: Names,
    pub tz: String,
    pub theme: String,
    #[sqlx(try_from = "String")]
    pub role: Role,
    pub active: bool,
    /// The password is the directory's.
    pub is_ldap: bool,
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
    pub is_ldap: bool,
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
    pub is_ldap: bool,
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

/// What an administrator changes on the own page.
pub struct Own {
    pub names: Names,
    pub tz: Zone,
    pub theme: Theme,
}

impl Admin {
    pub fn owner(&self) -> Owner {
        Owner { kind: OwnerKind::Admin, id: self.id }
    }

    pub fn shown_name(&self) -> String {
        shown_name(&self.names.first_name, &self.names.last_name, &self.login)
    }

    pub fn lang(&self) -> Lang {
        self.names.language
    }

    pub fn zone(&self) -> Zone {
        Zone::named(&self.tz)
    }

    /// Whether the installation has somebody to look after administrators as long as this one stays: an owner who comes
    /// in whether the directory answers or not.
    pub fn is_keeper(&self) -> bool {
        self.active && self.role == Role::Owner && !self.is_ldap
    }
}

impl NewAdmin {
    /// What changes nothing.
    pub fn of(admin: &Admin) -> Self {
        Self {
            login: admin.login.clone(),
            names: admin.names.clone(),
            tz: admin.zone(),
            role: admin.role,
            active: admin.active,
            is_ldap: admin.is_ldap,
            password_hash: None,
        }
    }

    /// As [`Admin::is_keeper`].
    pub fn is_keeper(&self) -> bool {
        self.active && self.role == Role::Owner && !self.is_ldap
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
        vec![&self.names.email]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("login", self.login.clone()),
            ("first_name", self.names.first_name.clone()),
            ("last_name", self.names.last_name.clone()),
            ("email", self.names.email.clone()),
            ("language", self.names.language.as_str().to_owned()),
            ("tz", self.tz.clone()),
            ("theme", self.theme.clone()),
            ("role", self.role.as_str().to_owned()),
            ("active", flag(self.active)),
            ("is_ldap", flag(self.is_ldap)),
            ("second_factor", flag(self.totp_secret.is_some())),
        ]
    }
}
