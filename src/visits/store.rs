use chrono::{DateTime, Utc};

use super::{
    form::Purpose,
    model::{Facts, IDLE, LASTS, Record, Viewed, Why},
};
use crate::{
    account_users::model::Whole,
    accounts::choices::LoginAsNotice,
    brand::Brand,
    change::Change,
    config::Config,
    db::{self, Condition, Conn, FromRow, Select, Table, Tx, sql, written},
    lists::{Column, Kind, RowId},
    people::{Admin, Owner, OwnerKind, Role, User},
    web::{Session, Stage, Visit, VisitMode},
};

macro_rules! facts {
    () => {
        "v.mode, v.last_seen_at AS seen_at, v.expires_at, v.ended_at, v.ended_why, s.last_seen_at AS session_seen_at,
         s.expires_at AS session_expires_at, d.active AS admin_active, d.role AS admin_role, d.totp_secret IS NOT NULL AS admin_has_2fa,
         u.active AS user_active, a.active AS account_active, a.frozen AS account_frozen, a.deleted_at AS account_deleted_at"
    };
}

macro_rules! record {
    () => {
        concat!(
            "v.id, v.admin_id, v.admin_login, v.admin_name, v.user_id, v.user_login, v.account_id, a.title AS account_title, v.reason,
             v.ticket, v.notice, v.ip, v.return_to, v.started_at, ",
            facts!(),
            ",
             (SELECT count(*) FROM visit_pages p WHERE p.visit_id = v.id) AS page_count,
             (SELECT count(*) FROM audit r WHERE r.visit_id = v.id AND r.object_kind NOT IN ('visit', 'page')) AS change_count"
        )
    };
}

/// A visit with whatever is left of those it is about.
macro_rules! from_visits {
    () => {
        " FROM visits v
          LEFT JOIN sessions s ON s.key_hash = v.session_hash AND s.owner_kind = 'admin' AND s.owner_id = v.admin_id AND s.stage = 'done'
          LEFT JOIN admins d ON d.id = v.admin_id
          LEFT JOIN account_users u ON u.id = v.user_id AND u.account_id = v.account_id
          LEFT JOIN accounts a ON a.id = v.account_id"
    };
}

/// A visit with everything that a page of the portal is made from.
#[derive(FromRow)]
struct Laid {
    visit_id: i64,
    #[sqlx(flatten)]
    facts: Facts,
    csrf: String,
    session_ip: String,
    session_user_agent: String,
    session_started_at: DateTime<Utc>,
    proved_at: DateTime<Utc>,
    admin_id: i64,
    admin_login: String,
    admin_first_name: String,
    admin_last_name: String,
    admin_language: String,
    admin_tz: String,
    admin_theme: String,
    #[sqlx(flatten)]
    user: User,
    #[sqlx(flatten)]
    brand: Brand,
}

