use chrono::{DateTime, Utc};

use super::{Change, Mark, attest, encode, work::Recorded};
use crate::db::{self, Bulk, Conn, Table, Tx, Written, sql, written};

/// What a record is about.
pub struct About {
    pub kind: &'static str,
    pub id: Option<i64>,
    pub name: String,
    pub account_id: Option<i64>,
}

/// A record of what this change does.
pub fn record(
    change: &Change,
    action: &str,
    about: &About,
    changes: &[(&'static str, String, String)],
) -> db::Result<Written> {
    marked(change, (action, about, changes), Mark::of_record(&change.by, about, action, changes))
}

pub fn marked(
    change: &Change,
    (action, about, changes): (&str, &About, &[(&'static str, String, String)]),
    mark: Option<Mark>,
) -> db::Result<Written> {
    let changes = encode(changes)?;
    let by = &change.by;
    let record = written![
        at: change.at,
        actor_kind: by.kind,
        actor_id: by.id,
        actor_name: &by.name,
        on_behalf_of: &by.on_behalf_of,
        visit_id: by.visit,
        job_id: by.job,
        ip: &by.client.ip,
        user_agent: &by.client.user_agent,
        request_id: &by.request_id,
        action: action,
        object_kind: about.kind,
        object_id: about.id,
        object_name: &about.name,
        account_id: about.account_id,
        changes: changes,
        undoes: change.undoes,
        mark: mark.map(Mark::as_str),
    ];
    Ok(attest::attested(change.seal.as_ref(), record))
}

/// The id of the record.
pub async fn insert(tx: &mut Tx, record: Written) -> db::Result<i64> {
    Table::plain("audit").add(tx, record).await
}

/// Several at once, in their order.
pub async fn insert_all(tx: &mut Tx, records: Vec<Written>) -> db::Result<()> {
    let mut rows = Bulk::new("audit");
    for record in records {
        rows.push(tx, record).await?;
    }
    rows.flush(tx).await
}

/// How often an actor was refused since a time, so many at most, and whether one of these refusals was marked since another.
pub async fn refusals(
    tx: &mut Tx,
    name: &str,
    (since, most): (DateTime<Utc>, i64),
    marked_since: DateTime<Utc>,
) -> db::Result<(i64, bool)> {
    let (count, marked) = sql!(fetch_one(i64, i64), tx,
        "SELECT (SELECT count(*) FROM (SELECT 1 AS one FROM audit WHERE action = 'refused' AND actor_name = $1 AND at >= $2 LIMIT $4) r),
                (SELECT count(*) FROM (SELECT 1 AS one FROM audit WHERE mark IS NOT NULL AND at >= $3 AND action = 'refused' AND actor_name = $1 LIMIT 1) m)",
        name, since, marked_since, most)?;
    Ok((count, marked > 0))
}

/// Who deleted an object, and when.
pub async fn deletion(
    conn: &mut Conn,
    kind: &str,
    id: i64,
    account_id: Option<i64>,
) -> db::Result<Option<(String, DateTime<Utc>)>> {
    sql!(
        fetch_optional(String, DateTime<Utc>),
        conn,
        "SELECT actor_name, at FROM audit WHERE object_kind = $1 AND object_id = $2 AND action = 'delete'
           AND (account_id = $3 OR (account_id IS NULL AND $3 IS NULL)) ORDER BY id DESC LIMIT 1",
        kind,
        id,
        account_id
    )
}

/// The record of what a job did to an object, if it changed it: its id, and the fields.
pub async fn of_job(conn: &mut Conn, job_id: i64, object_id: i64) -> db::Result<Option<(i64, Vec<Recorded>)>> {
    let found = sql!(
        fetch_optional(i64, String),
        conn,
        "SELECT id, changes FROM audit WHERE job_id = $1 AND object_id = $2 ORDER BY id LIMIT 1",
        job_id,
        object_id
    )?;
    Ok(found.and_then(|(id, changes)| Some((id, serde_json::from_str(&changes).ok()?))))
}
