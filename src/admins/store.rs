use super::model::{Admin, NewAdmin, Own};
use crate::{
    audit::Change,
    db::{self, Conn, One, Searched, sql},
    web::Theme,
};

/// As [`Names::search`](super::model::Names::search) has it.
pub const SEARCHED: Searched =
    Searched { table: "admins", text: "login || ' ' || first_name || ' ' || last_name || ' ' || email" };

pub const LIST: &str =
    "a.id, a.login, a.first_name, a.last_name, a.name_key, a.email, a.role, a.totp_secret IS NOT NULL AS has_2fa, a.active,
        a.last_sign_in_at";

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
                             version, created_at, updated_at, updated_by, name_key, search)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $11, $12, $13, $14) RETURNING id",
        &new.login, &names.first_name, &names.last_name, &names.email, names.language.code(), new.tz.name(),
        Theme::default().code(), new.role.as_str(), new.active, &new.password_hash, change.at, &change.by.name,
        names.name_key(&new.login), names.search(&new.login))?;
    Ok(id)
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewAdmin) -> db::Result<bool> {
    let names = &new.names;
    let changed = sql!(execute change.conn,
        "UPDATE admins SET login = $1, first_name = $2, last_name = $3, email = $4, language = $5, tz = $6, role = $7, active = $8,
                name_key = $9, search = $10, version = version + 1, updated_at = $11, updated_by = $12
         WHERE id = $13 AND version = $14",
        &new.login, &names.first_name, &names.last_name, &names.email, names.language.code(), new.tz.name(), new.role.as_str(), new.active,
        names.name_key(&new.login), names.search(&new.login), change.at, &change.by.name, id, version)?;
    Ok(changed == 1)
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    sql!(execute change.conn, "DELETE FROM admins WHERE id = $1", id)?;
    Ok(())
}

/// How many owners would be left who can sign in.
pub async fn count_other_owners(conn: &mut Conn, id: i64) -> db::Result<i64> {
    let (count,) =
        sql!(fetch_one One<i64>, conn, "SELECT count(*) FROM admins WHERE role = 'owner' AND active AND id <> $1", id)?;
    Ok(count)
}

/// Fills what the list is sorted by, where an older program wrote the row.
pub async fn index_names(conn: &mut Conn) -> db::Result<()> {
    let rows = sql!(fetch_all Admin, conn,
        "SELECT id, login, first_name, last_name, email, language, tz, theme, role, active, password_hash, totp_secret,
                version, updated_at, updated_by
         FROM admins WHERE name_key = ''")?;
    for row in rows {
        let names = row.names();
        sql!(execute conn,
            "UPDATE admins SET name_key = $1 WHERE id = $2 AND name_key = ''",
            names.name_key(&row.login), row.id)?;
    }
    Ok(())
}

/// False when the version is no longer the current one.
pub async fn update_own(change: &mut Change, before: &Admin, version: i64, own: &Own) -> db::Result<bool> {
    let names = &own.names;
    let changed = sql!(execute change.conn,
        "UPDATE admins SET first_name = $1, last_name = $2, email = $3, language = $4, tz = $5, theme = $6,
                name_key = $7, search = $8, version = version + 1, updated_at = $9, updated_by = $10
         WHERE id = $11 AND version = $12",
        &names.first_name, &names.last_name, &names.email, names.language.code(), own.tz.name(), own.theme.code(),
        names.name_key(&before.login), names.search(&before.login), change.at, &change.by.name, before.id, version)?;
    Ok(changed == 1)
}

/// None takes the password away: nobody signs in until a link has set another.
pub async fn set_password(change: &mut Change, id: i64, hash: Option<&str>) -> db::Result<()> {
    sql!(execute change.conn,
        "UPDATE admins SET password_hash = $1, version = version + 1, updated_at = $2, updated_by = $3 WHERE id = $4",
        hash, change.at, &change.by.name, id)?;
    Ok(())
}
