use chrono::{DateTime, Utc};

use crate::{
    db::{self, Bulk, Conn, FromRow, Listed, One, Select, Table, Tx, sql, written},
    stop_lists::model::{Entry, Source, Why},
    stops::Kind,
};

/// An entry of a list.
#[derive(Clone, FromRow)]
pub struct There {
    pub id: i64,
    pub hash: Vec<u8>,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    #[sqlx(try_from = "String")]
    pub source: Source,
    pub reason: String,
    pub added_by: String,
    pub added_at: DateTime<Utc>,
    pub has_md5: bool,
}

/// An entry as it is to be written.
pub struct New<'a> {
    pub entry: &'a Entry,
    pub why: Why,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// By how many there are more of each kind.
#[derive(Default)]
pub struct Balance {
    emails: i64,
    phones: i64,
    domains: i64,
}

impl Balance {
    pub fn count(&mut self, kind: Kind, by: i64) {
        match kind {
            Kind::Email => self.emails += by,
            Kind::Phone => self.phones += by,
            Kind::Domain => self.domains += by,
        }
    }
}

/// Whoever changes the entries of a list waits for whoever does so already.
pub async fn lock(tx: &mut Tx, list_id: i64) -> db::Result<()> {
    sql!(execute tx, "UPDATE stop_lists SET version = version WHERE id = $1", list_id).map(drop)
}

/// Those of a list that have one of these hashes.
pub async fn there(conn: &mut Conn, list_id: i64, hashes: Vec<Vec<u8>>) -> db::Result<Vec<There>> {
    let listed = Listed {
        select: "SELECT e.id, e.hash, e.kind, e.source, e.reason, e.added_by, e.added_at, e.md5_sealed IS NOT NULL AS has_md5
            FROM stop_list_entries e",
        also: " WHERE e.list_id = ",
        first: Some(list_id.into()),
        column: " AND e.hash IN ",
    };
    listed.fetch(conn, hashes).await
}

pub async fn put(tx: &mut Tx, list_id: i64, new: &[New<'_>]) -> db::Result<()> {
    let mut rows = Bulk::new("stop_list_entries");
    for New { entry, why, by, at } in new {
        let row = written![
            list_id: list_id,
            hash: &*entry.hash,
            kind: entry.kind.as_str(),
            source: why.source.as_str(),
            reason: &why.reason,
            added_by: by,
            added_at: *at,
            md5_sealed: &entry.md5_sealed,
        ];
        rows.push(tx, row).await?;
    }
    rows.flush(tx).await
}

pub async fn remove(tx: &mut Tx, ids: &[i64]) -> db::Result<()> {
    Table::plain("stop_list_entries").delete_all(tx, ids).await
}

/// No change of the list's own: its version stays.
pub async fn count(tx: &mut Tx, list_id: i64, by: &Balance) -> db::Result<()> {
    sql!(execute tx,
        "UPDATE stop_lists SET emails = emails + $1, phones = phones + $2, domains = domains + $3 WHERE id = $4",
        by.emails, by.phones, by.domains, list_id)
    .map(drop)
}

/// A list that was deleted before that time and has entries.
pub async fn first_to_empty(conn: &mut Conn, before: DateTime<Utc>) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT l.id FROM stop_lists l WHERE l.deleted_at < $1 AND EXISTS (SELECT 1 FROM stop_list_entries e WHERE e.list_id = l.id)
         ORDER BY l.id LIMIT 1",
        before)?;
    Ok(found.map(|(id,)| id))
}

/// Some of the entries of a list, if it is still deleted since before that time.
pub async fn empty(tx: &mut Tx, list_id: i64, before: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM stop_list_entries WHERE id IN
             (SELECT e.id FROM stop_list_entries e JOIN stop_lists l ON l.id = e.list_id
              WHERE e.list_id = $1 AND l.deleted_at < $2 ORDER BY e.id LIMIT 5000)",
        list_id, before)
}

// What is taken out.

pub const ID: &str = "e.id";

/// An entry as it is taken out.
#[derive(FromRow)]
pub struct Row {
    pub id: i64,
    pub hash: Vec<u8>,
    pub kind: String,
    pub source: String,
    pub added_at: DateTime<Utc>,
    pub md5_sealed: Option<Vec<u8>>,
}

/// Those of a list, of one kind or of all.
pub fn listed(list_id: i64, kind: Option<Kind>) -> Select {
    let all = Select::new(
        "e.id, e.hash, e.kind, e.source, e.added_at, e.md5_sealed",
        " FROM stop_list_entries e WHERE e.list_id = ",
    );
    all.bind(list_id).filter(" AND e.kind = ", kind.map(Kind::as_str))
}

pub async fn after(
    conn: &mut Conn,
    (list_id, kind): (i64, Option<Kind>),
    (after, most): (i64, i64),
) -> db::Result<Vec<Row>> {
    let next = listed(list_id, kind).push(" AND e.id > ").bind(after).push(" ORDER BY e.id LIMIT ").bind(most);
    next.fetch_all(conn).await
}

/// Lets go of the MD5s of some entries; of how many.
pub async fn forget_md5(tx: &mut Tx) -> db::Result<u64> {
    const AT_ONCE: i64 = 5_000;
    sql!(execute tx,
        "UPDATE stop_list_entries SET md5_sealed = NULL
         WHERE id IN (SELECT id FROM stop_list_entries WHERE md5_sealed IS NOT NULL ORDER BY id LIMIT $1)",
        AT_ONCE)
}

/// As the list knows it.
pub async fn count_listed(conn: &mut Conn, list_id: i64, kind: Option<Kind>) -> db::Result<i64> {
    let counts = sql!(
        fetch_optional(i64, i64, i64),
        conn,
        "SELECT emails, phones, domains FROM stop_lists WHERE id = $1",
        list_id
    )?;
    let (emails, phones, domains) = counts.unwrap_or_default();
    Ok(match kind {
        None => emails + phones + domains,
        Some(Kind::Email) => emails,
        Some(Kind::Phone) => phones,
        Some(Kind::Domain) => domains,
    })
}
