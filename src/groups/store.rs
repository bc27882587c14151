use super::model::{Group, MAIN};
use crate::{
    api::Key,
    audit::Change,
    db::{self, Conn, Searched, Select, search_text, sql},
};

pub const SEARCHED: Searched = Searched { table: "groups", text: "name" };

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
    let changed = sql!(execute change.conn,
        "UPDATE groups SET name = $1, search = $2, version = version + 1, updated_at = $3, updated_by = $4 WHERE id = $5 AND version = $6",
        name, search_text(name), change.at, &change.by.name, id, version)?;
    Ok(changed == 1)
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
    sql!(execute change.conn, "DELETE FROM groups WHERE id = $1", id)?;
    Ok(())
}

async fn insert_as(change: &mut Change, account_id: i64, name: &str, is_main: bool) -> db::Result<i64> {
    let (id,) = sql!(
        fetch_one(i64,),
        change.conn,
        "INSERT INTO groups (account_id, name, search, is_main, version, created_at, updated_at, updated_by)
         VALUES ($1, $2, $3, $4, 1, $5, $5, $6) RETURNING id",
        account_id,
        name,
        search_text(name),
        is_main,
        change.at,
        &change.by.name
    )?;
    Ok(id)
}
