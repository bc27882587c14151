//! Who is written to.

use crate::{
    db::{self, Conn, FromRow, Select, Value},
    i18n::Lang,
    mail::letters::Addressee,
    people::shown_name,
    usage::model::Judged,
    zones::Zone,
};

/// A user who wants to know when limits are exhausted.
#[derive(FromRow)]
pub struct Alerted {
    pub account_id: i64,
    id: i64,
    login: String,
    first_name: String,
    last_name: String,
    recipient: String,
    #[sqlx(try_from = "String")]
    language: Lang,
}

pub async fn alerted(conn: &mut Conn, ids: &[i64]) -> db::Result<Vec<Alerted>> {
    let columns = "u.account_id, u.id, u.login, u.first_name, u.last_name, coalesce(u.notify_email, u.email) AS recipient, u.language";
    let select = Select::new(columns, " FROM account_users u WHERE u.active AND u.alert_limits AND u.account_id IN (");
    select.values(ids.iter().copied().map(Value::from)).push(") ORDER BY u.id").fetch_all(conn).await
}

impl Alerted {
    pub fn addressee(&self, account: &Judged) -> Addressee {
        Addressee {
            account_id: account.id,
            user_id: self.id,
            full_login: format!("{}@{}", self.login, account.name),
            account_title: account.title.clone(),
            name: shown_name(&self.first_name, &self.last_name, ""),
            recipient: self.recipient.clone(),
            lang: self.language,
            tz: Zone::named(&account.tz),
        }
    }
}
