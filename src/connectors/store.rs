use super::model::{Class, Connector, NewConnector};
use crate::{
    api::Key,
    audit::Change,
    db::{self, Conn, Select, Table, Written, sql, written},
};

pub const TABLE: Table = Table { name: "connectors", searched: &["name", "host", "database_name"], between: "\n" };

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
    change.insert(&TABLE, written(new)).await
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewConnector) -> db::Result<bool> {
    change.update(&TABLE, (id, version), written(new)).await
}

fn written(new: &NewConnector) -> Written {
    written![
        class: new.class.as_str(),
        name: &new.name,
        kind: new.kind.as_str(),
        host: &new.host,
        port: new.port,
        database_name: &new.database,
        username: &new.user,
        tls: new.tls.as_str(),
    ]
}

pub async fn set_password(change: &mut Change, id: i64, sealed: Option<Vec<u8>>) -> db::Result<()> {
    sql!(execute change.conn, "UPDATE connectors SET password_sealed = $1 WHERE id = $2", &sealed, id)?;
    Ok(())
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    TABLE.delete(&mut change.conn, id).await
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
