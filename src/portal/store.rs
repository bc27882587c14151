use super::model::Member;
use crate::{
    audit::Change,
    db::{self, Conn, sql},
};

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Member>> {
    sql!(fetch_optional Member, conn,
        "SELECT u.id, u.login, u.first_name, u.last_name, u.email, u.language, u.phone, u.notify_email,
                u.alert_limits, u.alert_complaints, u.alert_hard_bounces, u.alert_soft_bounces, u.alert_daily_report, u.alert_weekly_report,
                u.active, u.is_ldap, u.password_hash, u.totp_secret, u.must_change_password, u.version, u.updated_at, u.updated_by,
                a.id AS account_id, a.name AS account_name, a.title AS account_title, a.active AS account_active,
                a.deleted_at IS NOT NULL AS account_deleted, a.frozen, a.force_2fa_auth
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
                a.id AS account_id, a.name AS account_name, a.title AS account_title, a.active AS account_active,
                a.deleted_at IS NOT NULL AS account_deleted, a.frozen, a.force_2fa_auth
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
