use super::model::{Member, Overview, Profile};
use crate::{
    audit::Change,
    db::{self, Conn, search_key, search_text, sql},
    web::shown_name,
};

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Member>> {
    sql!(fetch_optional Member, conn,
        "SELECT u.id, u.login, u.first_name, u.last_name, u.email, u.language, u.phone, u.notify_email,
                u.alert_limits, u.alert_complaints, u.alert_hard_bounces, u.alert_soft_bounces, u.alert_daily_report, u.alert_weekly_report,
                u.active, u.is_ldap, u.password_hash, u.totp_secret, u.must_change_password, u.version, u.updated_at, u.updated_by,
                a.id AS account_id, a.name AS account_name, a.title AS account_title, a.tz AS account_tz, a.active AS account_active,
                a.frozen, a.deleted_at, a.force_2fa_auth
         FROM account_users u JOIN accounts a ON a.id = u.account_id
         WHERE u.id = $1",
        id)
}

/// By the canonical forms of `login@account`.
pub async fn find_by_login(conn: &mut Conn, login: &str, account: &str) -> db::Result<Option<Member>> {
    sql!(fetch_optional Member, conn,
        "SELECT u.id, u.login, u.first_name, u.last_name, u.email, u.language, u.phone, u.notify_email,
                u.alert_limits, u.alert_complaints, u.alert_hard_bounces, u.alert_soft_bounces, u.alert_daily_report, u.alert_weekly_report,
                u.active, u.is_ldap, u.password_hash, u.totp_secret, u.must_change_password, u.version, u.updated_at, u.updated_by,
                a.id AS account_id, a.name AS account_name, a.title AS account_title, a.tz AS account_tz, a.active AS account_active,
                a.frozen, a.deleted_at, a.force_2fa_auth
         FROM account_users u JOIN accounts a ON a.id = u.account_id
         WHERE a.name = $1 AND u.login = $2",
        account, login)
}

/// Sets the password that the user chose; nothing is owed after it.
pub async fn set_password(change: &mut Change, id: i64, hash: &str) -> db::Result<()> {
    sql!(execute change.conn,
        "UPDATE account_users SET password_hash = $1, must_change_password = $2, version = version + 1, updated_at = $3, updated_by = $4
         WHERE id = $5",
        hash, false, change.at, &change.by.name, id)?;
    Ok(())
}

/// False when the version is no longer the current one. What lists sort and search by follows the names.
pub async fn update_profile(change: &mut Change, before: &Member, version: i64, new: &Profile) -> db::Result<bool> {
    let name_key = search_key(&shown_name(&new.first_name, &new.last_name, &before.login));
    let phone = new.phone.as_deref().unwrap_or("");
    let search = search_text(&[&before.login, &new.first_name, &new.last_name, &before.email, phone].join(" "));
    let alerts = &new.alerts;
    let changed = sql!(execute change.conn,
        "UPDATE account_users SET first_name = $1, last_name = $2, name_key = $3, search = $4, language = $5, phone = $6, notify_email = $7,
                alert_limits = $8, alert_complaints = $9, alert_hard_bounces = $10, alert_soft_bounces = $11, alert_daily_report = $12,
                alert_weekly_report = $13, version = version + 1, updated_at = $14, updated_by = $15
         WHERE id = $16 AND version = $17",
        &new.first_name, &new.last_name, name_key, search, new.language.code(), &new.phone, &new.notify_email,
        alerts.alert_limits, alerts.alert_complaints, alerts.alert_hard_bounces, alerts.alert_soft_bounces, alerts.alert_daily_report,
        alerts.alert_weekly_report, change.at, &change.by.name, before.id, version)?;
    Ok(changed == 1)
}

pub async fn overview(conn: &mut Conn, account_id: i64) -> db::Result<Option<Overview>> {
    sql!(fetch_optional Overview, conn,
        "SELECT t.title AS tariff_title, a.frozen, a.limit_reached FROM accounts a JOIN tariffs t ON t.id = a.tariff_id WHERE a.id = $1",
        account_id)
}

/// Those who help the other users, by name; the first few.
pub async fn masters(conn: &mut Conn, account_id: i64) -> db::Result<Vec<String>> {
    let found = sql!(
        fetch_all(String, String, String),
        conn,
        "SELECT first_name, last_name, login FROM account_users WHERE account_id = $1 AND master AND active ORDER BY name_key, id LIMIT 20",
        account_id
    )?;
    Ok(found.into_iter().map(|(first, last, login)| shown_name(&first, &last, &login)).collect())
}
