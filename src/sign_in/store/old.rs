//! Attempts to sign in that are long past.

use chrono::{DateTime, Utc};

use crate::db::{self, Conn, One, Tx, sql};

/// When the oldest attempt was.
pub async fn oldest_sign_in(conn: &mut Conn) -> db::Result<Option<DateTime<Utc>>> {
    let found = sql!(fetch_optional One<DateTime<Utc>>, conn, "SELECT at FROM sign_ins ORDER BY id LIMIT 1")?;
    Ok(found.map(|(at,)| at))
}

/// Forgets some attempts from before that time, which are the first that there are; how many.
pub async fn forget_sign_ins(tx: &mut Tx, before: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM sign_ins WHERE id IN
             (SELECT o.id FROM (SELECT s.id, s.at FROM sign_ins s ORDER BY s.id LIMIT 2000) o WHERE o.at < $1)",
        before)
}
