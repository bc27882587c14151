use chrono::{DateTime, Utc};

use super::{
    choices::Offer,
    model::{Account, NewAccount, Settings},
};
use crate::{
    change::Change,
    db::{self, Condition, Conn, FromRow, One, Table, Tx, Written, search_key, sql, written},
    forms::fields::given_up_name,
    i18n::Lang,
    people::Names,
    sign_in,
};

/// The columns of `accounts` by its own name, so that a row can be read as it is written.
macro_rules! account_columns {
    () => {
        "id, name, title, external_id, tariff_id, tariff_name, tz, active, frozen, limit_reached, deleted_at, frozen_at,
         payment_url, freeze_reason, user_count, account_postgresql, account_cache_clickhouse, web_version_policy,
         save_email_web_versions, enable_pixel, enable_smart_settings, enable_push, enable_track_email_replies,
         custom_push_domain, reports_day, reports_hour, force_2fa_auth, use_ldap, ldap_connector, login_as_notice,
         (SELECT count(*) FROM account_users u WHERE u.account_id = accounts.id AND u.totp_secret IS NOT NULL) AS enrolled,
         CASE WHEN use_ldap THEN (SELECT count(*) FROM account_users u WHERE u.account_id = accounts.id AND u.is_ldap) ELSE 0 END AS ldap_users,
         version, created_at, updated_at, updated_by"
    };
}

pub const TABLE: Table = Table { name: "accounts", searched: &["title", "name", "id", "external_id"], between: "\n" };

pub mod api;
pub mod columns;
pub mod held;
pub mod list;
pub mod more;
pub mod sample;

/// Deleted ones included.
pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Account>> {
    sql!(fetch_optional Account, conn, concat!("SELECT ", account_columns!(), " FROM accounts WHERE id = $1"), id)
}

/// Everything that an account can refer to, in one statement; `chosen` marks the external data of the account.
pub async fn options(conn: &mut Conn, account_id: i64) -> db::Result<Vec<Offer>> {
    sql!(fetch_all Offer, conn,
        "SELECT 'tariff' AS list, t.id, t.name, FALSE AS chosen FROM tariffs t
         UNION ALL
         SELECT CASE WHEN c.class = 'database' THEN c.kind ELSE c.class END, c.id, c.name,
                EXISTS (SELECT 1 FROM account_external_data e WHERE e.account_id = $1 AND e.connector_id = c.id)
         FROM connectors c
         UNION ALL
         SELECT 'policy', p.id, p.name, FALSE FROM web_version_policies p
         UNION ALL
         SELECT 'ldap', l.id, l.name, FALSE FROM ldap_connectors l
         ORDER BY 1, 3",
        account_id)
}

pub async fn insert(change: &mut Change, new: &NewAccount, active: bool) -> db::Result<i64> {
    let made = written![active: active, frozen: false, limit_reached: false, user_count: 0];
    let id = change.insert(&TABLE, written(&new.settings).and(made)).await?;
    put_external_data(&mut change.conn, id, &new.external_data).await?;
    Ok(id)
}

/// The group that every account has, and that its users are in when no other is left.
pub const MAIN_GROUP: &str = "Main";

pub async fn insert_main_group(change: &mut Change, account_id: i64) -> db::Result<i64> {
    const GROUPS: Table = Table { name: "groups", searched: &["name"], between: "" };
    change.insert(&GROUPS, written![account_id: account_id, name: MAIN_GROUP, is_main: true]).await
}

/// What the account has become; None when the version is no longer the current one. `data` is the external data that it
/// has so far.
pub async fn update(
    change: &mut Change,
    edited: (i64, i64),
    new: &NewAccount,
    data: &[i64],
) -> db::Result<Option<Account>> {
    let updated = change.update_returning(&TABLE, edited, (written(&new.settings), account_columns!())).await?;
    if updated.is_some() && new.external_data != data {
        let id = edited.0;
        sql!(execute change.conn, "DELETE FROM account_external_data WHERE account_id = $1", id)?;
        put_external_data(&mut change.conn, id, &new.external_data).await?;
    }
    Ok(updated)
}

pub fn written(new: &Settings) -> Written {
    written![
        title: &new.title,
        name: &new.name,
        external_id: &new.external_id,
        title_key: search_key(&new.title),
        tariff_id: new.tariff_id,
        tariff_name: &new.tariff_name,
        tz: &new.tz,
        account_postgresql: new.account_postgresql,
        account_cache_clickhouse: new.account_cache_clickhouse,
        web_version_policy: new.web_version_policy,
        save_email_web_versions: new.save_email_web_versions,
        enable_pixel: new.enable_pixel,
        enable_smart_settings: new.enable_smart_settings,
        enable_push: new.enable_push,
        enable_track_email_replies: new.enable_track_email_replies,
        custom_push_domain: &new.custom_push_domain,
        reports_day: new.reports_day,
        reports_hour: new.reports_hour,
        force_2fa_auth: new.force_2fa_auth,
        use_ldap: new.use_ldap,
        ldap_connector: new.ldap_connector,
        login_as_notice: new.login_as_notice.as_str(),
    ]
}

async fn put_external_data(tx: &mut Tx, id: i64, connectors: &[i64]) -> db::Result<()> {
    for connector in connectors {
        let row = written![account_id: id, connector_id: *connector];
        Table::plain("account_external_data").put(tx, row).await?;
    }
    Ok(())
}

