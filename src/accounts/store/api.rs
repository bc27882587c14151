//! What the API reads of accounts beside what the panel does.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    accounts::model::Account,
    api::Key,
    db::{self, Conn, FromRow, Select, sql},
    lists::RowId,
};

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
}

pub const ROW: RowId<Row> = ("a.id", |it| it.id);

/// `name` is the canonical name, `reference` the account's `external_id`.
pub fn filtered(active: Option<bool>, frozen: Option<bool>, name: Option<&str>, reference: Option<&str>) -> Select {
    const COLUMNS: &str =
        "a.id, a.name, a.title, a.tz, a.tariff_id, a.active, a.frozen, a.limit_reached, a.enable_pixel, a.enable_push,
        a.enable_smart_settings, a.force_2fa_auth, a.created_at, a.version";
    let select = Select::new(COLUMNS, " FROM accounts a WHERE a.deleted_at IS NULL");
    let select = select.filter(" AND a.active = ", active).filter(" AND a.frozen = ", frozen);
    select.filter(" AND a.name = ", name).filter(" AND a.external_id = ", reference)
}

/// By its id in the billing system or the CRM, deleted ones included.
pub async fn by_reference(conn: &mut Conn, reference: &str) -> db::Result<Option<Account>> {
    sql!(fetch_optional Account, conn,
        concat!("SELECT ", account_columns!(), " FROM accounts WHERE external_id = $1"), reference)
}

/// By name before id, deleted ones included.
pub async fn find(conn: &mut Conn, key: &Key) -> db::Result<Option<Account>> {
    sql!(fetch_optional Account, conn,
        concat!("SELECT ", account_columns!(),
            " FROM accounts WHERE name = $1 OR id = $2 ORDER BY CASE WHEN name = $1 THEN 0 ELSE 1 END LIMIT 1"),
        &key.name, key.id)
}
