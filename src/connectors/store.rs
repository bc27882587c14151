use super::model::{Class, Connector, NewConnector};
use crate::{
    api::Key,
    audit::Change,
    db::{self, Conn, Searched, Select, sql},
};

/// As [`NewConnector::search`] has it.
pub const SEARCHED: Searched = Searched { table: "connectors", text: "name || '\n' || host || '\n' || database_name" };

pub const LIST: &str = "c.id, c.class, c.name, c.search, c.kind, c.host, c.port, c.database_name, c.username, c.tls,
        c.password_sealed IS NOT NULL AS has_password, c.version, c.updated_at, c.updated_by,
        (SELECT count(*) FROM (
            SELECT 1 AS one FROM accounts a WHERE a.account_postgresql = c.id
            UNION ALL SELECT 1 FROM accounts a WHERE a.account_cache_clickhouse = c.id
            UNION ALL SELECT 1 FROM account_external_data e WHERE e.connector_id = c.id LIMIT 1001
        ) AS used) AS accounts";

pub fn listed(class: Class) -> Select {
    Select::new(LIST, " FROM connectors c WHERE c.class = ").bind(class.as_str())
}

macro_rules! columns {
    () => {
        "c.id, c.class, c.name, c.kind, c.host, c.port, c.database_name, c.username, c.tls, c.password_sealed IS NOT NULL AS has_password,
         c.version, c.updated_at, c.updated_by"
    };
}

pub async fn find(conn: &mut Conn, class: Class, id: i64) -> db::Result<Option<Connector>> {
    sql!(fetch_optional Connector, conn,
        concat!("SELECT ", columns!(), " FROM connectors c WHERE c.id = $1 AND c.class = $2"),
        id, class.as_str())
}

/// Of one class, by name before id.
pub async fn look_up(conn: &mut Conn, class: Class, key: &Key) -> db::Result<Option<Connector>> {
    sql!(fetch_optional Connector, conn,
        concat!("SELECT ", columns!(),
            " FROM connectors c WHERE c.class = $3 AND (c.name = $1 OR c.id = $2) ORDER BY CASE WHEN c.name = $1 THEN 0 ELSE 1 END LIMIT 1"),
        &key.name, key.id, class.as_str())
}

/// All of one class, for the API.
pub fn all(class: Class) -> Select {
    Select::new(columns!(), " FROM connectors c WHERE c.class = ").bind(class.as_str())
}

/// Without its password, which [`set_password`] binds to the row.
pub async fn insert(change: &mut Change, new: &NewConnector) -> db::Result<i64> {
    let (id,) = sql!(
        fetch_one(i64,),
        change.conn,
        "INSERT INTO connectors (class, name, search, kind, host, port, database_name, username, tls,
                                 version, created_at, updated_at, updated_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10, $11) RETURNING id",
        new.class.as_str(),
        &new.name,
        new.search(),
        new.kind.as_str(),
        &new.host,
        new.port,
        &new.database,
        &new.user,
        new.tls.as_str(),
        change.at,
        &change.by.name
    )?;
    Ok(id)
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewConnector) -> db::Result<bool> {
    let changed = sql!(execute change.conn,
        "UPDATE connectors SET name = $1, search = $2, kind = $3, host = $4, port = $5, database_name = $6, username = $7, tls = $8,
                version = version + 1, updated_at = $9, updated_by = $10
         WHERE id = $11 AND class = $12 AND version = $13",
        &new.name, new.search(), new.kind.as_str(), &new.host, new.port, &new.database, &new.user, new.tls.as_str(),
        change.at, &change.by.name, id, new.class.as_str(), version)?;
    Ok(changed == 1)
}

pub async fn set_password(change: &mut Change, id: i64, sealed: Option<Vec<u8>>) -> db::Result<()> {
    sql!(execute change.conn, "UPDATE connectors SET password_sealed = $1 WHERE id = $2", &sealed, id)?;
    Ok(())
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    sql!(execute change.conn, "DELETE FROM connectors WHERE id = $1", id)?;
    Ok(())
}

/// Accounts that use it, deleted ones that can still be restored included: the first few.
pub async fn used_by(conn: &mut Conn, id: i64) -> db::Result<Vec<String>> {
    let titles = sql!(
        fetch_all(String, i64),
        conn,
        "SELECT a.title, a.id FROM accounts a WHERE a.account_postgresql = $1
         UNION ALL SELECT a.title, a.id FROM accounts a WHERE a.account_cache_clickhouse = $1
         UNION ALL SELECT a.title, a.id FROM account_external_data e JOIN accounts a ON a.id = e.account_id WHERE e.connector_id = $1
         ORDER BY 2 LIMIT 6",
        id
    )?;
    Ok(titles.into_iter().map(|(title, _)| title).collect())
}
