//! What the API reads of users beside what the panel does.

use crate::db::{self, Conn, One, Select, sql};

pub fn filtered(
    account_id: i64,
    [active, master, is_ldap]: [Option<bool>; 3],
    language: Option<&'static str>,
) -> Select {
    let select = Select::new(user_columns!(), " FROM account_users u WHERE u.account_id = ").bind(account_id);
    let select = select.filter(" AND u.active = ", active).filter(" AND u.master = ", master);
    select.filter(" AND u.is_ldap = ", is_ldap).filter(" AND u.language = ", language)
}

/// By the canonical login.
pub async fn id_of(conn: &mut Conn, account_id: i64, login: &str) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn, "SELECT id FROM account_users WHERE account_id = $1 AND login = $2", account_id, login)?;
    Ok(found.map(|(id,)| id))
}
