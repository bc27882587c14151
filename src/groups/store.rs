use super::model::{Group, MAIN};
use crate::{
    api::Key,
    audit::Change,
    db::{self, Conn, Select, Table, sql, written},
};

pub const TABLE: Table = Table { name: "groups", searched: &["name"], between: "\n" };

macro_rules! columns {
    () => {
        "g.id, g.account_id, g.name, g.search, g.is_main, (SELECT count(*) FROM user_groups ug WHERE ug.group_id = g.id) AS members, g.version,
         g.updated_at, g.updated_by"
    };
}

/// The account's groups whose name has that part, for the list.
pub fn listed(account_id: i64, q: Option<&str>) -> Select {
    Select::new(columns!(), " FROM groups g WHERE g.account_id = ").bind(account_id).containing("g.search", q)
}

pub async fn find(conn: &mut Conn, account_id: i64, id: i64) -> db::Result<Option<Group>> {
    sql!(fetch_optional Group, conn,
        concat!("SELECT ", columns!(), " FROM groups g WHERE g.account_id = $1 AND g.id = $2"),
        account_id, id)
}

/// By name before id.
pub async fn look_up(conn: &mut Conn, account_id: i64, key: &Key) -> db::Result<Option<Group>> {
    sql!(fetch_optional Group, conn,
        concat!("SELECT ", columns!(), " FROM groups g WHERE g.account_id = $3 AND (g.name = $1 OR g.id = $2)
                 ORDER BY CASE WHEN g.name = $1 THEN 0 ELSE 1 END LIMIT 1"),
        &key.name, key.id, account_id)
}

/// The group that comes with a new account.
pub async fn insert_main(change: &mut Change, account_id: i64) -> db::Result<i64> {
    insert_as(change, account_id, MAIN, true).await
}

pub async fn insert(change: &mut Change, account_id: i64, name: &str) -> db::Result<i64> {
    insert_as(change, account_id, name, false).await
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, name: &str) -> db::Result<bool> {
    change.update(&TABLE, (id, version), written![name: name]).await
}

/// Puts the members of a group into the account's Main group as well.
pub async fn join_main(change: &mut Change, group: &Group) -> db::Result<()> {
    sql!(execute change.conn,
        "INSERT INTO user_groups (user_id, group_id)
         SELECT ug.user_id, g.id FROM user_groups ug JOIN groups g ON g.account_id = $1 AND g.is_main WHERE ug.group_id = $2
         ON CONFLICT DO NOTHING",
        group.account_id, group.id)?;
    Ok(())
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    TABLE.delete(&mut change.conn, id).await
}

async fn insert_as(change: &mut Change, account_id: i64, name: &str, is_main: bool) -> db::Result<i64> {
    change.insert(&TABLE, written![account_id: account_id, name: name, is_main: is_main]).await
}
