use chrono::{DateTime, Utc};

use super::{
    choices::Offer,
    model::{Account, Settings},
};
use crate::{
    change::Change,
    db::{self, Conn, FromRow, One, Table, Tx, Written, search_key, sql, written},
    forms::fields::given_up_name,
    i18n::Lang,
};

macro_rules! account_columns {
    () => {
        "a.id, a.name, a.title, a.external_id, a.tariff_id, a.tariff_name, a.tz, a.active, a.frozen, a.limit_reached, a.deleted_at, a.frozen_at,
         a.payment_url, a.freeze_reason, a.user_count, a.account_postgresql, a.account_cache_clickhouse, a.web_version_policy,
         a.save_email_web_versions, a.enable_pixel, a.enable_smart_settings, a.enable_push, a.enable_track_email_replies,
         a.custom_push_domain, a.reports_day, a.reports_hour, a.force_2fa_auth, a.login_as_notice,
         (SELECT count(*) FROM account_users u WHERE u.account_id = a.id AND u.totp_secret IS NOT NULL) AS enrolled,
         a.version, a.created_at, a.updated_at, a.updated_by"
    };
}

pub const TABLE: Table = Table { name: "accounts", searched: &["title", "name", "id", "external_id"], between: "\n" };

pub mod api;
pub mod list;

/// Deleted ones included.
pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Account>> {
    sql!(fetch_optional Account, conn, concat!("SELECT ", account_columns!(), " FROM accounts a WHERE a.id = $1"), id)
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
         ORDER BY 1, 3",
        account_id)
}

pub async fn insert(change: &mut Change, new: &Settings, active: bool) -> db::Result<i64> {
    let made = written![active: active, frozen: false, limit_reached: false, user_count: 0];
    let id = change.insert(&TABLE, written(new).and(made)).await?;
    put_external_data(&mut change.conn, id, &new.external_data).await?;
    Ok(id)
}

/// The group that every account has, and that its users are in when no other is left.
pub const MAIN_GROUP: &str = "Main";

pub async fn insert_main_group(change: &mut Change, account_id: i64) -> db::Result<i64> {
    const GROUPS: Table = Table { name: "groups", searched: &["name"], between: "" };
    change.insert(&GROUPS, written![account_id: account_id, name: MAIN_GROUP, is_main: true]).await
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &Settings) -> db::Result<bool> {
    let changed = change.update(&TABLE, (id, version), written(new)).await?;
    if changed {
        put_external_data(&mut change.conn, id, &new.external_data).await?;
    }
    Ok(changed)
}

/// But for the external data, which stands in a table of its own.
pub fn written(new: &Settings) -> Written {
    written![
        name: &new.name,
        title: &new.title,
        external_id: &new.external_id,
        title_key: search_key(&new.title),
        tariff_id: new.tariff_id,
        tariff_name: &new.tariff_name,
        tz: new.tz.name(),
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
        login_as_notice: new.login_as_notice.as_str(),
    ]
}

async fn put_external_data(tx: &mut Tx, id: i64, connectors: &[i64]) -> db::Result<()> {
    sql!(execute tx, "DELETE FROM account_external_data WHERE account_id = $1", id)?;
    for connector in connectors {
        sql!(execute tx, "INSERT INTO account_external_data (account_id, connector_id) VALUES ($1, $2)", id, connector)?;
    }
    Ok(())
}

/// A deleted account that holds a login name.
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
    let changed = sql!(execute change.conn,
        "UPDATE accounts SET name = $1, version = version + 1, updated_at = $2, updated_by = $3
         WHERE id = $4 AND name = $5 AND deleted_at IS NOT NULL",
        given_up_name(name, id), change.at, &change.by.name, id, name)?;
    Ok(changed == 1)
}

/// The two switches and what belongs to them, and the login name, which a restored account may have to change;
/// everything else of the row stays.
pub struct Switches {
    pub name: String,
    pub active: bool,
    pub frozen_at: Option<DateTime<Utc>>,
    pub payment_url: Option<String>,
    pub freeze_reason: Option<String>,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// False when the version is no longer the current one.
pub async fn switch(change: &mut Change, of: &Account, to: &Switches) -> db::Result<bool> {
    let row = written![
        active: to.active,
        frozen: to.frozen_at.is_some(),
        frozen_at: to.frozen_at,
        payment_url: &to.payment_url,
        freeze_reason: &to.freeze_reason,
        deleted_at: to.deleted_at,
    ];
    let name = written![name: &to.name, title: &of.title, external_id: &of.external_id];
    let row = if to.name == of.name { row } else { row.and(name) };
    change.update(&TABLE, (of.id, of.version), row).await
}

/// A user who is told that the account was switched off.
#[derive(FromRow)]
pub struct Recipient {
    pub id: i64,
    pub login: String,
    pub email: String,
    #[sqlx(try_from = "String")]
    pub language: Lang,
}

pub async fn recipients(conn: &mut Conn, account_id: i64) -> db::Result<Vec<Recipient>> {
    sql!(fetch_all Recipient, conn,
        "SELECT id, login, email, language FROM account_users WHERE account_id = $1 AND active ORDER BY id",
        account_id)
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
    for text in [
        "DELETE FROM recovery_codes WHERE owner_kind = 'user' AND owner_id IN (SELECT id FROM account_users WHERE account_id = $1)",
        "DELETE FROM devices WHERE owner_kind = 'user' AND owner_id IN (SELECT id FROM account_users WHERE account_id = $1)",
        "DELETE FROM links WHERE purpose = 'user_password' AND owner_id IN (SELECT id FROM account_users WHERE account_id = $1)",
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
