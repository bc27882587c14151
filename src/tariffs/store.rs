use super::model::{NewTariff, Tariff};
use crate::{
    api::Key,
    audit::Change,
    db::{self, Conn, One, Searched, Select, search_key, sql},
    web::Choice,
};

/// As [`NewTariff::search`] has it.
pub const SEARCHED: Searched = Searched { table: "tariffs", text: "name || '\n' || title" };

pub const LIST: &str = "t.id, t.name, t.title, t.title_key, t.search, t.max_users, t.max_profiles, t.max_databases, t.max_storage_bytes,
        t.emails_per_month, t.sms_per_month, t.pushes_per_month, t.api_requests_per_day, t.warn_percent, t.version, t.updated_at,
        t.updated_by, (SELECT count(*) FROM (SELECT 1 FROM accounts a WHERE a.tariff_id = t.id LIMIT 1001) AS used) AS accounts";

macro_rules! columns {
    () => {
        "t.id, t.name, t.title, t.max_users, t.max_profiles, t.max_databases, t.max_storage_bytes, t.emails_per_month, t.sms_per_month,
         t.pushes_per_month, t.api_requests_per_day, t.warn_percent, t.version, t.updated_at, t.updated_by"
    };
}

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Tariff>> {
    sql!(fetch_optional Tariff, conn, concat!("SELECT ", columns!(), " FROM tariffs t WHERE t.id = $1"), id)
}

/// By name before id.
pub async fn look_up(conn: &mut Conn, key: &Key) -> db::Result<Option<Tariff>> {
    sql!(fetch_optional Tariff, conn,
        concat!("SELECT ", columns!(),
            " FROM tariffs t WHERE t.name = $1 OR t.id = $2 ORDER BY CASE WHEN t.name = $1 THEN 0 ELSE 1 END LIMIT 1"),
        &key.name, key.id)
}

/// All of them, for the API.
pub fn all() -> Select {
    Select::new(columns!(), " FROM tariffs t WHERE 1 = 1")
}

/// For a select: the value is the id, the label the name.
pub async fn choices(conn: &mut Conn) -> db::Result<Vec<Choice>> {
    let all = sql!(fetch_all(i64, String), conn, "SELECT id, name FROM tariffs ORDER BY search")?;
    Ok(all.into_iter().map(|(id, name)| Choice { value: id.to_string(), label: name }).collect())
}

pub async fn insert(change: &mut Change, new: &NewTariff) -> db::Result<i64> {
    let limits = &new.limits;
    let (id,) = sql!(fetch_one One<i64>, change.conn,
        "INSERT INTO tariffs (name, title, max_users, max_profiles, max_databases, max_storage_bytes, emails_per_month, sms_per_month,
                              pushes_per_month, api_requests_per_day, warn_percent, version, created_at, updated_at, updated_by, title_key, search)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $12, $13, $14, $15) RETURNING id",
        &new.name, &new.title, limits.max_users, limits.max_profiles, limits.max_databases, limits.max_storage_bytes,
        limits.emails_per_month, limits.sms_per_month, limits.pushes_per_month, limits.api_requests_per_day, new.warn_percent,
        change.at, &change.by.name, search_key(&new.title), new.search())?;
    Ok(id)
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewTariff) -> db::Result<bool> {
    let limits = &new.limits;
    let changed = sql!(execute change.conn,
        "UPDATE tariffs SET name = $1, title = $2, max_users = $3, max_profiles = $4, max_databases = $5, max_storage_bytes = $6,
                emails_per_month = $7, sms_per_month = $8, pushes_per_month = $9, api_requests_per_day = $10, warn_percent = $11,
                version = version + 1, updated_at = $12, updated_by = $13, title_key = $14, search = $15
         WHERE id = $16 AND version = $17",
        &new.name, &new.title, limits.max_users, limits.max_profiles, limits.max_databases, limits.max_storage_bytes,
        limits.emails_per_month, limits.sms_per_month, limits.pushes_per_month, limits.api_requests_per_day, new.warn_percent,
        change.at, &change.by.name, search_key(&new.title), new.search(), id, version)?;
    Ok(changed == 1)
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    sql!(execute change.conn, "DELETE FROM tariffs WHERE id = $1", id)?;
    Ok(())
}

/// Accounts that use it, deleted ones that can still be restored included: the first few.
pub async fn used_by(conn: &mut Conn, id: i64) -> db::Result<Vec<String>> {
    let titles =
        sql!(fetch_all One<String>, conn, "SELECT title FROM accounts WHERE tariff_id = $1 ORDER BY id LIMIT 6", id)?;
    Ok(titles.into_iter().map(|(title,)| title).collect())
}
