//! What the API reads of users beside what the panel does.

use crate::{
    account_users::model::AccountUser,
    db::{self, Conn, FromRow, One, sql},
};

pub struct Narrowing {
    pub account_id: i64,
    pub from_id: i64,
    pub limit: i64,
    pub active: Option<bool>,
    pub master: Option<bool>,
    pub language: Option<&'static str>,
}

#[derive(FromRow)]
struct Row {
    #[sqlx(flatten)]
    user: AccountUser,
    /// Of all that the narrowing leaves, whatever the page.
    total: i64,
}

/// The rows from an id on, and how many there are in all.
pub async fn list(conn: &mut Conn, by: &Narrowing) -> db::Result<(Vec<AccountUser>, i64)> {
    let rows = sql!(fetch_all Row, conn,
        concat!("SELECT ", user_columns!(), ",
                (SELECT count(*) FROM account_users
                 WHERE account_id = $1 AND ($2 IS NULL OR active = $2) AND ($3 IS NULL OR master = $3) AND ($4 IS NULL OR language = $4)) AS total
         FROM account_users u
         WHERE u.account_id = $1 AND ($2 IS NULL OR u.active = $2) AND ($3 IS NULL OR u.master = $3) AND ($4 IS NULL OR u.language = $4)
               AND u.id >= $5
         ORDER BY u.id LIMIT $6"),
        by.account_id, by.active, by.master, by.language, by.from_id, by.limit)?;
    if let Some(first) = rows.first() {
        let total = first.total;
        return Ok((rows.into_iter().map(|row| row.user).collect(), total));
    }
    let (total,) = sql!(fetch_one One<i64>, conn,
        "SELECT count(*) FROM account_users
         WHERE account_id = $1 AND ($2 IS NULL OR active = $2) AND ($3 IS NULL OR master = $3) AND ($4 IS NULL OR language = $4)",
        by.account_id, by.active, by.master, by.language)?;
    Ok((Vec::new(), total))
}

/// By the canonical login.
pub async fn id_of(conn: &mut Conn, account_id: i64, login: &str) -> db::Result<Option<i64>> {
    let found =
        sql!(fetch_optional One<i64>, conn, "SELECT id FROM account_users WHERE account_id = $1 AND login = $2", account_id, login)?;
    Ok(found.map(|(id,)| id))
}
