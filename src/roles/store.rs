use super::model::{NewRole, Role};
use crate::{
    api::Key,
    audit::Change,
    db::{self, Conn, Select, Table, sql, written},
};

pub const TABLE: Table = Table { name: "roles", searched: &["name"], between: "\n" };

macro_rules! columns {
    () => {
        "r.id, r.account_id, r.name, r.search, r.actions, (SELECT count(*) FROM user_roles ur WHERE ur.role_id = r.id) AS users, r.version,
         r.updated_at, r.updated_by"
    };
}

/// The account's roles whose name has that part, for the list.
pub fn listed(account_id: i64, q: Option<&str>) -> Select {
    Select::new(columns!(), " FROM roles r WHERE r.account_id = ").bind(account_id).containing("r.search", q)
}

pub async fn find(conn: &mut Conn, account_id: i64, id: i64) -> db::Result<Option<Role>> {
    sql!(fetch_optional Role, conn,
        concat!("SELECT ", columns!(), " FROM roles r WHERE r.account_id = $1 AND r.id = $2"),
        account_id, id)
}

/// By name before id.
pub async fn look_up(conn: &mut Conn, account_id: i64, key: &Key) -> db::Result<Option<Role>> {
    sql!(fetch_optional Role, conn,
        concat!("SELECT ", columns!(), " FROM roles r WHERE r.account_id = $3 AND (r.name = $1 OR r.id = $2)
                 ORDER BY CASE WHEN r.name = $1 THEN 0 ELSE 1 END LIMIT 1"),
        &key.name, key.id, account_id)
}

pub async fn insert(change: &mut Change, account_id: i64, new: &NewRole) -> db::Result<i64> {
    change.insert(&TABLE, written![account_id: account_id, name: &new.name, actions: new.actions.join(",")]).await
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewRole) -> db::Result<bool> {
    change.update(&TABLE, (id, version), written![name: &new.name, actions: new.actions.join(",")]).await
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    TABLE.delete(&mut change.conn, id).await
}
