use chrono::{DateTime, Utc};

use crate::{
    change::Change,
    db::{self, Condition, Conn, FromRow, One, Table, Tx, Written, sql, written},
    error::{Error, Result},
    ldap::Found,
    people::{Owner, OwnerKind},
};

/// How a login comes in by a directory.
#[derive(Clone, Debug, FromRow)]
pub struct Way {
    /// None of an administrator.
    pub account_id: Option<i64>,
    pub account_active: bool,
    pub connector_id: i64,
    /// None of somebody who was never here.
    pub owner_id: Option<i64>,
    /// Whether their password is the directory's.
    pub is_ldap: Option<bool>,
    /// Which directory spoke of them last, and by which id.
    pub known_by: Option<i64>,
    pub stable_id: Option<String>,
    /// They came to be by a first sign-in.
    pub made: Option<bool>,
    /// The version of the row that a directory's word has switched off.
    pub switched_off: Option<i64>,
}

/// What is known of somebody by a directory, of the row `c` of what it said last.
macro_rules! way {
    ($account:literal, $connector:literal, $owner:literal) => {
        concat!(
            "SELECT ",
            $account,
            ", ",
            $connector,
            " AS connector_id, ",
            $owner,
            ".id AS owner_id, ",
            $owner,
            ".is_ldap,
             c.connector_id AS known_by, c.stable_id, c.made, c.switched_off"
        )
    };
}

macro_rules! user {
    () => {
        way!("a.id AS account_id, a.active AS account_active", "a.ldap_connector", "u")
    };
}

macro_rules! admin {
    () => {
        way!("CAST(NULL AS BIGINT) AS account_id, TRUE AS account_active", "d.connector_id", "u")
    };
}

impl Way {
    pub fn account(&self) -> Result<i64> {
        self.account_id.ok_or(Error::NotFound)
    }

    pub fn id(&self) -> Result<i64> {
        self.owner_id.ok_or(Error::NotFound)
    }

    pub fn owner(&self) -> Result<Owner> {
        let kind = if self.account_id.is_some() { OwnerKind::User } else { OwnerKind::Admin };
        Ok(Owner { kind, id: self.id()? })
    }

    /// By which the directory is asked about them whatever their login is by now.
    pub fn known_id(&self) -> Option<&str> {
        self.stable_id.as_deref().filter(|id| !id.is_empty() && self.known_by == Some(self.connector_id))
    }

    /// Whether the directory means somebody else by this login than it did before.
    fn is_another(&self, found: &Found) -> bool {
        self.known_id().is_some_and(|known| !found.stable_id.is_empty() && known != found.stable_id)
    }

    /// By which they are known from now on: the one they came by stays theirs.
    pub fn stable_id_by<'a>(&'a self, found: &'a Found) -> &'a str {
        self.known_id().filter(|_| self.is_another(found)).unwrap_or(&found.stable_id)
    }

    /// Whether they are here by the grace of the map alone.
    pub fn is_made(&self) -> bool {
        self.owner_id.is_none() || self.made == Some(true)
    }

    /// Why what the directory says of somebody lets them in nowhere, as it is recorded.
    pub fn reason_against(&self, found: &Found) -> Option<&'static str> {
        match found.closed {
            Some("disabled") => Some("directory_disabled"),
            Some("expired") => Some("directory_expired"),
            Some("must_change_password") => Some("directory_must_change"),
            Some(_) => Some("directory_refused"),
            None if self.is_another(found) => Some("directory_other_person"),
            None => None,
        }
    }
}

