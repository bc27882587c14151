//! The record held against itself, how far and with what outcome.

use chrono::{DateTime, Utc};

use super::number;
use crate::{
    change::Change,
    db::{self, Condition, Conn, FromRow, Select, Table, sql, written},
    sealing::{
        tree::Range,
        verification::{Slice, Verification},
    },
};

const TABLE: Table = Table::plain("audit_verifications");
const COLUMNS: &str =
    "v.id, v.running, v.began_at, v.began_by, v.size, v.checked, v.roots, v.ended_at, v.what, v.wrong";

/// The last one that came to its end.
const LAST_ENDED: &str = " FROM audit_verifications v
    WHERE v.id = (SELECT max(e.id) FROM audit_verifications e WHERE e.ended_at IS NOT NULL)";

pub async fn newest(conn: &mut Conn, most: i64) -> db::Result<Vec<Verification>> {
    let all = Select::new(COLUMNS, " FROM audit_verifications v ORDER BY v.id DESC LIMIT ").bind(most);
    all.fetch_all(conn).await
}

pub async fn last(conn: &mut Conn) -> db::Result<Option<Verification>> {
    Ok(newest(conn, 1).await?.pop())
}

pub async fn begin(change: &mut Change, size: i64, range: &Range) -> db::Result<()> {
    let row = written![
        running: 1,
        began_at: change.at,
        began_by: &change.by.name,
        size: size,
        checked: number(range.size()),
        roots: range.roots().concat(),
    ];
    TABLE.put(&mut change.conn, row).await
}

/// False where somebody else has gone on meanwhile.
pub async fn keep(change: &mut Change, of: &Verification, slice: &Slice) -> db::Result<bool> {
    let row = match slice.over {
        None => written![checked: number(slice.range.size()), roots: slice.range.roots().concat()],
        Some(found) => {
            let what: &str = found.map_or("", |wrong| wrong.what.into());
            let wrong = found.map(|wrong| number(wrong.seq));
            let checked = found.map_or(of.size, |_| number(slice.range.size()));
            let none: Option<i64> = None;
            written![checked: checked, running: none, ended_at: change.at, what: what, wrong: wrong]
        }
    };
    let as_it_was = Condition::new("id = ? AND checked = ? AND running = 1").bind(of.id).bind(of.checked);
    Ok(TABLE.update_where(&mut change.conn, row, as_it_was).await? == 1)
}

/// Adds to a count whether the last one has found something.
pub fn failed(select: Select) -> Select {
    select.push(LAST_ENDED).push(" AND v.what <> ''")
}

/// Adds to a count the records that have waited too long to be sealed, where others were: something holds them up.
pub fn late(select: Select, now: DateTime<Utc>) -> Select {
    select
        .push(" FROM audit r WHERE r.seq IS NULL AND EXISTS (SELECT 1 FROM audit_tree t WHERE t.size > 0) AND r.at < ")
        .bind(now - chrono::TimeDelta::seconds(60))
}

/// For metrics.
#[derive(FromRow)]
pub struct Sampled {
    pub size: i64,
    pub oldest: Option<DateTime<Utc>>,
    /// 0 where the last verification found nothing, 1 where it did; None before the first.
    pub failed: Option<i64>,
}

pub async fn sampled(conn: &mut Conn) -> db::Result<Sampled> {
    sql!(
        fetch_one Sampled,
        conn,
        "SELECT t.size, (SELECT min(r.at) FROM audit r WHERE r.seq IS NULL) AS oldest,
                CAST((SELECT CASE v.what WHEN '' THEN 0 ELSE 1 END FROM audit_verifications v
                      WHERE v.ended_at IS NOT NULL ORDER BY v.id DESC LIMIT 1) AS BIGINT) AS failed
         FROM audit_tree t"
    )
}
