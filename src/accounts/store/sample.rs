//! Some of the accounts, by which the way of a search is chosen.

use crate::{
    db::{self, Conn, One, Select, Value, sql},
    lists::Sampled,
};

/// What about so many accounts have, from all over the table, tells how common a word is.
const SAMPLE: i64 = 1000;

/// Some of the accounts, deleted ones left out, and how many there are, about.
pub async fn sample(conn: &mut Conn) -> db::Result<(Vec<Sampled>, i64)> {
    let (newest,) = sql!(fetch_one One<i64>, conn, "SELECT coalesce(max(id), 0) FROM accounts")?;
    let step = newest / SAMPLE + 1;
    let ids = (1..=newest).step_by(usize::try_from(step).unwrap_or(1)).map(Value::from);
    let columns = "a.id, a.search, a.title_key, a.name, a.user_count, a.state_rank, a.tariff_name, a.tz, a.created_at";
    let select =
        Select::new(columns, " FROM accounts a WHERE a.deleted_at IS NULL AND a.id IN (").values(ids).push(")");
    let sample = if newest == 0 { Vec::new() } else { select.fetch_all(conn).await? };
    let accounts = step.saturating_mul(i64::try_from(sample.len()).unwrap_or(i64::MAX));
    Ok((sample, accounts))
}
