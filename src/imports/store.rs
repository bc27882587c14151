use chrono::{DateTime, Utc};

use super::model::{Done, Import, ImportRow, Kind};
use crate::{
    change::Change,
    db::{self, Bulk, Condition, Conn, FromRow, One, Select, Table, Tx, sql, written},
    files::{Cell, read::Row},
    i18n::Message,
    lists::{Column, Field, Kind as Sort, RowId},
};

const TABLE: Table = Table::plain("imports");
const ROWS: Table = Table::plain("import_rows");

macro_rules! import_columns {
    () => {
        "i.id, i.kind, i.account_id, i.heads, i.mapping, i.total, i.created_at, i.try_job, i.import_job"
    };
}

const ROW_COLUMNS: &str = "r.ordinal, r.cells, r.object_id, r.version, r.field, r.reason";

/// How many rows came to each thing.
#[derive(Default, FromRow)]
pub struct Counts {
    pub new: i64,
    pub changed: i64,
    pub same: i64,
    pub refused: i64,
    pub redirects: i64,
}

/// A file that is being read.
pub async fn begin(change: &mut Change, kind: Kind, account_id: Option<i64>) -> db::Result<i64> {
    let row = written![
        kind: kind.as_str(),
        account_id: account_id,
        admin_id: change.by.id.unwrap_or(0),
        heads: "[]",
        mapping: "[]",
        total: 0,
        is_read: false,
        created_at: change.at,
    ];
    TABLE.add(&mut change.conn, row).await
}

pub async fn add(tx: &mut Tx, id: i64, rows: Vec<Row>) -> db::Result<()> {
    let mut bulk = Bulk::new("import_rows");
    for (ordinal, cells) in rows {
        let row = written![import_id: id, ordinal: ordinal, cells: json(&cells), redirects: false];
        bulk.push(tx, row).await?;
    }
    bulk.flush(tx).await
}

/// All of it is there.
pub async fn is_read(tx: &mut Tx, id: i64, (heads, mapping): (&[String], &[String]), total: i64) -> db::Result<()> {
    TABLE.set(tx, id, written![heads: json(heads), mapping: json(mapping), total: total, is_read: true]).await
}

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Import>> {
    sql!(fetch_optional Import, conn, concat!("SELECT ", import_columns!(), " FROM imports i WHERE i.id = $1 AND i.is_read"), id)
}

/// The field that somebody has taken each of their heads for.
pub async fn remembered(conn: &mut Conn, admin_id: i64, kind: Kind) -> db::Result<Vec<(String, String)>> {
    sql!(
        fetch_all(String, String),
        conn,
        "SELECT head, field FROM import_mappings WHERE admin_id = $1 AND kind = $2",
        admin_id,
        kind.as_str()
    )
}

pub async fn remember(tx: &mut Tx, (admin_id, kind): (i64, Kind), (head, field): (&str, &str)) -> db::Result<()> {
    sql!(execute tx,
        "INSERT INTO import_mappings (admin_id, kind, head, field) VALUES ($1, $2, $3, $4)
         ON CONFLICT (admin_id, kind, head) DO UPDATE SET field = excluded.field",
        admin_id, kind.as_str(), head, field)?;
    Ok(())
}

/// Begins anew what each row would come to.
pub async fn map(tx: &mut Tx, id: i64, mapping: &[String]) -> db::Result<()> {
    TABLE.set(tx, id, written![mapping: json(mapping), try_job: None::<i64>]).await?;
    let row = written![
        meant: None::<String>,
        object_id: None::<i64>,
        version: None::<i64>,
        outcome: None::<String>,
        field: None::<String>,
        reason: None::<String>,
        redirects: false,
    ];
    ROWS.update_where(tx, row, Condition::new("import_id = ? AND outcome IS NOT NULL").bind(id)).await.map(drop)
}

/// False when another was begun before.
pub async fn begin_try(tx: &mut Tx, id: i64, job: i64) -> db::Result<bool> {
    let open = Condition::new("id = ? AND try_job IS NULL AND import_job IS NULL").bind(id);
    Ok(TABLE.update_where(tx, written![try_job: job], open).await? == 1)
}

/// False when it was agreed to before.
pub async fn begin_import(tx: &mut Tx, id: i64, job: i64) -> db::Result<bool> {
    let open = Condition::new("id = ? AND import_job IS NULL").bind(id);
    Ok(TABLE.update_where(tx, written![import_job: job], open).await? == 1)
}

/// The rows of an import beyond one; of those that were tried, only what comes to something.
pub async fn rows(conn: &mut Conn, id: i64, (after, most): (i64, i64), tried: bool) -> db::Result<Vec<ImportRow>> {
    let all = Select::new(ROW_COLUMNS, " FROM import_rows r WHERE r.import_id = ").bind(id);
    let all = if tried { all.push(" AND r.outcome IN ('new', 'changed')") } else { all };
    all.push(" AND r.ordinal > ").bind(after).push(" ORDER BY r.ordinal LIMIT ").bind(most).fetch_all(conn).await
}

