use chrono::{DateTime, Utc};

use super::{
    choices::Offer,
    model::{Account, Settings},
};
use crate::{
    audit::Change,
    db::{self, Conn, FromRow, One, Searched, search_key, sql},
    i18n::Lang,
    web::fields::given_up_name,
};

macro_rules! account_columns {
    () => {
        "a.id, a.name, a.title, a.tariff_id, a.tariff_name, a.tz, a.active, a.frozen, a.limit_reached, a.deleted_at, a.frozen_at,
         a.payment_url, a.freeze_reason, a.user_count, a.account_postgresql, a.account_cache_clickhouse, a.web_version_policy,
         a.save_email_web_versions, a.enable_pixel, a.enable_smart_settings, a.enable_push, a.enable_track_email_replies,
         a.custom_push_domain, a.reports_day, a.reports_hour, a.force_2fa_auth, a.login_as_notice,
         (SELECT count(*) FROM account_users u WHERE u.account_id = a.id AND u.totp_secret IS NOT NULL) AS enrolled,
         a.version, a.created_at, a.updated_at, a.updated_by"
    };
}

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
    let (id,) = sql!(fetch_one One<i64>, change.conn,
        "INSERT INTO accounts (name, title, title_key, search, tariff_id, tariff_name, tz, active, frozen, limit_reached, user_count,
                               account_postgresql, account_cache_clickhouse, web_version_policy, save_email_web_versions, enable_pixel,
                               enable_smart_settings, enable_push, enable_track_email_replies, custom_push_domain, reports_day,
                               reports_hour, force_2fa_auth, login_as_notice, version, created_at, updated_at, updated_by)
         VALUES ($1, $2, $3, '', $4, $5, $6, $7, FALSE, FALSE, 0, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1, $21, $21, $22)
         RETURNING id",
        &new.name, &new.title, search_key(&new.title), new.tariff_id, &new.tariff_name, new.tz.name(), active,
        new.account_postgresql, new.account_cache_clickhouse, new.web_version_policy, new.save_email_web_versions, new.enable_pixel,
        new.enable_smart_settings, new.enable_push, new.enable_track_email_replies, &new.custom_push_domain, new.reports_day,
        new.reports_hour, new.force_2fa_auth, new.login_as_notice.as_str(), change.at, &change.by.name)?;
    sql!(execute change.conn, "UPDATE accounts SET search = $1 WHERE id = $2", search_text(id, &new.title, &new.name), id)?;
    put_external_data(&mut change.conn, id, &new.external_data).await?;
    Ok(id)
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &Settings) -> db::Result<bool> {
    let changed = sql!(execute change.conn,
        "UPDATE accounts SET name = $1, title = $2, title_key = $3, search = $4, tariff_id = $5, tariff_name = $6, tz = $7,
                account_postgresql = $8, account_cache_clickhouse = $9, web_version_policy = $10, save_email_web_versions = $11,
                enable_pixel = $12, enable_smart_settings = $13, enable_push = $14, enable_track_email_replies = $15,
                custom_push_domain = $16, reports_day = $17, reports_hour = $18, force_2fa_auth = $19, login_as_notice = $20,
                version = version + 1, updated_at = $21, updated_by = $22
         WHERE id = $23 AND version = $24 AND deleted_at IS NULL",
        &new.name, &new.title, search_key(&new.title), search_text(id, &new.title, &new.name), new.tariff_id, &new.tariff_name, new.tz.name(),
        new.account_postgresql, new.account_cache_clickhouse, new.web_version_policy, new.save_email_web_versions, new.enable_pixel,
        new.enable_smart_settings, new.enable_push, new.enable_track_email_replies, &new.custom_push_domain, new.reports_day,
        new.reports_hour, new.force_2fa_auth, new.login_as_notice.as_str(), change.at, &change.by.name, id, version)?;
    if changed == 1 {
        put_external_data(&mut change.conn, id, &new.external_data).await?;
    }
    Ok(changed == 1)
}

async fn put_external_data(conn: &mut Conn, id: i64, connectors: &[i64]) -> db::Result<()> {
    sql!(execute conn, "DELETE FROM account_external_data WHERE account_id = $1", id)?;
    for connector in connectors {
        sql!(execute conn, "INSERT INTO account_external_data (account_id, connector_id) VALUES ($1, $2)", id, connector)?;
    }
    Ok(())
}

/// What a search looks through: title, login name and id, one below the other, so that no match runs across two of
/// them.
pub fn search_text(id: i64, title: &str, name: &str) -> String {
    db::search_text(&format!("{title}\n{name}\n{id}"))
}

/// As [`search_text`] has it.
pub const SEARCHED: Searched =
    Searched { table: "accounts", text: "title || '\n' || name || '\n' || CAST(id AS TEXT)" };

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
    let changed = sql!(execute change.conn,
        "UPDATE accounts SET active = $1, frozen = $2, frozen_at = $3, payment_url = $4, freeze_reason = $5, deleted_at = $6,
                version = version + 1, updated_at = $7, updated_by = $8
         WHERE id = $9 AND version = $10",
        to.active, to.frozen_at.is_some(), to.frozen_at, &to.payment_url, &to.freeze_reason, to.deleted_at, change.at,
        &change.by.name, of.id, of.version)?;
    if changed == 1 && to.name != of.name {
        sql!(execute change.conn,
            "UPDATE accounts SET name = $1, search = $2 WHERE id = $3", &to.name, search_text(of.id, &of.title, &to.name), of.id)?;
    }
    Ok(changed == 1)
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
