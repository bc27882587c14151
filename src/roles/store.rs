use super::model::{NewRole, Role};
use crate::{
    audit::Change,
    db::{self, Conn, Select, sql},
};

macro_rules! columns {
    () => {
        "r.id, r.account_id, r.name, r.actions, (SELECT count(*) FROM user_roles ur WHERE ur.role_id = r.id) AS users, r.version,
         r.updated_at, r.updated_by"
    };
}

/// The account's roles, for the list.
pub fn listed(account_id: i64) -> Select {
    Select::new(columns!(), " FROM roles r WHERE r.account_id = ").bind(account_id)
}

pub async fn find(conn: &mut Conn, account_id: i64, id: i64) -> db::Result<Option<Role>> {
    sql!(fetch_optional Role, conn,
        concat!("SELECT ", columns!(), " FROM roles r WHERE r.account_id = $1 AND r.id = $2"),
        account_id, id)
}

pub async fn insert(change: &mut Change, account_id: i64, new: &NewRole) -> db::Result<i64> {
    let (id,) = sql!(fetch_one (i64,), change.conn,
        "INSERT INTO roles (account_id, name, actions, version, created_at, updated_at, updated_by)
         VALUES ($1, $2, $3, 1, $4, $4, $5) RETURNING id",
        account_id, &new.name, new.actions.join(","), change.at, &change.by.name)?;
    Ok(id)
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewRole) -> db::Result<bool> {
    let changed = sql!(execute change.conn,
        "UPDATE roles SET name = $1, actions = $2, version = version + 1, updated_at = $3, updated_by = $4 WHERE id = $5 AND version = $6",
        &new.name, new.actions.join(","), change.at, &change.by.name, id, version)?;
    Ok(changed == 1)
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    sql!(execute change.conn, "DELETE FROM roles WHERE id = $1", id)?;
    Ok(())
}
