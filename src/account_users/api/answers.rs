//! What the calls about users answer.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::{
    account_users::model::{AccountUser, Settings},
    api::Row,
};

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
        let Settings { login, email, profile, active, master, is_ldap, .. } = it.settings;
        Self {
            id: it.id,
            username: login,
            first_name: profile.first_name,
            last_name: profile.last_name,
            email,
            notify_email: profile.notify_email.unwrap_or_default(),
            phone: profile.phone.unwrap_or_default(),
            lang: profile.language.as_str().to_uppercase(),
            active,
            master,
            is_ldap,
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