/// A deleted account that holds an account name.
#[derive(FromRow)]
pub struct Holder {
    pub id: i64,
    pub deleted_at: DateTime<Utc>,
}

pub async fn holder(conn: &mut Conn, name: &str) -> db::Result<Option<Holder>> {
    sql!(fetch_optional Holder, conn, "SELECT id, deleted_at FROM accounts WHERE name = $1 AND deleted_at IS NOT NULL", name)
}

/// Puts another name in the place of the one that a deleted account holds, whose search text stays: it is still found
/// by the old one. False when it is no longer deleted, or no longer has it.
pub async fn give_up_name(change: &mut Change, id: i64, name: &str) -> db::Result<bool> {
    let row = change.stamped(written![name: given_up_name(name, id)]);
    let held = Condition::new("id = ? AND name = ? AND deleted_at IS NOT NULL").bind(id).bind(name);
    Ok(TABLE.update_where(&mut change.conn, row, held).await? == 1)
}

/// The two switches and what belongs to them, and the account name, which a restored account may have to change;
/// everything else of the row stays.
pub struct Switches {
    pub name: String,
    pub active: bool,
    pub frozen_at: Option<DateTime<Utc>>,
    pub payment_url: Option<String>,
    pub freeze_reason: Option<String>,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// What the account has become; None when the version is no longer the current one.
pub async fn switch(change: &mut Change, of: &Account, to: &Switches) -> db::Result<Option<Account>> {
    let row = written![
        active: to.active,
        frozen: to.frozen_at.is_some(),
        frozen_at: to.frozen_at,
        payment_url: &to.payment_url,
        freeze_reason: &to.freeze_reason,
        deleted_at: to.deleted_at,
    ];
    let name = written![name: &to.name, title: &of.settings.title, external_id: &of.settings.external_id];
    let row = if to.name == of.settings.name { row } else { row.and(name) };
    change.update_returning(&TABLE, (of.id, of.version), (row, account_columns!())).await
}

/// A user who is told that the account was switched off.
#[derive(FromRow)]
pub struct Recipient {
    pub id: i64,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    #[sqlx(try_from = "String")]
    pub language: Lang,
}

pub async fn recipients(conn: &mut Conn, account_id: i64) -> db::Result<Vec<Recipient>> {
    sql!(fetch_all Recipient, conn,
        "SELECT id, login, first_name, last_name, email, language FROM account_users WHERE account_id = $1 AND active ORDER BY id",
        account_id)
}

/// A user who has never had a welcome letter: none was sent, and none waits. Who has signed in needs none.
#[derive(FromRow)]
pub struct Uninvited {
    pub id: i64,
    pub login: String,
    pub is_ldap: bool,
    #[sqlx(flatten)]
    pub names: Names,
}

macro_rules! uninvited {
    () => {
        "u.account_id = $1 AND u.active AND u.last_sign_in_at IS NULL AND NOT EXISTS (SELECT 1 FROM outbox o
            WHERE o.user_id = u.id AND o.kind = 'welcome' AND o.status IN ('queued', 'sent'))"
    };
}

/// As many as one change writes to.
pub async fn uninvited(conn: &mut Conn, account_id: i64) -> db::Result<Vec<Uninvited>> {
    sql!(fetch_all Uninvited, conn,
        concat!("SELECT u.id, u.login, u.is_ldap, u.first_name, u.last_name, u.email, u.language FROM account_users u WHERE ", uninvited!(),
            " ORDER BY u.id LIMIT 500"),
        account_id)
}

/// How many of them there are, and how many active users.
pub async fn count_uninvited(conn: &mut Conn, account_id: i64) -> db::Result<(i64, i64)> {
    sql!(
        fetch_one(i64, i64),
        conn,
        concat!(
            "SELECT (SELECT count(*) FROM account_users u WHERE ",
            uninvited!(),
            "),
            (SELECT count(*) FROM account_users u WHERE u.account_id = $1 AND u.active)"
        ),
        account_id
    )
}

/// An account that was deleted before `before`, if there is one.
pub async fn first_to_purge(conn: &mut Conn, before: DateTime<Utc>) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn, "SELECT id FROM accounts WHERE deleted_at < $1 ORDER BY deleted_at LIMIT 1", before)?;
    Ok(found.map(|(id,)| id))
}

/// Keeps others from restoring it; false when somebody has.
pub async fn lock_deleted(change: &mut Change, id: i64, before: DateTime<Utc>) -> db::Result<bool> {
    let locked = sql!(execute change.conn, "UPDATE accounts SET version = version WHERE id = $1 AND deleted_at < $2", id, before)?;
    Ok(locked == 1)
}

/// The whole account: nothing of it is kept but the record and the history of sign-ins.
pub async fn purge(change: &mut Change, id: i64) -> db::Result<()> {
    sign_in::store::forget_users(change, id).await?;
    for text in [
        "DELETE FROM outbox WHERE user_id IN (SELECT id FROM account_users WHERE account_id = $1)",
        "DELETE FROM account_users WHERE account_id = $1",
        "DELETE FROM groups WHERE account_id = $1",
        "DELETE FROM roles WHERE account_id = $1",
        "DELETE FROM account_external_data WHERE account_id = $1",
        "DELETE FROM accounts WHERE id = $1",
    ] {
        sql!(execute change.conn, text, id)?;
    }
    Ok(())
}
