use super::model::{Member, Overview};
use crate::{
    account_users::{profile::Profile, store::TABLE},
    change::Change,
    db::{self, Conn, sql, written},
    people::shown_name,
};

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Member>> {
    sql!(fetch_optional Member, conn,
        "SELECT u.id, u.login, u.first_name, u.last_name, u.email, u.language, u.phone, u.notify_email,
                u.alert_limits, u.alert_complaints, u.alert_hard_bounces, u.alert_soft_bounces, u.alert_daily_report, u.alert_weekly_report,
                u.totp_secret IS NOT NULL AS has_2fa, u.must_change_password, u.version, u.updated_at, u.updated_by,
                a.id AS account_id, a.name AS account_name, a.active AS account_active, a.frozen, a.deleted_at
         FROM account_users u JOIN accounts a ON a.id = u.account_id
         WHERE u.id = $1",
        id)
}

/// False when the version is no longer the current one.
pub async fn update_profile(change: &mut Change, before: &Member, version: i64, new: &Profile) -> db::Result<bool> {
    let row = written![login: &before.login, email: &before.email].and(new.written(&before.login));
    change.update(&TABLE, (before.id, version), row).await
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
