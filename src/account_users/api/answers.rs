//! What the calls about users answer.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{account_users::model::AccountUser, api::Row};

/// A user in a list.
#[derive(Serialize, ToSchema)]
pub struct UserRow {
    id: i64,
    /// The login.
    username: String,
    first_name: String,
    last_name: String,
    email: String,
    /// Where alerts go, if not to `email`.
    notify_email: Option<String>,
    phone: Option<String>,
    /// `EN` or `RU`.
    lang: String,
    active: bool,
    master: bool,
    is_ldap: bool,
    has_2fa: bool,
    last_login_at: Option<DateTime<Utc>>,
    version: i64,
}

impl UserRow {
    pub fn of(it: AccountUser) -> Self {
        Self {
            id: it.id,
            username: it.login,
            first_name: it.first_name,
            last_name: it.last_name,
            email: it.email,
            notify_email: it.notify_email,
            phone: it.phone,
            lang: it.language.to_uppercase(),
            active: it.active,
            master: it.master,
            is_ldap: it.is_ldap,
            has_2fa: it.has_2fa,
            last_login_at: it.last_sign_in_at,
            version: it.version,
        }
    }
}

impl Row for UserRow {
    const NAME: &'static str = "user";
}
