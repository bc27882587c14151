//! From when to when each thousand records are, so that a period is found without an index of times, which whoever
//! writes a record would pay for.

use chrono::{DateTime, Duration, Utc};

use crate::db::{self, One, Select, Tx, sql};

const LENGTH: i64 = 1_000;
/// Ids are taken before they are committed: by then nobody is still to come with one of them.
const SETTLED: Duration = Duration::hours(1);

/// Notes the next span; false where there is none yet.
pub async fn note_next(tx: &mut Tx, now: DateTime<Utc>) -> db::Result<bool> {
    let last = Select::new("coalesce(max(s.last_id), 0)", " FROM audit_spans s");
    let last = last.fetch_all::<One<i64>>(tx).await?.pop().map_or(0, |(last,)| last);
    let found = sql!(
        fetch_optional(i64, Option<i64>, Option<DateTime<Utc>>, Option<DateTime<Utc>>),
        tx,
        "SELECT count(*), max(n.id), min(n.at), max(n.at) FROM (SELECT id, at FROM audit WHERE id > $1 ORDER BY id LIMIT $2) n",
        last,
        LENGTH
    )?;
    let Some((LENGTH, Some(last_id), Some(first_at), Some(last_at))) = found else { return Ok(false) };
    // A clock that was ahead holds nothing up.
    let settles = if last_at > now { first_at } else { last_at };
    if settles > now - SETTLED {
        return Ok(false);
    }
    let noted = sql!(
        execute tx,
        "INSERT INTO audit_spans (last_id, first_id, first_at, last_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        last_id,
        last + 1,
        first_at,
        last_at
    )?;
    Ok(noted == 1)
}
