//! Who is signed in: an administrator in the panel, an account user in the portal.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use super::Role;
use crate::{
    db::{FromRow, search_key},
    i18n::Lang,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum OwnerKind {
    Admin,
    User,
}

/// Who a session, a second factor or a link belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub kind: OwnerKind,
    pub id: i64,
}

/// What somebody is called, and how they are written to.
#[derive(Clone, Debug, Default, PartialEq, FromRow)]
pub struct Names {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    #[sqlx(try_from = "String")]
    pub language: Lang,
}

/// The signed-in administrator.
#[derive(Clone, Debug, Serialize, Deserialize, FromRow)]
pub struct Admin {
    pub id: i64,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub language: String,
    pub tz: String,
    pub theme: String,
    #[sqlx(try_from = "String")]
    pub role: Role,
    pub has_2fa: bool,
}

/// The signed-in account user, with what the portal needs of the account.
#[derive(Clone, Debug, Serialize, Deserialize, FromRow)]
pub struct User {
    pub id: i64,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub language: String,
    pub has_2fa: bool,
    /// Of their own, or the directory's.
    pub has_password: bool,
    pub must_change_password: bool,
    pub account_id: i64,
    pub account_name: String,
    pub account_title: String,
    pub tz: String,
    pub frozen: bool,
    pub payment_url: Option<String>,
    pub freeze_reason: Option<String>,
    pub force_2fa_auth: bool,
    /// Whether they look after the account.
    pub master: bool,
}

/// What decides whether an account user may sign in, and whether a session goes on.
#[derive(Clone, Debug, FromRow)]
pub struct UserState {
    #[sqlx(rename = "user_active")]
    pub active: bool,
    pub account_active: bool,
    /// When the account was deleted.
    #[sqlx(rename = "account_deleted_at")]
    pub deleted_at: Option<DateTime<Utc>>,
}

impl Names {
    /// By which a list of people with logins is sorted.
    pub fn name_key(&self, login: &str) -> String {
        search_key(&shown_name(&self.first_name, &self.last_name, login))
    }
}

impl OwnerKind {
    /// The name of the side's session cookie.
    pub fn cookie(self) -> &'static str {
        match self {
            Self::Admin => "steward",
            Self::User => "portal",
        }
    }

    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl TryFrom<String> for OwnerKind {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("no such kind of owner: {text}"))
    }
}

impl Admin {
    /// The name, or the login where there is none.
    pub fn shown_name(&self) -> String {
        shown_name(&self.first_name, &self.last_name, &self.login)
    }
}

impl UserState {
    /// Why the user may not, as recorded; None where the user may.
    pub fn closed(&self) -> Option<&'static str> {
        match self {
            _ if self.deleted_at.is_some() => Some("account_deleted"),
            _ if !self.account_active => Some("account_inactive"),
            _ if !self.active => Some("disabled"),
            _ => None,
        }
    }
}

impl User {
    pub fn shown_name(&self) -> String {
        shown_name(&self.first_name, &self.last_name, &self.login)
    }

    /// What the user signs in with.
    pub fn full_login(&self) -> String {
        format!("{}@{}", self.login, self.account_name)
    }
}

pub fn shown_name(first: &str, last: &str, login: &str) -> String {
    let name = format!("{first} {last}");
    if name.trim().is_empty() { login.to_owned() } else { name.trim().to_owned() }
}

/// Two letters in place of a picture.
pub fn initials(first: &str, last: &str, login: &str) -> String {
    let letter = |text: &str| text.chars().next();
    let letters = match (letter(first), letter(last)) {
        (None, None) => login.chars().take(2).collect(),
        (one, two) => one.into_iter().chain(two).collect::<String>(),
    };
    letters.to_uppercase()
}
