//! The directory of administrators.

use super::directory::{AdminDirectory, NewAdminDirectory, RoleGroup, Stored};
use crate::{
    change::Change,
    db::{self, Conn, One, Table, sql, written},
    ldap::Known,
};

/// The row there is.
pub const ID: i64 = 1;
const TABLE: Table = Table::plain("admin_directory");
const GROUPS: Table = Table::plain("admin_directory_groups");

pub async fn directory(conn: &mut Conn) -> db::Result<AdminDirectory> {
    let at = sql!(fetch_one Stored, conn,
        "SELECT d.connector_id, l.name AS connector_name, d.version, d.updated_at, d.updated_by
         FROM admin_directory d LEFT JOIN ldap_connectors l ON l.id = d.connector_id WHERE d.id = $1",
        ID)?;
    let groups = sql!(fetch_all RoleGroup, conn,
        "SELECT role, dn, dn_key, stable_id, known FROM admin_directory_groups ORDER BY position")?;
    Ok(AdminDirectory { at, groups })
}

/// False when the version is no longer the current one.
pub async fn update_directory(change: &mut Change, version: i64, new: &NewAdminDirectory) -> db::Result<bool> {
    if !change.update(&TABLE, (ID, version), written![connector_id: new.connector_id]).await? {
        return Ok(false);
    }
    sql!(execute change.conn, "DELETE FROM admin_directory_groups")?;
    for (position, group) in (1i64..).zip(&new.groups) {
        let row = written![
            role: group.role.as_str(),
            position: position,
            dn: &group.dn,
            dn_key: &group.id.dn_key,
            stable_id: &group.id.stable_id,
            known: Known::as_str(group.known),
        ];
        GROUPS.put(&mut change.conn, row).await?;
    }
    Ok(true)
}

/// The administrators who may sign in with the directory's password alone.
pub async fn admins_of_directory(conn: &mut Conn) -> db::Result<Vec<i64>> {
    let found = sql!(fetch_all One<i64>, conn, "SELECT id FROM admins WHERE is_ldap AND active ORDER BY id")?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}
