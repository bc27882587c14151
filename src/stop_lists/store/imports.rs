use chrono::{DateTime, Utc};

use crate::{
    db::{self, Bulk, Conn, FromRow, One, Select, Table, Tx, sql, written},
    lists::{Column, Field, Kind as Sort, RowId},
    stop_lists::{
        import::read::{Extent, Part},
        model::{Added, Entry, Why},
    },
    stops::Kind,
};

const TABLE: Table = Table::plain("stop_list_imports");
const PARTS: Table = Table::plain("stop_list_import_parts");

/// A file that was brought in.
#[derive(Clone, Debug, FromRow)]
pub struct Import {
    pub id: i64,
    pub list_id: i64,
    pub reason: String,
    pub entries: i64,
    pub refused: i64,
    pub added: i64,
    pub duplicated: i64,
    pub updated: i64,
    pub job_id: Option<i64>,
    pub created_at: DateTime<Utc>,
}

/// A line that is no value.
#[derive(Clone, Debug, FromRow)]
pub struct Refused {
    pub line: i64,
    pub reason: String,
}

/// A file that is being read.
pub struct New<'a> {
    pub list_id: i64,
    pub kind: Kind,
    pub why: &'a Why,
    pub by: &'a str,
    pub at: DateTime<Utc>,
}

pub async fn begin(tx: &mut Tx, new: &New<'_>) -> db::Result<i64> {
    let row = written![
        list_id: new.list_id,
        kind: new.kind.as_str(),
        reason: &new.why.reason,
        added_by: new.by,
        entries: 0,
        refused: 0,
        added: 0,
        duplicated: 0,
        updated: 0,
        is_read: false,
        created_at: new.at,
    ];
    TABLE.add(tx, row).await
}

pub async fn add(tx: &mut Tx, id: i64, ordinal: i64, part: &Part) -> db::Result<()> {
    if !part.entries.is_empty() {
        PARTS.put(tx, written![import_id: id, ordinal: ordinal, entries: packed(&part.entries)]).await?;
    }
    let mut rows = Bulk::new("stop_list_refusals");
    for (line, reason) in &part.refused {
        rows.push(tx, written![import_id: id, line: *line, reason: reason]).await?;
    }
    rows.flush(tx).await
}

/// All of it is there.
pub async fn is_read(tx: &mut Tx, id: i64, extent: Extent) -> db::Result<()> {
    TABLE.set(tx, id, written![entries: extent.entries, refused: extent.refused, is_read: true]).await
}

pub async fn is_begun(tx: &mut Tx, id: i64, job: i64) -> db::Result<()> {
    TABLE.set(tx, id, written![job_id: job]).await
}

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Import>> {
    sql!(fetch_optional Import, conn,
        "SELECT id, list_id, reason, entries, refused, added, duplicated, updated, job_id, created_at
         FROM stop_list_imports WHERE id = $1 AND is_read",
        id)
}

/// The parts of a file beyond one.
pub async fn parts(conn: &mut Conn, id: i64, (after, most): (i64, i64)) -> db::Result<Vec<i64>> {
    let found = sql!(fetch_all One<i64>, conn,
        "SELECT ordinal FROM stop_list_import_parts WHERE import_id = $1 AND ordinal > $2 ORDER BY ordinal LIMIT $3",
        id, after, most)?;
    Ok(found.into_iter().map(|(ordinal,)| ordinal).collect())
}

/// The entries of a part, which is gone then.
pub async fn take(tx: &mut Tx, id: i64, ordinal: i64) -> db::Result<Option<Vec<Entry>>> {
    let found = sql!(writing fetch_optional One<Vec<u8>>, tx,
        "DELETE FROM stop_list_import_parts WHERE import_id = $1 AND ordinal = $2 RETURNING entries", id, ordinal)?;
    Ok(found.map(|(entries,)| unpacked(&entries)))
}

pub async fn count(tx: &mut Tx, id: i64, by: Added) -> db::Result<()> {
    sql!(execute tx,
        "UPDATE stop_list_imports SET added = added + $1, duplicated = duplicated + $2, updated = updated + $3 WHERE id = $4",
        by.added, by.duplicated, by.updated, id)
    .map(drop)
}

pub async fn forget(tx: &mut Tx, id: i64) -> db::Result<()> {
    TABLE.delete(tx, id).await
}

/// One that was brought in before that time, or before the second and was never read to its end.
pub async fn first_before(
    conn: &mut Conn,
    (before, unread): (DateTime<Utc>, DateTime<Utc>),
) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT id FROM stop_list_imports WHERE created_at < $1 OR (created_at < $2 AND NOT is_read) ORDER BY id LIMIT 1",
        before, unread)?;
    Ok(found.map(|(id,)| id))
}

// The list of what is refused.

pub const SORTS: [Column<Refused>; 1] =
    [Column { name: "line", sql: "r.line", kind: Sort::Id, key: |it| it.line.to_string() }];
pub const ROW: RowId<Refused> = ("r.line", |it| it.line);
pub const FIELDS: [Field<Refused>; 2] =
    [Field::new("line", |it| it.line.into()), Field::new("reason", |it| (&it.reason).into())];

pub fn refused(id: i64) -> Select {
    Select::new("r.line, r.reason", " FROM stop_list_refusals r WHERE r.import_id = ").bind(id)
}

// An entry as it waits: its kind, its hash, how long the sealed MD5 is, and that.

const HASH: usize = 32;

fn packed(entries: &[Entry]) -> Vec<u8> {
    let mut all = Vec::with_capacity(entries.len() * (HASH + 2));
    for entry in entries {
        let sealed = entry.md5_sealed.as_deref().unwrap_or_default();
        all.push(Kind::ALL.iter().position(|kind| *kind == entry.kind).unwrap_or_default() as u8);
        all.extend(&entry.hash);
        all.push(sealed.len() as u8);
        all.extend(sealed);
    }
    all
}

fn unpacked(mut all: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    while let Some((entry, rest)) = first(all) {
        entries.push(entry);
        all = rest;
    }
    entries
}

fn first(all: &[u8]) -> Option<(Entry, &[u8])> {
    let (kind, rest) = all.split_first()?;
    let (hash, rest) = rest.split_at_checked(HASH)?;
    let (length, rest) = rest.split_first()?;
    let (sealed, rest) = rest.split_at_checked(usize::from(*length))?;
    let kind = *Kind::ALL.get(usize::from(*kind))?;
    let md5_sealed = Some(sealed.to_vec()).filter(|it| !it.is_empty());
    Some((Entry { hash: hash.to_vec(), kind, md5_sealed }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let entries = [(Kind::Email, None), (Kind::Domain, Some(vec![7; 72])), (Kind::Phone, Some(vec![9; 72]))];
        let entries = entries.map(|(kind, md5_sealed)| Entry { hash: vec![kind as u8 + 1; HASH], kind, md5_sealed });
        assert_eq!(unpacked(&packed(&entries)), entries);
        assert_eq!(unpacked(&[]), []);
    }
}
