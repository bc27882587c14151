//! The limit of users where it is only told: users are counted here, and not reported.

use chrono::{DateTime, Utc};

use crate::{
    db::{self, Conn, FromRow, One, Select, Tx, Value, sql},
    usage::turn::AT_ONCE,
};

/// What was told of it, in a month of the account.
#[derive(FromRow)]
pub struct Told {
    pub account_id: i64,
    pub ends_at: DateTime<Utc>,
    pub warned_at: Option<DateTime<Utc>>,
    pub reached_at: Option<DateTime<Utc>>,
}

/// In the months that run.
pub async fn told(conn: &mut Conn, ids: &[i64], now: DateTime<Utc>) -> db::Result<Vec<Told>> {
    let columns = "n.account_id, n.ends_at, n.warned_at, n.reached_at";
    let select =
        Select::new(columns, " FROM usage_users n WHERE n.ends_at > ").bind(now).push(" AND n.account_id IN (");
    select.values(ids.iter().copied().map(Value::from)).push(")").fetch_all(conn).await
}

/// That it is told from now on, in the month that ends then.
pub async fn tell(
    tx: &mut Tx,
    (account_id, ends_at): (i64, DateTime<Utc>),
    now: DateTime<Utc>,
    reached: bool,
) -> db::Result<()> {
    let reached_at = reached.then_some(now);
    sql!(execute tx,
        "INSERT INTO usage_users (account_id, ends_at, warned_at, reached_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id) DO UPDATE SET ends_at = excluded.ends_at, warned_at = excluded.warned_at,
             reached_at = excluded.reached_at",
        account_id, ends_at, now, reached_at)
    .map(drop)
}

/// Accounts with another number of users.
pub async fn recounted(conn: &mut Conn) -> db::Result<Vec<i64>> {
    let found = sql!(fetch_all One<i64>, conn,
        "SELECT account_id FROM usage_recounted ORDER BY account_id LIMIT $1", AT_ONCE)?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// That these are judged by it; whoever counts one anew meanwhile waits for its account.
pub async fn judged(tx: &mut Tx, ids: &[i64]) -> db::Result<()> {
    for id in ids {
        sql!(execute tx, "DELETE FROM usage_recounted WHERE account_id = $1", *id)?;
    }
    Ok(())
}
