//! Who of an account is written to about it.

use crate::{
    account_users::profile::Alerts,
    db::{self, Conn, FromRow, Select, Value},
    i18n::Lang,
    mail::letters::Addressee,
    people::shown_name,
    zones::Zone,
};

/// A user who wants to be told of something, of an account to whose users letters go.
#[derive(FromRow)]
pub struct Alerted {
    pub account_id: i64,
    account_name: String,
    account_title: String,
    tz: String,
    id: i64,
    login: String,
    first_name: String,
    last_name: String,
    recipient: String,
    #[sqlx(try_from = "String")]
    language: Lang,
    pub master: bool,
    #[sqlx(flatten)]
    pub alerts: Alerts,
}

/// Of these accounts those who ticked anything, in the order of their ids.
pub async fn alerted(conn: &mut Conn, ids: &[i64]) -> db::Result<Vec<Alerted>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let columns = "u.account_id, a.name AS account_name, a.title AS account_title, a.tz, u.id, u.login, u.first_name, u.last_name,
        coalesce(u.notify_email, u.email) AS recipient, u.language, u.master, u.alert_limits, u.alert_complaints,
        u.alert_hard_bounces, u.alert_soft_bounces, u.alert_daily_report, u.alert_weekly_report";
    let from = " FROM account_users u JOIN accounts a ON a.id = u.account_id WHERE u.active AND a.active AND a.deleted_at IS NULL
        AND (u.alert_limits OR u.alert_complaints OR u.alert_hard_bounces OR u.alert_soft_bounces OR u.alert_daily_report
            OR u.alert_weekly_report) AND u.account_id IN (";
    let select = Select::new(columns, from).values(ids.iter().copied().map(Value::from));
    select.push(") ORDER BY u.id").fetch_all(conn).await
}

impl Alerted {
    pub fn lang(&self) -> Lang {
        self.language
    }

    pub fn addressee(&self) -> Addressee {
        Addressee {
            account_id: self.account_id,
            user_id: self.id,
            full_login: format!("{}@{}", self.login, self.account_name),
            account_title: self.account_title.clone(),
            name: shown_name(&self.first_name, &self.last_name, ""),
            recipient: self.recipient.clone(),
            lang: self.language,
            tz: Zone::named(&self.tz),
        }
    }
}
