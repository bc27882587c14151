use chrono::{DateTime, Utc};

use crate::{
    change::Change,
    db::{self, Condition, Conn, FromRow, One, Table, Tx, sql, written},
    ldap::Found,
};

/// How a login of an account that uses a directory comes in.
#[derive(Clone, Debug, FromRow)]
pub struct Way {
    pub account_id: i64,
    pub account_active: bool,
    pub connector_id: i64,
    /// None of somebody who was never here.
    pub user_id: Option<i64>,
    /// Whether the user's password is the directory's.
    pub is_ldap: Option<bool>,
    /// Which directory spoke of the user last, and by which id.
    pub known_by: Option<i64>,
    pub stable_id: Option<String>,
    /// The user came to be by a first sign-in.
    pub made: Option<bool>,
}

impl Way {
    /// Whether the directory means somebody else by this login than it did before.
    pub fn is_another(&self, found: &Found) -> bool {
        let known = self.stable_id.as_deref().filter(|id| !id.is_empty() && self.known_by == Some(self.connector_id));
        known.is_some_and(|known| !found.stable_id.is_empty() && known != found.stable_id)
    }

    /// Whether the user is here by the grace of the map alone.
    pub fn is_made(&self) -> bool {
        self.user_id.is_none() || self.made == Some(true)
    }
}

/// By the canonical forms of `login@account`.
pub async fn way(conn: &mut Conn, account: &str, login: &str) -> db::Result<Option<Way>> {
    sql!(fetch_optional Way, conn,
        "SELECT a.id AS account_id, a.active AS account_active, a.ldap_connector AS connector_id, u.id AS user_id, u.is_ldap, c.connector_id AS known_by, c.stable_id, c.made
         FROM accounts a LEFT JOIN account_users u ON u.account_id = a.id AND u.login = $2 LEFT JOIN directory_checks c ON c.owner_kind = 'user' AND c.owner_id = u.id
         WHERE a.name = $1 AND a.use_ldap AND a.ldap_connector IS NOT NULL AND a.deleted_at IS NULL",
        account, login)
}

/// Whether any account does.
pub async fn is_used(conn: &mut Conn) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn, "SELECT id FROM accounts WHERE use_ldap AND ldap_connector IS NOT NULL LIMIT 1")?;
    Ok(found.is_some())
}

/// Somebody whom the directory is to be asked about again.
#[derive(Clone, Debug, FromRow)]
pub struct Due {
    #[sqlx(flatten)]
    pub way: Way,
    pub login: String,
    pub absent_since: Option<DateTime<Utc>>,
    asked_at: DateTime<Utc>,
}

/// The one who has waited longest, of those who are signed in or were absent when it was asked last.
pub async fn due(conn: &mut Conn, asked_before: DateTime<Utc>, now: DateTime<Utc>) -> db::Result<Option<Due>> {
    sql!(fetch_optional Due, conn,
        "SELECT a.id AS account_id, a.active AS account_active, a.ldap_connector AS connector_id, u.id AS user_id, u.is_ldap, c.connector_id AS known_by, c.stable_id, c.made,
                u.login, c.absent_since, c.asked_at
         FROM directory_checks c JOIN account_users u ON u.id = c.owner_id JOIN accounts a ON a.id = u.account_id
         WHERE c.owner_kind = 'user' AND c.asked_at <= $1 AND u.is_ldap AND u.active AND a.use_ldap AND a.ldap_connector IS NOT NULL AND a.deleted_at IS NULL
           AND (c.absent_since IS NOT NULL
                OR EXISTS (SELECT 1 FROM sessions s WHERE s.owner_kind = 'user' AND s.owner_id = u.id AND s.expires_at > $2))
         ORDER BY c.asked_at LIMIT 1",
        asked_before, now)
}

/// Marks the one as asked about now; false when another node has.
pub async fn take(tx: &mut Tx, due: &Due, now: DateTime<Utc>) -> db::Result<bool> {
    let Some(user_id) = due.way.user_id else { return Ok(false) };
    let same = Condition::new("owner_kind = 'user' AND owner_id = ? AND asked_at = ?").bind(user_id).bind(due.asked_at);
    Ok(CHECKS.update_where(tx, written![asked_at: now], same).await? == 1)
}

const CHECKS: Table = Table::plain("directory_checks");

/// The directory has spoken of the user.
pub async fn note_present(
    change: &mut Change,
    user_id: i64,
    (connector_id, stable_id): (i64, &str),
    made: bool,
) -> db::Result<()> {
    sql!(execute change.conn,
        "INSERT INTO directory_checks (owner_kind, owner_id, connector_id, stable_id, made, absent_since, asked_at) VALUES ('user', $1, $2, $3, $4, NULL, $5)
         ON CONFLICT (owner_kind, owner_id) DO UPDATE SET connector_id = excluded.connector_id, stable_id = excluded.stable_id, absent_since = NULL, asked_at = excluded.asked_at",
        user_id, connector_id, stable_id, made, change.at)?;
    Ok(())
}

/// The directory does not have the user, for the first time.
pub async fn note_absent(change: &mut Change, user_id: i64) -> db::Result<()> {
    let absent = Condition::new("owner_kind = 'user' AND owner_id = ? AND absent_since IS NULL").bind(user_id);
    CHECKS.update_where(&mut change.conn, written![absent_since: change.at], absent).await.map(drop)
}

/// Of a password that the directory has taken the place of, and of what was owed for it.
pub async fn forget_password(change: &mut Change, user_id: i64) -> db::Result<()> {
    let kept =
        Condition::new("id = ? AND is_ldap AND (password_hash IS NOT NULL OR must_change_password)").bind(user_id);
    let none = written![password_hash: None::<String>, must_change_password: false];
    Table::plain("account_users").update_where(&mut change.conn, none, kept).await.map(drop)
}
