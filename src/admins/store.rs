use super::model::{Admin, Names, NewAdmin, Own};
use crate::{
    change::Change,
    db::{self, Conn, One, Table, Written, sql, written},
    web::Theme,
};

pub const TABLE: Table =
    Table { name: "admins", searched: &["login", "first_name", "last_name", "email"], between: " " };

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
    let made = written![theme: Theme::default().code(), password_hash: &new.password_hash];
    change.insert(&TABLE, written(new).and(made)).await
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewAdmin) -> db::Result<bool> {
    change.update(&TABLE, (id, version), written(new)).await
}

fn written(new: &NewAdmin) -> Written {
    names(&new.login, &new.names).and(written![
        tz: new.tz.name(),
        role: new.role.as_str(),
        active: new.active,
    ])
}

/// What lists sort by follows the names.
fn names(login: &str, names: &Names) -> Written {
    written![
        login: login,
        first_name: &names.first_name,
        last_name: &names.last_name,
        name_key: names.name_key(login),
        email: &names.email,
        language: names.language.code(),
    ]
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    TABLE.delete(&mut change.conn, id).await
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
    let row = names(&before.login, &own.names).and(written![tz: own.tz.name(), theme: own.theme.code()]);
    change.update(&TABLE, (before.id, version), row).await
}

/// Takes the password away: nobody signs in until a link has set another.
pub async fn drop_password(change: &mut Change, id: i64) -> db::Result<()> {
    change.update_any(&TABLE, id, written![password_hash: None::<String>]).await
}
