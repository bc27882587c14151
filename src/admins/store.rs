use super::model::{Admin, NewAdmin, Own};
use crate::{
    audit::Change,
    db::{self, Conn, One, sql},
    web::Theme,
};

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Admin>> {
    sql!(fetch_optional Admin, conn,
        "SELECT id, login, first_name, last_name, email, language, tz, theme, role, active, password_hash, totp_secret,
                version, updated_at, updated_by
         FROM admins WHERE id = $1",
        id)
}

/// By the canonical form of the login.
pub async fn find_by_login(conn: &mut Conn, login: &str) -> db::Result<Option<Admin>> {
    sql!(fetch_optional Admin, conn,
        "SELECT id, login, first_name, last_name, email, language, tz, theme, role, active, password_hash, totp_secret,
                version, updated_at, updated_by
         FROM admins WHERE login = $1",
        login)
}

/// Whether there is none yet, so that the first may be set up.
pub async fn none_yet(conn: &mut Conn) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn, "SELECT id FROM admins LIMIT 1")?;
    Ok(found.is_none())
}

pub async fn insert(change: &mut Change, new: &NewAdmin) -> db::Result<i64> {
    let names = &new.names;
    let (id,) = sql!(fetch_one One<i64>, change.conn,
        "INSERT INTO admins (login, first_name, last_name, email, language, tz, theme, role, active, password_hash,
                             version, created_at, updated_at, updated_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $11, $12) RETURNING id",
        &new.login, &names.first_name, &names.last_name, &names.email, names.language.code(), new.tz.name(),
        Theme::default().code(), new.role.as_str(), true, &new.password_hash, change.at, &change.by.name)?;
    Ok(id)
}

/// False when the version is no longer the current one.
pub async fn update_own(change: &mut Change, id: i64, version: i64, own: &Own) -> db::Result<bool> {
    let names = &own.names;
    let changed = sql!(execute change.conn,
        "UPDATE admins SET first_name = $1, last_name = $2, email = $3, language = $4, tz = $5, theme = $6,
                version = version + 1, updated_at = $7, updated_by = $8
         WHERE id = $9 AND version = $10",
        &names.first_name, &names.last_name, &names.email, names.language.code(), own.tz.name(), own.theme.code(),
        change.at, &change.by.name, id, version)?;
    Ok(changed == 1)
}

/// None takes the password away: nobody signs in until a link has set another.
pub async fn set_password(change: &mut Change, id: i64, hash: Option<&str>) -> db::Result<()> {
    sql!(execute change.conn,
        "UPDATE admins SET password_hash = $1, version = version + 1, updated_at = $2, updated_by = $3 WHERE id = $4",
        hash, change.at, &change.by.name, id)?;
    Ok(())
}