/// By the canonical forms of `login@account`.
pub async fn way(conn: &mut Conn, account: &str, login: &str) -> db::Result<Option<Way>> {
    sql!(fetch_optional Way, conn,
        concat!(user!(), "
         FROM accounts a LEFT JOIN account_users u ON u.account_id = a.id AND u.login = $2 LEFT JOIN directory_checks c ON c.owner_kind = 'user' AND c.owner_id = u.id
         WHERE a.name = $1 AND a.use_ldap AND a.ldap_connector IS NOT NULL AND a.deleted_at IS NULL"),
        account, login)
}

/// By the canonical form of an administrator's login.
pub async fn way_of_admin(conn: &mut Conn, login: &str) -> db::Result<Option<Way>> {
    sql!(fetch_optional Way, conn,
        concat!(admin!(), "
         FROM admin_directory d LEFT JOIN admins u ON u.login = $1 LEFT JOIN directory_checks c ON c.owner_kind = 'admin' AND c.owner_id = u.id
         WHERE d.connector_id IS NOT NULL"),
        login)
}

/// Whether anybody does.
pub async fn is_used(conn: &mut Conn) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT id FROM accounts WHERE use_ldap AND ldap_connector IS NOT NULL
         UNION ALL SELECT id FROM admin_directory WHERE connector_id IS NOT NULL LIMIT 1")?;
    Ok(found.is_some())
}

/// Somebody whom the directory is to be asked about again.
#[derive(Clone, Debug, FromRow)]
pub struct Due {
    #[sqlx(flatten)]
    pub way: Way,
    pub login: String,
    pub absent_since: Option<DateTime<Utc>>,
    /// None of somebody whom it has never spoken of.
    asked_at: Option<DateTime<Utc>>,
}

/// The user who has waited longest, of those who are signed in or were absent when it was asked last.
pub async fn due(conn: &mut Conn, asked_before: DateTime<Utc>, now: DateTime<Utc>) -> db::Result<Option<Due>> {
    sql!(fetch_optional Due, conn,
        concat!(user!(), ", u.login, c.absent_since, c.asked_at
         FROM directory_checks c JOIN account_users u ON u.id = c.owner_id JOIN accounts a ON a.id = u.account_id
         WHERE c.owner_kind = 'user' AND c.asked_at <= $1 AND u.is_ldap AND u.active AND a.use_ldap AND a.ldap_connector IS NOT NULL AND a.deleted_at IS NULL
           AND (c.absent_since IS NOT NULL
                OR EXISTS (SELECT 1 FROM sessions s WHERE s.owner_kind = 'user' AND s.owner_id = u.id AND s.expires_at > $2))
         ORDER BY c.asked_at LIMIT 1"),
        asked_before, now)
}

/// The administrator who has, of those who are signed in, whose tokens of the API act for them, or who were absent.
pub async fn due_admin(conn: &mut Conn, asked_before: DateTime<Utc>, now: DateTime<Utc>) -> db::Result<Option<Due>> {
    sql!(fetch_optional Due, conn,
        concat!(admin!(), ", u.login, c.absent_since, c.asked_at
         FROM admin_directory d JOIN admins u ON u.is_ldap AND u.active LEFT JOIN directory_checks c ON c.owner_kind = 'admin' AND c.owner_id = u.id
         WHERE d.connector_id IS NOT NULL AND (c.asked_at IS NULL OR c.asked_at <= $1)
           AND (c.absent_since IS NOT NULL
                OR EXISTS (SELECT 1 FROM sessions s WHERE s.owner_kind = 'admin' AND s.owner_id = u.id AND s.expires_at > $2)
                OR EXISTS (SELECT 1 FROM api_tokens t WHERE t.admin_id = u.id))
         ORDER BY c.asked_at IS NOT NULL, c.asked_at LIMIT 1"),
        asked_before, now)
}

/// Marks the one as asked about now; false when another node has.
pub async fn take(tx: &mut Tx, due: &Due, now: DateTime<Utc>) -> Result<bool> {
    let owner = due.way.owner()?;
    let Some(asked_at) = due.asked_at else {
        let first =
            of(owner).and(written![connector_id: due.way.connector_id, stable_id: "", made: false, asked_at: now]);
        return Ok(CHECKS.put_new(tx, first).await?);
    };
    let same = Condition::new("owner_kind = ? AND owner_id = ? AND asked_at = ?");
    let same = same.bind(owner.kind.as_str()).bind(owner.id).bind(asked_at);
    Ok(CHECKS.update_where(tx, written![asked_at: now], same).await? == 1)
}

const CHECKS: Table = Table::plain("directory_checks");

fn of(owner: Owner) -> Written {
    written![owner_kind: owner.kind.as_str(), owner_id: owner.id]
}

/// The directory has spoken of somebody.
pub async fn note_present(
    change: &mut Change,
    owner: Owner,
    (connector_id, stable_id): (i64, &str),
    made: bool,
) -> db::Result<()> {
    sql!(execute change.conn,
        "INSERT INTO directory_checks (owner_kind, owner_id, connector_id, stable_id, made, absent_since, asked_at) VALUES ($1, $2, $3, $4, $5, NULL, $6)
         ON CONFLICT (owner_kind, owner_id) DO UPDATE SET connector_id = excluded.connector_id, stable_id = excluded.stable_id, absent_since = NULL, asked_at = excluded.asked_at",
        owner.kind.as_str(), owner.id, connector_id, stable_id, made, change.at)?;
    Ok(())
}

/// The directory does not have somebody, for the first time.
pub async fn note_absent(change: &mut Change, owner: Owner) -> db::Result<()> {
    let absent = Condition::new("owner_kind = ? AND owner_id = ? AND absent_since IS NULL");
    let absent = absent.bind(owner.kind.as_str()).bind(owner.id);
    CHECKS.update_where(&mut change.conn, written![absent_since: change.at], absent).await.map(drop)
}

/// Its word has switched an administrator off, which made this version.
pub async fn note_switched_off(change: &mut Change, admin_id: i64, version: i64) -> db::Result<()> {
    let row = Condition::new("owner_kind = 'admin' AND owner_id = ?").bind(admin_id);
    CHECKS.update_where(&mut change.conn, written![switched_off: version], row).await.map(drop)
}

/// Of a password that the directory has taken the place of, and of what was owed for it.
pub async fn forget_password(change: &mut Change, owner: Owner) -> db::Result<()> {
    let none = written![password_hash: None::<String>];
    match owner.kind {
        OwnerKind::Admin => {
            let kept = Condition::new("id = ? AND is_ldap AND password_hash IS NOT NULL").bind(owner.id);
            Table::plain("admins").update_where(&mut change.conn, none, kept).await.map(drop)
        }
        OwnerKind::User => {
            let kept = "id = ? AND is_ldap AND (password_hash IS NOT NULL OR must_change_password)";
            let none = none.and(written![must_change_password: false]);
            let kept = Condition::new(kept).bind(owner.id);
            Table::plain("account_users").update_where(&mut change.conn, none, kept).await.map(drop)
        }
    }
}
