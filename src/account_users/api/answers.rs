//! What the calls about users answer.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::{account_users::model::AccountUser, api::Row};

/// A user in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = Row)]
pub struct UserRow {
    id: i64,
    /// The login.
    username: String,
    first_name: String,
    last_name: String,
    email: String,
    /// Where alerts go, if not to `email`; else empty.
    notify_email: String,
    /// E.164, or empty.
    phone: String,
    /// `EN` or `RU`.
    lang: String,
    active: bool,
    master: bool,
    is_ldap: bool,
    has_2fa: bool,
    #[schema(required)]
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
            notify_email: it.notify_email.unwrap_or_default(),
            phone: it.phone.unwrap_or_default(),
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
    const NAME: Option<&'static str> = Some("user");
}

/// A list as the description shows it.
pub fn examples() -> Value {
    let row = json!({
        "id": 42,
        "username": "boris",
        "first_name": "Boris",
        "last_name": "Berg",
        "email": "boris@example.com",
        "notify_email": "",
        "phone": "+4930901820",
        "lang": "EN",
        "active": true,
        "master": false,
        "is_ldap": false,
        "has_2fa": true,
        "last_login_at": "2026-03-04T16:02:11Z",
        "version": 1,
    });
    json!({"data": [row], "total_count": 1})
}
