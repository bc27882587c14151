use chrono::{DateTime, Utc};

use super::{Place, Row, Stored, Versioned};
use crate::{
    api::Key,
    db::{self, Condition, Conn, One, Select, Table, Tx, Written, sql, written},
    lists::{Column, Kind},
};

pub const ID: &str = "t.id";
pub const SEARCH: &str = "t.search";

impl<T> Row<T> {
    /// How a list stands at first.
    pub const BY_NAME: Column<Self> =
        Column { name: "name", sql: SEARCH, kind: Kind::Text, key: |row| row.search.clone() };
}

/// All of a place; the text ends in a WHERE.
pub fn rows<T: Stored>(of: T::Of) -> Select {
    Select::new("t.id, t.version, t.updated_at, t.updated_by, ", " FROM ")
        .reading(T::COLUMNS)
        .push(T::TABLE.name)
        .push(" t WHERE 1 = 1")
        .of_values("t", of.column())
}

/// Those of a place that are not deleted.
pub fn live<T: Stored>(of: T::Of) -> Select {
    let all = rows::<T>(of);
    if T::RESTORABLE { all.push(" AND t.deleted_at IS NULL") } else { all }
}

/// The first whose time to be restored is over.
pub async fn first_to_purge<T: Stored>(conn: &mut Conn, before: DateTime<Utc>) -> db::Result<Option<i64>> {
    let found = Select::new(ID, " FROM ").push(T::TABLE.name).push(" t WHERE t.deleted_at < ").bind(before);
    Ok(found.push(" ORDER BY t.id LIMIT 1").fetch_all::<One<i64>>(conn).await?.pop().map(|(id,)| id))
}

/// All of a place as a list shows them: each a [`Row`].
pub fn listed<T: Stored>(of: T::Of) -> Select {
    let listed = rows::<T>(of).reading(", t.search");
    let Some((first, more)) = T::USED.split_first() else { return listed.reading(", CAST(0 AS BIGINT) AS accounts") };
    let listed = listed.reading(", (SELECT count(*) FROM (SELECT 1 AS one FROM ").reading(first).reading(ID);
    let counted =
        more.iter().fold(listed, |it, used| it.reading(" UNION ALL SELECT 1 FROM ").reading(used).reading(ID));
    counted.reading(" LIMIT 1001) AS used) AS accounts")
}

pub async fn find<T: Stored>(conn: &mut Conn, of: T::Of, id: i64) -> db::Result<Option<Versioned<T>>> {
    Ok(rows::<T>(of).of_id(ID, id).fetch_all(conn).await?.pop())
}

/// All of a place, in the order of their names.
pub async fn all<T: Stored>(conn: &mut Conn, of: T::Of) -> db::Result<Vec<Versioned<T>>> {
    rows::<T>(of).push(" ORDER BY t.search, t.id").fetch_all(conn).await
}

/// By name before id.
pub async fn look_up<T: Stored>(conn: &mut Conn, of: T::Of, key: &Key) -> db::Result<Option<Versioned<T>>> {
    Ok(rows::<T>(of).meant(("t.name", key.name.as_deref()), (ID, key.id)).fetch_all(conn).await?.pop())
}

/// The first few accounts that have it, deleted ones that can still be restored included.
pub async fn used_by<T: Stored>(conn: &mut Conn, id: i64) -> db::Result<Vec<String>> {
    let Some((first, more)) = T::USED.split_first() else { return Ok(Vec::new()) };
    let accounts = Select::new("a.title, a.id", " FROM ").push(first).bind(id);
    let all =
        more.iter().fold(accounts, |it, used| it.push(" UNION ALL SELECT a.title, a.id FROM ").push(used).bind(id));
    let titles = all.push(" ORDER BY 2 LIMIT 6").fetch_all::<(String, i64)>(conn).await?;
    Ok(titles.into_iter().map(|(title, _)| title).collect())
}

pub async fn sealed_password<T: Stored>(conn: &mut Conn, column: &'static str, id: i64) -> db::Result<Option<Vec<u8>>> {
    let found = Select::new(column, " FROM ").push(T::TABLE.name).push(" t WHERE 1 = 1").of_id(ID, id);
    Ok(found.fetch_all::<One<Option<Vec<u8>>>>(conn).await?.pop().and_then(|(sealed,)| sealed))
}

/// What a trial said is of a connection that is led elsewhere by now.
pub async fn forget_trial(tx: &mut Tx, table: &Table, id: i64) -> db::Result<()> {
    let untried = written![tried: None::<String>, tried_server: None::<String>, tried_at: None::<DateTime<Utc>>];
    table.set(tx, id, untried).await
}

/// Takes the right to try something now; None when it was taken, else when it was tried last, if that is not long ago.
pub async fn claim_trial(
    tx: &mut Tx,
    subject: &str,
    now: DateTime<Utc>,
    long_ago: DateTime<Utc>,
) -> db::Result<Option<DateTime<Utc>>> {
    let taken = sql!(writing fetch_optional One<String>, tx,
        "INSERT INTO trials (subject, at) VALUES ($1, $2)
         ON CONFLICT (subject) DO UPDATE SET at = excluded.at WHERE trials.at <= $3 RETURNING subject",
        subject, now, long_ago)?;
    if taken.is_some() {
        return Ok(None);
    }
    let last = sql!(fetch_optional One<DateTime<Utc>>, tx, "SELECT at FROM trials WHERE subject = $1", subject)?;
    Ok(last.map(|(at,)| at))
}

/// Beside what was tried, unless it has changed meanwhile.
pub async fn keep_trial(tx: &mut Tx, table: &Table, (id, version): (i64, i64), row: Written) -> db::Result<()> {
    let unchanged = Condition::new("id = ? AND version = ?").bind(id).bind(version);
    table.update_where(tx, row, unchanged).await.map(drop)
}

pub async fn sweep_trials(tx: &mut Tx, before: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM trials WHERE at < $1", before)
}
