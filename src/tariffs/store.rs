use super::model::{NewTariff, Tariff};
use crate::{
    api::Key,
    audit::Change,
    db::{self, Conn, One, Select, Table, Written, search_key, sql, written},
    web::Choice,
};

pub const TABLE: Table = Table { name: "tariffs", searched: &["name", "title"], between: "\n" };

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
    change.insert(&TABLE, written(new)).await
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewTariff) -> db::Result<bool> {
    change.update(&TABLE, (id, version), written(new)).await
}

fn written(new: &NewTariff) -> Written {
    let limits = &new.limits;
    written![
        name: &new.name,
        title: &new.title,
        title_key: search_key(&new.title),
        max_users: limits.max_users,
        max_profiles: limits.max_profiles,
        max_databases: limits.max_databases,
        max_storage_bytes: limits.max_storage_bytes,
        emails_per_month: limits.emails_per_month,
        sms_per_month: limits.sms_per_month,
        pushes_per_month: limits.pushes_per_month,
        api_requests_per_day: limits.api_requests_per_day,
        warn_percent: new.warn_percent,
    ]
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    TABLE.delete(&mut change.conn, id).await
}

/// Accounts that use it, deleted ones that can still be restored included: the first few.
pub async fn used_by(conn: &mut Conn, id: i64) -> db::Result<Vec<String>> {
    let titles =
        sql!(fetch_all One<String>, conn, "SELECT title FROM accounts WHERE tariff_id = $1 ORDER BY id LIMIT 6", id)?;
    Ok(titles.into_iter().map(|(title,)| title).collect())
}
