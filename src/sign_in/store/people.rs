//! Who may sign in, read from the tables of administrators and of account users for nothing else.

use crate::{
    change::Change,
    db::{self, Conn, Table, sql, written},
    people::{Owner, OwnerKind},
    sign_in::model::{AdminRow, UserRow},
};

macro_rules! admin {
    () => {
        "SELECT id, login, first_name, last_name, email, language, tz, active, is_ldap, password_hash, totp_secret FROM admins"
    };
}

macro_rules! user {
    () => {
        "SELECT u.id, u.login, u.first_name, u.last_name, u.email, u.language, u.active AS user_active, u.is_ldap, u.password_hash, u.totp_secret,
                a.id AS account_id, a.name AS account_name, a.title AS account_title, a.tz, a.active AS account_active,
                a.deleted_at AS account_deleted_at, a.force_2fa_auth
         FROM account_users u JOIN accounts a ON a.id = u.account_id"
    };
}

pub async fn find_admin(conn: &mut Conn, id: i64) -> db::Result<Option<AdminRow>> {
    sql!(fetch_optional AdminRow, conn, concat!(admin!(), " WHERE id = $1"), id)
}

/// By the canonical form of the login.
pub async fn find_admin_by_login(conn: &mut Conn, login: &str) -> db::Result<Option<AdminRow>> {
    sql!(fetch_optional AdminRow, conn, concat!(admin!(), " WHERE login = $1"), login)
}

pub async fn find_user(conn: &mut Conn, id: i64) -> db::Result<Option<UserRow>> {
    sql!(fetch_optional UserRow, conn, concat!(user!(), " WHERE u.id = $1"), id)
}

/// By the canonical forms of `login@account`.
pub async fn find_user_by_login(conn: &mut Conn, login: &str, account: &str) -> db::Result<Option<UserRow>> {
    sql!(fetch_optional UserRow, conn, concat!(user!(), " WHERE a.name = $1 AND u.login = $2"), account, login)
}

/// Sets the password that its owner chose; a user owes no other after it.
pub async fn set_password(change: &mut Change, owner: Owner, hash: &str) -> db::Result<()> {
    let (name, row) = match owner.kind {
        OwnerKind::Admin => ("admins", written![password_hash: hash]),
        OwnerKind::User => ("account_users", written![password_hash: hash, must_change_password: false]),
    };
    change.update_any(&Table { name, searched: &["login"], between: "" }, owner.id, row).await
}
