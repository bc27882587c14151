use chrono::DateTime;

use super::model::{Admin, AdminRow, NewAdmin, Own};
use crate::{
    change::Change,
    db::{self, Conn, One, Select, Table, Tx, Written, sql, written},
    lists::{Column, Field, Kind, RowId},
    people::Names,
    web::Theme,
};

pub const TABLE: Table =
    Table { name: "admins", searched: &["login", "first_name", "last_name", "email"], between: " " };

/// What the list can be sorted by.
pub const SORTS: [Column<AdminRow>; 7] = [
    Column { name: "name", sql: "a.name_key", kind: Kind::Text, key: |it| it.name_key.clone() },
    Column { name: "login", sql: "a.login", kind: Kind::Text, key: |it| it.login.clone() },
    Column { name: "email", sql: "a.email", kind: Kind::Text, key: |it| it.email.clone() },
    Column { name: "role", sql: "a.role", kind: Kind::Text, key: |it| it.role.as_str().to_owned() },
    Column { name: "has_2fa", sql: "(a.totp_secret IS NOT NULL)", kind: Kind::Bool, key: |it| it.has_2fa.to_string() },
    Column { name: "active", sql: "a.active", kind: Kind::Bool, key: |it| it.active.to_string() },
    Column {
        name: "last_sign_in",
        sql: "COALESCE(a.last_sign_in_at, '1970-01-01T00:00:00+00:00')",
        kind: Kind::Time,
        key: |it| it.last_sign_in_at.unwrap_or(DateTime::UNIX_EPOCH).to_rfc3339(),
    },
];

/// What the list shows of an administrator.
pub const FIELDS: [Field<AdminRow>; 9] = [
    Field::new("login", |it| (&it.login).into()),
    Field::of("name", "first_name", |it| (&it.first_name).into()),
    Field::of("name", "last_name", |it| (&it.last_name).into()),
    Field::new("email", |it| (&it.email).into()),
    Field::new("role", |it| it.role.as_str().into()),
    Field::new("has_2fa", |it| it.has_2fa.into()),
    Field::new("active", |it| it.active.into()),
    Field::new("is_ldap", |it| it.is_ldap.into()),
    Field::of("last_sign_in", "last_login_at", |it| it.last_sign_in_at.into()),
];

pub const ROW: RowId<AdminRow> = ("a.id", |it| it.id);

/// What narrows the list.
pub struct Filter<'a> {
    pub role: Option<&'a str>,
    pub active: Option<bool>,
    pub has_2fa: Option<bool>,
    pub is_ldap: Option<bool>,
    pub question: Option<&'a str>,
}

/// Those who sign in with nothing but a password.
pub const WITHOUT_FACTOR: &str = " FROM admins a WHERE a.active AND a.totp_secret IS NULL";

pub fn listed(filter: &Filter) -> Select {
    let columns =
        "a.id, a.login, a.first_name, a.last_name, a.name_key, a.email, a.role, a.totp_secret IS NOT NULL AS has_2fa, a.active, a.is_ldap,
         a.last_sign_in_at";
    Select::new(columns, " FROM admins a WHERE 1 = 1")
        .filter(" AND a.role = ", filter.role)
        .filter(" AND a.active = ", filter.active)
        .filter(" AND (a.totp_secret IS NOT NULL) = ", filter.has_2fa)
        .filter(" AND a.is_ldap = ", filter.is_ldap)
        .containing("a.search", filter.question)
}

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Admin>> {
    sql!(fetch_optional Admin, conn,
        "SELECT id, login, first_name, last_name, email, language, tz, theme, role, active, is_ldap, password_hash, totp_secret,
                version, updated_at, updated_by
         FROM admins WHERE id = $1",
        id)
}

/// By the canonical form of the login.
pub async fn find_by_login(conn: &mut Conn, login: &str) -> db::Result<Option<Admin>> {
    sql!(fetch_optional Admin, conn,
        "SELECT id, login, first_name, last_name, email, language, tz, theme, role, active, is_ldap, password_hash, totp_secret,
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
    let made = written![theme: Theme::default().as_str(), password_hash: &new.password_hash];
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
        is_ldap: new.is_ldap,
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
        language: names.language.as_str(),
    ]
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    TABLE.delete(&mut change.conn, id).await
}

/// How many owners would be left who come in whether the directory answers or not.
pub async fn count_other_keepers(conn: &mut Conn, id: i64) -> db::Result<i64> {
    let (count,) = sql!(fetch_one One<i64>, conn,
        "SELECT count(*) FROM admins WHERE role = 'owner' AND active AND NOT is_ldap AND id <> $1", id)?;
    Ok(count)
}

/// Whether administrators may sign in through a directory.
pub async fn have_directory(conn: &mut Conn) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn, "SELECT id FROM admin_directory WHERE connector_id IS NOT NULL")?;
    Ok(found.is_some())
}

/// Fills what the list is sorted by, where an older program wrote the row.
pub async fn index_names(tx: &mut Tx) -> db::Result<()> {
    let rows = sql!(fetch_all Admin, tx,
        "SELECT id, login, first_name, last_name, email, language, tz, theme, role, active, is_ldap, password_hash, totp_secret,
                version, updated_at, updated_by
         FROM admins WHERE name_key = ''")?;
    for row in rows {
        sql!(execute tx,
            "UPDATE admins SET name_key = $1 WHERE id = $2 AND name_key = ''",
            row.names.name_key(&row.login), row.id)?;
    }
    Ok(())
}

/// False when the version is no longer the current one.
pub async fn update_own(change: &mut Change, before: &Admin, version: i64, own: &Own) -> db::Result<bool> {
    let row = names(&before.login, &own.names).and(written![tz: own.tz.name(), theme: own.theme.as_str()]);
    change.update(&TABLE, (before.id, version), row).await
}

/// Takes the password away, the directory's too: nobody signs in until a link has set another.
pub async fn drop_password(change: &mut Change, id: i64) -> db::Result<()> {
    change.update_any(&TABLE, id, written![password_hash: None::<String>, is_ldap: false]).await
}