pub async fn row(conn: &mut Conn, id: i64, ordinal: i64) -> db::Result<Option<ImportRow>> {
    let one = Select::new(ROW_COLUMNS, " FROM import_rows r WHERE r.import_id = ").bind(id);
    Ok(one.push(" AND r.ordinal = ").bind(ordinal).fetch_all(conn).await?.pop())
}

/// The first row before this one that is about the same.
pub async fn same_before(conn: &mut Conn, id: i64, (ordinal, meant): (i64, &str)) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT ordinal FROM import_rows WHERE import_id = $1 AND meant = $2 AND ordinal < $3 ORDER BY ordinal LIMIT 1",
        id, meant, ordinal)?;
    Ok(found.map(|(ordinal,)| ordinal))
}

/// How many rows make something new, counted no further than `most`.
pub async fn count_new(conn: &mut Conn, id: i64, most: i64) -> db::Result<i64> {
    let (count,) = sql!(fetch_one One<i64>, conn,
        "SELECT count(*) FROM (SELECT 1 FROM import_rows WHERE import_id = $1 AND outcome = 'new' LIMIT $2) AS made",
        id, most)?;
    Ok(count)
}

/// What a row is about, before it is known what it comes to.
pub async fn means(tx: &mut Tx, id: i64, (ordinal, meant): (i64, &str)) -> db::Result<()> {
    let of = Condition::new("import_id = ? AND ordinal = ?").bind(id).bind(ordinal);
    ROWS.update_where(tx, written![meant: meant], of).await.map(drop)
}

/// What a row would come to.
pub async fn tried(tx: &mut Tx, id: i64, ordinal: i64, done: &Done) -> db::Result<()> {
    let row = written![
        object_id: done.object.map(|(id, _)| id),
        version: done.object.map(|(_, version)| version),
        outcome: done.became.as_str(),
        redirects: done.redirects,
    ];
    let of = Condition::new("import_id = ? AND ordinal = ?").bind(id).bind(ordinal);
    ROWS.update_where(tx, row, of).await.map(drop)
}

/// Why nothing becomes of a row.
pub async fn refuse(tx: &mut Tx, id: i64, ordinal: i64, (field, why): (Option<&str>, &Message)) -> db::Result<()> {
    let reason = serde_json::to_string(why).unwrap_or_default();
    let of = Condition::new("import_id = ? AND ordinal = ?").bind(id).bind(ordinal);
    ROWS.update_where(tx, written![outcome: "refused", field: field, reason: reason], of).await.map(drop)
}

pub async fn counts(conn: &mut Conn, id: i64) -> db::Result<Counts> {
    sql!(fetch_one Counts, conn,
        "SELECT CAST(COALESCE(sum(CASE WHEN outcome = 'new' THEN 1 ELSE 0 END), 0) AS BIGINT) AS new,
                CAST(COALESCE(sum(CASE WHEN outcome = 'changed' THEN 1 ELSE 0 END), 0) AS BIGINT) AS changed,
                CAST(COALESCE(sum(CASE WHEN outcome = 'same' THEN 1 ELSE 0 END), 0) AS BIGINT) AS same,
                CAST(COALESCE(sum(CASE WHEN outcome = 'refused' THEN 1 ELSE 0 END), 0) AS BIGINT) AS refused,
                CAST(COALESCE(sum(CASE WHEN redirects THEN 1 ELSE 0 END), 0) AS BIGINT) AS redirects
         FROM import_rows WHERE import_id = $1",
        id)
}

// The list of what is refused.

pub const SORTS: [Column<ImportRow>; 1] =
    [Column { name: "row", sql: "r.ordinal", kind: Sort::Id, key: |it| it.ordinal.to_string() }];
pub const ROW: RowId<ImportRow> = ("r.ordinal", |it| it.ordinal);
pub const FIELDS: [Field<ImportRow>; 3] = [
    Field::new("row", |it| it.ordinal.into()),
    Field::new("field", |it| it.field.as_ref().into()),
    Field::new("reason", |it| it.why().map_or(Cell::Empty, Cell::Said)),
];

pub fn refused(id: i64) -> Select {
    Select::new(ROW_COLUMNS, " FROM import_rows r WHERE r.import_id = ").bind(id).push(" AND r.outcome = 'refused'")
}

/// One that was brought in before that time, or before the second and was never read to its end.
pub async fn first_before(
    conn: &mut Conn,
    (before, unread): (DateTime<Utc>, DateTime<Utc>),
) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT id FROM imports WHERE created_at < $1 OR (created_at < $2 AND NOT is_read) ORDER BY created_at LIMIT 1",
        before, unread)?;
    Ok(found.map(|(id,)| id))
}

/// Forgets some of the rows; how many.
pub async fn forget_rows(tx: &mut Tx, id: i64) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM import_rows WHERE import_id = $1 AND ordinal IN
             (SELECT ordinal FROM import_rows WHERE import_id = $1 ORDER BY ordinal LIMIT 5000)",
        id)
}

pub async fn forget(tx: &mut Tx, id: i64) -> db::Result<()> {
    TABLE.delete(tx, id).await
}

fn json(texts: &[String]) -> String {
    serde_json::to_string(texts).unwrap_or_default()
}
