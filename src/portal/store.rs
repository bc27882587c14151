use super::model::{Master, Member, Overview};
use crate::{
    account_users::{profile::Profile, store::TABLE},
    change::Change,
    db::{self, Conn, FromRow, sql, written},
};

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Member>> {
    sql!(fetch_optional Member, conn,
        "SELECT u.id, u.login, u.first_name, u.last_name, u.email, u.language, u.phone, u.notify_email,
                u.alert_limits, u.alert_complaints, u.alert_hard_bounces, u.alert_soft_bounces, u.alert_daily_report, u.alert_weekly_report,
                u.totp_secret IS NOT NULL AS has_2fa, u.has_avatar, u.must_change_password, u.version, u.updated_at, u.updated_by,
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

/// The account, and those who help the other users, by name; the first few.
pub async fn overview(conn: &mut Conn, account_id: i64) -> db::Result<Option<(Overview, Vec<Master>)>> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        overview: Overview,
        master_id: Option<i64>,
        first_name: Option<String>,
        last_name: Option<String>,
        login: Option<String>,
        email: Option<String>,
    }
    let rows = sql!(fetch_all Row, conn,
        "SELECT t.title AS tariff_title, a.frozen, a.limit_reached, m.id AS master_id, m.first_name, m.last_name, m.login, m.email
         FROM accounts a JOIN tariffs t ON t.id = a.tariff_id
         LEFT JOIN account_users m ON m.account_id = a.id AND m.master AND m.active
         WHERE a.id = $1 ORDER BY m.name_key, m.id LIMIT 20",
        account_id)?;
    let overview = rows.first().map(|row| row.overview.clone());
    let masters = rows.into_iter().filter_map(|row| {
        let (first_name, last_name) = (row.first_name.unwrap_or_default(), row.last_name.unwrap_or_default());
        let (login, email) = (row.login.unwrap_or_default(), row.email.unwrap_or_default());
        row.master_id.map(|master_id| Master { master_id, first_name, last_name, login, email })
    });
    Ok(overview.zip(Some(masters.collect())))
}

/// The user's own picture, and the version that it is of.
pub async fn avatar(conn: &mut Conn, id: i64) -> db::Result<Option<(Vec<u8>, i64)>> {
    sql!(
        fetch_optional(Vec<u8>, i64),
        conn,
        "SELECT p.png, u.version FROM account_users u JOIN user_avatars p ON p.user_id = u.id WHERE u.id = $1",
        id
    )
}
