use std::collections::HashMap;

use super::{
    Tariff,
    over::{self, MOST},
};
use crate::{
    change::Change,
    db::{self, Conn, FromRow, One, Select, Table, Value, Written, written},
    error::Result,
    lists::{Column, Kind},
    resource::{Row, Stored, Versioned},
};

pub(super) const BY_TITLE: Column<Row<Tariff>> =
    Column { name: "title", sql: "t.title_key", kind: Kind::Text, key: |row| row.title_key.clone() };

/// Each limit, and what is counted of an account by it.
pub const COUNTED: [(&str, &str); 8] = [
    ("max_users", "a.user_count"),
    ("max_profiles", "u.profiles"),
    ("max_databases", "u.databases"),
    ("max_storage_bytes", "u.storage_bytes"),
    ("emails_per_month", "u.emails"),
    ("sms_per_month", "u.sms"),
    ("pushes_per_month", "u.pushes"),
    ("api_requests_per_day", "u.api_requests"),
];

impl Stored for Tariff {
    type Of = ();
    type New = Self;
    const TABLE: Table = Table { name: "tariffs", searched: &["name", "title"], between: "\n" };
    const COLUMNS: &'static str =
        "t.name, t.title, t.title_key, t.max_users, t.max_profiles, t.max_databases, t.max_storage_bytes,
         t.emails_per_month, t.sms_per_month, t.pushes_per_month, t.api_requests_per_day, t.warn_percent,
         t.hard_users, t.hard_profiles, t.hard_databases, t.hard_storage_bytes, t.hard_emails, t.hard_sms,
         t.hard_pushes, t.hard_api_requests";
    const USED: &'static [&'static str] = &["accounts a WHERE a.tariff_id = "];
    const KIND: &'static str = "tariff";

    fn of(&self) {}

    fn written(new: &Self) -> Written {
        written![
            name: &new.name,
            title: &new.title,
            title_key: &new.title_key,
            max_users: new.max_users,
            max_profiles: new.max_profiles,
            max_databases: new.max_databases,
            max_storage_bytes: new.max_storage_bytes,
            emails_per_month: new.emails_per_month,
            sms_per_month: new.sms_per_month,
            pushes_per_month: new.pushes_per_month,
            api_requests_per_day: new.api_requests_per_day,
            hard_users: new.hard_users,
            hard_profiles: new.hard_profiles,
            hard_databases: new.hard_databases,
            hard_storage_bytes: new.hard_storage_bytes,
            hard_emails: new.hard_emails,
            hard_sms: new.hard_sms,
            hard_pushes: new.hard_pushes,
            hard_api_requests: new.hard_api_requests,
            warn_percent: new.warn_percent,
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        Self::written(self).without(&["title_key"]).texts()
    }

    async fn check(change: &mut Change, before: &Versioned<Self>, new: &Self) -> Result<()> {
        over::ask(change, before, new).await
    }
}

/// As many users as there may be are no more than there may be; of anything else, so much is the end.
fn is_over(counted: &str) -> &'static str {
    if counted == "a.user_count" { " > " } else { " >= " }
}

/// The titles of accounts on a tariff that are over a limit as it is to be and not as it was, one more than are counted
/// at most.
pub async fn over(
    conn: &mut Conn,
    tariff_id: i64,
    counted: &'static str,
    (was, is): (Option<i64>, i64),
) -> db::Result<Vec<String>> {
    const ON_TARIFF: &str = " FROM accounts a LEFT JOIN account_usage u ON u.account_id = a.id
        WHERE a.deleted_at IS NULL AND a.tariff_id = ";
    let over = is_over(counted);
    let mut select = Select::new("a.title", ON_TARIFF).bind(tariff_id).push(" AND ").push(counted).push(over).bind(is);
    // Nothing used is over no limit.
    select = select.push(" AND ").push(counted).push(" > 0");
    if let Some(was) = was {
        select = select.push(" AND NOT ").push(counted).push(over).bind(was);
    }
    let found = select.push(" ORDER BY a.id LIMIT ").bind(MOST + 1);
    let titles: Vec<One<String>> = found.fetch_all(conn).await?;
    Ok(titles.into_iter().map(|(title,)| title).collect())
}

/// As many accounts are asked about in a statement, which names each once for each limit.
const AT_ONCE: usize = 500;

#[derive(FromRow)]
struct Over {
    id: i64,
    name: String,
}

/// Of these accounts those that would be over limits of another tariff and are within those of their own: which limits.
pub async fn over_on(conn: &mut Conn, ids: &[i64], tariff_id: i64) -> db::Result<HashMap<i64, Vec<String>>> {
    let mut found: HashMap<i64, Vec<String>> = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        for it in over_of(some, tariff_id).fetch_all::<Over>(conn).await? {
            found.entry(it.id).or_default().push(it.name);
        }
    }
    Ok(found)
}

fn over_of(ids: &[i64], tariff_id: i64) -> Select {
    const OF_BOTH: &str = " FROM accounts a JOIN tariffs t ON t.id = a.tariff_id
        LEFT JOIN account_usage u ON u.account_id = a.id JOIN tariffs n ON n.id = ";
    let mut select = Select::new("0 AS id, '' AS name", " FROM tariffs WHERE FALSE");
    for (limit, counted) in COUNTED {
        let over = is_over(counted);
        select = select.push(" UNION ALL SELECT a.id, ").bind(limit).push(OF_BOTH).bind(tariff_id);
        select = select.push(" WHERE ").push(counted).push(" > 0 AND ").push(counted).push(over).push("n.").push(limit);
        select = select.push(" AND (t.").push(limit).push(" IS NULL OR NOT ").push(counted).push(over);
        select = select.push("t.").push(limit).push(") AND a.id IN (");
        select = select.values(ids.iter().copied().map(Value::from)).push(")");
    }
    select
}