/// The session to lay over the portal: one statement reads session, administrator, visit, user and account together, so
/// that whatever has changed about any of them is true by the next request. None unless both cookies belong together
/// and everything holds.
pub async fn session(
    conn: &mut Conn,
    (token_hash, key_hash): (&str, &str),
    now: DateTime<Utc>,
    config: &Config,
) -> db::Result<Option<Session>> {
    let laid = sql!(fetch_optional Laid, conn,
        concat!("SELECT v.id AS visit_id, ", facts!(), ", s.csrf, s.ip AS session_ip, s.user_agent AS session_user_agent,
                s.started_at AS session_started_at, s.proved_at, d.id AS admin_id, d.login AS admin_login, d.first_name AS admin_first_name,
                d.last_name AS admin_last_name, d.language AS admin_language, d.tz AS admin_tz, d.theme AS admin_theme,
                u.id, u.login, u.first_name, u.last_name, u.language, u.totp_secret IS NOT NULL AS has_2fa,
                u.password_hash IS NOT NULL OR u.is_ldap AS has_password, u.must_change_password AND NOT u.is_ldap AS must_change_password, a.id AS account_id, a.name AS account_name,
                a.title AS account_title, a.tz, a.frozen, a.payment_url, a.freeze_reason, a.force_2fa_auth, u.master,
                b.name AS brand_name, b.support AS brand_support, b.reply_to AS brand_reply_to, b.colour AS brand_colour,
                b.logo_id AS brand_logo_id, b.logo_width, b.logo_height
         FROM visits v
         JOIN sessions s ON s.key_hash = v.session_hash AND s.owner_kind = 'admin' AND s.owner_id = v.admin_id AND s.stage = 'done'
         JOIN admins d ON d.id = v.admin_id
         JOIN account_users u ON u.id = v.user_id AND u.account_id = v.account_id
         JOIN accounts a ON a.id = v.account_id
         LEFT JOIN brand b ON b.id = 1
         WHERE v.token_hash = $1 AND v.session_hash = $2"),
        token_hash, key_hash)?;
    Ok(laid.filter(|laid| laid.facts.end(now, config).is_none()).and_then(|laid| laid.into_session(key_hash, config)))
}

impl Laid {
    fn into_session(self, key_hash: &str, config: &Config) -> Option<Session> {
        let facts = self.facts;
        let role = Role::try_from(facts.admin_role.clone()?).ok()?;
        let ends_at = facts.expires_at.min(facts.session_expires_at?);
        let visit =
            Visit { id: self.visit_id, mode: facts.mode_now(config), ends_at, can_widen: facts.can_widen(config) };
        Some(Session {
            owner: Owner { kind: OwnerKind::Admin, id: self.admin_id },
            stage: Stage::Done,
            csrf: self.csrf,
            pending_totp: None,
            ip: self.session_ip,
            user_agent: self.session_user_agent,
            started_at: self.session_started_at,
            proved_at: self.proved_at,
            admin: Some(Admin {
                id: self.admin_id,
                login: self.admin_login,
                first_name: self.admin_first_name,
                last_name: self.admin_last_name,
                language: self.admin_language,
                tz: self.admin_tz,
                theme: self.admin_theme,
                role,
                has_2fa: facts.admin_has_2fa,
            }),
            user: Some(self.user),
            brand: Some(self.brand),
            visit: Some(visit),
            visiting: None,
            opened: String::new(),
            lists: String::new(),
            key_hash: key_hash.to_owned(),
        })
    }
}

const VISITS: Table = Table::plain("visits");

/// A new visit, read-only, on this session of the administrator.
pub async fn insert(
    change: &mut Change,
    session: &Session,
    token_hash: &str,
    whole: &Whole,
    purpose: &Purpose,
) -> db::Result<i64> {
    let (login, name) =
        session.admin.as_ref().map(|admin| (admin.login.clone(), admin.shown_name())).unwrap_or_default();
    let row = written![
        token_hash: token_hash,
        session_hash: &session.key_hash,
        admin_id: session.owner.id,
        admin_login: login,
        admin_name: name,
        user_id: whole.user.id,
        user_login: whole.full_login(),
        account_id: whole.account.id,
        mode: VisitMode::ReadOnly.as_str(),
        reason: &purpose.reason,
        ticket: &purpose.ticket,
        notice: whole.account.login_as_notice.as_str(),
        ip: &change.by.client.ip,
        user_agent: &change.by.client.user_agent,
        started_at: change.at,
        last_seen_at: change.at,
        expires_at: change.at + LASTS,
        return_to: &purpose.return_to,
    ];
    VISITS.add(&mut change.conn, row).await
}

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Record>> {
    sql!(fetch_optional Record, conn, concat!("SELECT ", record!(), from_visits!(), " WHERE v.id = $1"), id)
}

pub async fn find_by_token(conn: &mut Conn, token_hash: &str) -> db::Result<Option<Record>> {
    sql!(fetch_optional Record, conn, concat!("SELECT ", record!(), from_visits!(), " WHERE v.token_hash = $1"), token_hash)
}

/// The visits that nobody has written down as ended.
pub async fn open(conn: &mut Conn) -> db::Result<Vec<Record>> {
    sql!(fetch_all Record, conn, concat!("SELECT ", record!(), from_visits!(), " WHERE v.ended_at IS NULL ORDER BY v.id"))
}

/// Those of an account that nobody has written down as ended.
pub async fn open_in(conn: &mut Conn, account_id: i64) -> db::Result<Vec<Record>> {
    sql!(fetch_all Record, conn,
        concat!("SELECT ", record!(), from_visits!(), " WHERE v.ended_at IS NULL AND v.account_id = $1 ORDER BY v.id"), account_id)
}

/// The one that this administrator has open.
pub async fn open_of(conn: &mut Conn, admin_id: i64) -> db::Result<Option<Record>> {
    sql!(fetch_optional Record, conn,
        concat!("SELECT ", record!(), from_visits!(), " WHERE v.admin_id = $1 AND v.ended_at IS NULL"), admin_id)
}

/// What the list can be sorted by.
pub const SORTS: [Column<Record>; 1] =
    [Column { name: "id", sql: "v.id", kind: Kind::Id, key: |it| it.id.to_string() }];

pub const ROW: RowId<Record> = ("v.id", |it| it.id);

/// Narrows to those that go on, as far as the time, the account and the people tell: what else ends a visit is written
/// down at once.
pub fn running(select: Select, now: DateTime<Utc>) -> Select {
    let open = select.push(" AND v.ended_at IS NULL AND a.active AND a.deleted_at IS NULL AND u.active AND d.active AND v.expires_at > ").bind(now);
    let seen = open.push(" AND v.last_seen_at > ").bind(now - IDLE).push(" AND s.expires_at > ").bind(now);
    seen.push(" AND s.last_seen_at > ").bind(now - OwnerKind::Admin.limits().1)
}

pub const FROM: &str = concat!(from_visits!(), " WHERE 1 = 1");

/// All, for the panel's list, or those of an administrator and an account, by their names.
pub fn listed(admin: Option<&str>, account: Option<String>) -> Select {
    Select::new(record!(), FROM)
        .counting(" FROM visits v LEFT JOIN accounts a ON a.id = v.account_id WHERE 1 = 1")
        .filter(" AND v.admin_login = ", admin)
        .filter(" AND a.name = ", account)
}

/// Those that a user may know of: to themselves, and for a master to every user of the account.
pub fn listed_for(user: &User) -> Select {
    Select::new(record!(), concat!(from_visits!(), " WHERE v.account_id = "))
        .bind(user.account_id)
        .push(" AND (v.user_id = ")
        .bind(user.id)
        .push(" OR EXISTS (SELECT 1 FROM account_users m WHERE m.id = ")
        .bind(user.id)
        .push(" AND m.master))")
}

/// The last few of those.
pub async fn last_for(conn: &mut Conn, user: &User) -> db::Result<Vec<Record>> {
    listed_for(user).push(" ORDER BY v.id DESC LIMIT 3").fetch_all(conn).await
}

/// One of those.
pub async fn find_for(conn: &mut Conn, user: &User, id: i64) -> db::Result<Option<Record>> {
    Ok(listed_for(user).push(" AND v.id = ").bind(id).fetch_all(conn).await?.into_iter().next())
}

/// Makes whoever would end this visit, or take from it what it stands on, wait until this change is done; or waits for
/// them.
pub async fn lock(change: &mut Change, id: i64) -> db::Result<()> {
    sql!(execute change.conn, "UPDATE visits SET mode = mode WHERE id = $1 AND ended_at IS NULL", id)?;
    Ok(())
}

/// Makes whoever would end a visit that runs, any of them, wait until this change is done; or waits for them.
pub async fn lock_open(change: &mut Change) -> db::Result<()> {
    sql!(execute change.conn, "UPDATE visits SET mode = mode WHERE ended_at IS NULL")?;
    Ok(())
}

/// False when somebody was quicker, so that whatever follows an end follows it once.
pub async fn end(change: &mut Change, id: i64, why: Why, at: DateTime<Utc>) -> db::Result<bool> {
    let open = Condition::new("id = ? AND ended_at IS NULL").bind(id);
    Ok(VISITS.update_where(&mut change.conn, written![ended_at: at, ended_why: why.as_str()], open).await? == 1)
}

/// False when it permits changes already, or is over.
pub async fn widen(change: &mut Change, id: i64) -> db::Result<bool> {
    let mode = VisitMode::ReadWrite.as_str();
    let narrower = Condition::new("id = ? AND mode <> ? AND ended_at IS NULL").bind(id).bind(mode);
    Ok(VISITS.update_where(&mut change.conn, written![mode: mode], narrower).await? == 1)
}

/// Keeps what was looked at, and that visit and session were in use.
pub async fn viewed(tx: &mut Tx, id: i64, path: &str, now: DateTime<Utc>) -> db::Result<()> {
    sql!(execute tx,
        "INSERT INTO visit_pages (visit_id, path, views, first_at, last_at) VALUES ($1, $2, 1, $3, $3)
         ON CONFLICT (visit_id, path) DO UPDATE SET views = visit_pages.views + 1, last_at = excluded.last_at",
        id, path, now)?;
    VISITS.set(tx, id, written![last_seen_at: now]).await?;
    sql!(execute tx, "UPDATE sessions SET last_seen_at = $1 WHERE key_hash = (SELECT session_hash FROM visits WHERE id = $2)", now, id)?;
    Ok(())
}

pub async fn pages(conn: &mut Conn, id: i64) -> db::Result<Vec<Viewed>> {
    sql!(fetch_all Viewed, conn, "SELECT path, views, first_at FROM visit_pages WHERE visit_id = $1 ORDER BY first_at, path LIMIT 200", id)
}

impl Record {
    pub fn policy(&self) -> LoginAsNotice {
        LoginAsNotice::parse(&self.notice).unwrap_or_default()
    }
}
