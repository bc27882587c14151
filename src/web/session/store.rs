//! How a session is read with its owner, and how sessions end.

use chrono::{DateTime, Utc};

use crate::{
    brand::Brand,
    db::{self, Condition, Conn, FromRow, Table, Tx, Written, sql},
    people::{Admin, Owner, User, UserState},
};

#[derive(FromRow)]
pub struct Row {
    pub owner_id: i64,
    pub stage: String,
    pub csrf: String,
    pub data: String,
    pub ip: String,
    pub user_agent: String,
    pub started_at: DateTime<Utc>,
    pub proved_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
}

#[derive(FromRow)]
pub struct AdminRow {
    #[sqlx(flatten)]
    pub session: Row,
    #[sqlx(flatten)]
    pub admin: Admin,
    pub opened: String,
    pub lists: String,
    pub visiting_id: Option<i64>,
    pub visiting_user: Option<String>,
}

#[derive(FromRow)]
pub struct UserRow {
    #[sqlx(flatten)]
    pub session: Row,
    #[sqlx(flatten)]
    pub user: User,
    #[sqlx(flatten)]
    pub state: UserState,
    #[sqlx(flatten)]
    pub brand: Brand,
}

pub const TABLE: Table = Table::plain("sessions");

/// False when there is none under that key any more.
pub async fn write(tx: &mut Tx, key_hash: &str, row: Written) -> db::Result<bool> {
    Ok(TABLE.update_where(tx, row, Condition::new("key_hash = ?").bind(key_hash)).await? == 1)
}

/// Under which hash a session is kept, what time it is, and since when it may have gone unused.
type Asked<'a> = (&'a str, DateTime<Utc>, DateTime<Utc>);

pub async fn find_admin(conn: &mut Conn, (key_hash, now, unused_since): Asked<'_>) -> db::Result<Option<AdminRow>> {
    sql!(fetch_optional AdminRow, conn,
        "SELECT s.owner_id, s.stage, s.csrf, s.data, s.ip, s.user_agent, s.started_at, s.proved_at, s.last_seen_at,
                a.id, a.login, a.first_name, a.last_name, a.language, a.tz, a.theme, a.role, a.totp_secret IS NOT NULL AS has_2fa,
                a.opened, a.lists, v.id AS visiting_id, v.user_login AS visiting_user
         FROM sessions s JOIN admins a ON a.id = s.owner_id
         LEFT JOIN visits v ON v.admin_id = a.id AND v.ended_at IS NULL AND v.session_hash = s.key_hash AND v.expires_at > $2
         WHERE s.key_hash = $1 AND s.owner_kind = 'admin' AND s.expires_at > $2 AND s.last_seen_at > $3 AND a.active",
        key_hash, now, unused_since)
}

pub async fn find_user(conn: &mut Conn, (key_hash, now, unused_since): Asked<'_>) -> db::Result<Option<UserRow>> {
    let found = sql!(fetch_optional UserRow, conn,
        "SELECT s.owner_id, s.stage, s.csrf, s.data, s.ip, s.user_agent, s.started_at, s.proved_at, s.last_seen_at,
                u.id, u.login, u.first_name, u.last_name, u.language, u.totp_secret IS NOT NULL AS has_2fa,
                u.password_hash IS NOT NULL OR u.is_ldap AS has_password, u.must_change_password AND NOT u.is_ldap AS must_change_password,
                a.id AS account_id, a.name AS account_name, a.title AS account_title, a.tz, a.frozen, a.payment_url, a.freeze_reason, a.force_2fa_auth, u.master,
                u.active AS user_active, a.active AS account_active, a.deleted_at AS account_deleted_at,
                b.name AS brand_name, b.support AS brand_support, b.reply_to AS brand_reply_to, b.colour AS brand_colour,
                b.logo_id AS brand_logo_id, b.logo_width, b.logo_height
         FROM sessions s JOIN account_users u ON u.id = s.owner_id JOIN accounts a ON a.id = u.account_id LEFT JOIN brand b ON b.id = 1
         WHERE s.key_hash = $1 AND s.owner_kind = 'user' AND s.expires_at > $2 AND s.last_seen_at > $3",
        key_hash, now, unused_since)?;
    Ok(found.filter(|row| row.state.closed().is_none()))
}

/// Ends one, on every node, by its next request.
pub async fn end(tx: &mut Tx, key_hash: &str) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM sessions WHERE key_hash = $1", key_hash)
}

/// Ends every session of an owner, on every node, by its next request.
pub async fn end_all(tx: &mut Tx, owner: Owner) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM sessions WHERE owner_kind = $1 AND owner_id = $2", owner.kind.as_str(), owner.id)
}

/// Ends every session of an owner but the one that is kept under `key_hash`; none is kept under an empty one.
pub async fn end_others(tx: &mut Tx, owner: Owner, key_hash: &str) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM sessions WHERE owner_kind = $1 AND owner_id = $2 AND key_hash <> $3",
        owner.kind.as_str(), owner.id, key_hash)
}

/// Ends every session there is.
pub async fn end_everybodys(tx: &mut Tx) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM sessions")
}

/// Ends every session of an account's users.
pub async fn end_of_account(tx: &mut Tx, account_id: i64) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM sessions WHERE owner_kind = 'user' AND owner_id IN (SELECT id FROM account_users WHERE account_id = $1)",
        account_id)
}

/// Forgets what has expired.
pub async fn sweep(tx: &mut Tx, now: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM sessions WHERE expires_at <= $1", now)
}
