//! What the API reads of accounts beside what the panel does.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::{self, Conn, FromRow, One, sql};

pub struct Narrowing {
    pub from_id: i64,
    pub limit: i64,
    pub active: Option<bool>,
    pub frozen: Option<bool>,
    /// The canonical login name.
    pub name: Option<String>,
}

/// An account in a list.
#[derive(FromRow, Serialize, ToSchema)]
pub struct Row {
    pub id: i64,
    pub name: String,
    pub title: String,
    /// IANA name of the time zone.
    #[serde(rename = "timezone")]
    pub tz: String,
    pub tariff_id: i64,
    #[serde(rename = "is_active")]
    pub active: bool,
    #[serde(rename = "is_frozen")]
    pub frozen: bool,
    #[serde(rename = "pixels_enabled")]
    pub enable_pixel: bool,
    #[serde(rename = "pushes_enabled")]
    pub enable_push: bool,
    #[serde(rename = "is_smart")]
    pub enable_smart_settings: bool,
    /// Always false.
    #[sqlx(default)]
    pub is_subscribers_suspend_all: bool,
    #[serde(rename = "is_tariff_exceed")]
    pub limit_reached: bool,
    pub force_2fa_auth: bool,
    pub created_at: DateTime<Utc>,
    pub version: i64,
    /// Of all that the narrowing leaves, whatever the page.
    #[serde(skip)]
    pub total: i64,
}

/// The rows from an id on, and how many there are in all.
pub async fn list(conn: &mut Conn, by: &Narrowing) -> db::Result<(Vec<Row>, i64)> {
    let rows = sql!(fetch_all Row, conn,
        "SELECT id, name, title, tz, tariff_id, active, frozen, limit_reached, enable_pixel, enable_push, enable_smart_settings,
                force_2fa_auth, created_at, version,
                (SELECT count(*) FROM accounts WHERE deleted_at IS NULL AND ($1 IS NULL OR active = $1) AND ($2 IS NULL OR frozen = $2)
                                               AND ($3 IS NULL OR name = $3)) AS total
         FROM accounts
         WHERE deleted_at IS NULL AND ($1 IS NULL OR active = $1) AND ($2 IS NULL OR frozen = $2) AND ($3 IS NULL OR name = $3) AND id >= $4
         ORDER BY id LIMIT $5",
        by.active, by.frozen, &by.name, by.from_id, by.limit)?;
    if let Some(first) = rows.first() {
        let total = first.total;
        return Ok((rows, total));
    }
    let (total,) = sql!(fetch_one One<i64>, conn,
        "SELECT count(*) FROM accounts
         WHERE deleted_at IS NULL AND ($1 IS NULL OR active = $1) AND ($2 IS NULL OR frozen = $2) AND ($3 IS NULL OR name = $3)",
        by.active, by.frozen, &by.name)?;
    Ok((rows, total))
}

pub async fn id_of(conn: &mut Conn, name: &str) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn, "SELECT id FROM accounts WHERE name = $1", name)?;
    Ok(found.map(|(id,)| id))
}
