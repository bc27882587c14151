//! What the tree over the record is kept by.

pub mod anchors;
pub mod nodes;
pub mod verifications;

use chrono::{DateTime, Utc};

use super::{
    edge::{Edge, Tile, WIDTH, hashes},
    entry::Entry,
    keys::{Kept, broken},
    note::{Checkpoint, PublicKey},
    tree::{Hash, Node},
};
use crate::{
    db::{self, Conn, FromRow, One, Select, Table, Tx, sql, written},
    error::Result,
};

const AUDIT: Table = Table::plain("audit");
const TREE: Table = Table::plain("audit_tree");
const TILES: Table = Table::plain("audit_tiles");
const CHECKPOINTS: Table = Table::plain("audit_checkpoints");
const KEYS: Table = Table::plain("audit_keys");
const COLUMNS: &str = "coalesce(seq, 0) AS seq, id, coalesce(format, 1) AS format, at, actor_kind, actor_id, actor_name, on_behalf_of,
    visit_id, job_id, ip, user_agent, request_id, action, object_kind, object_id, object_name, account_id, changes, undoes, mark, salt, mac";

/// Whether there is something to do.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct Look {
    pub size: i64,
    /// Size and time of the last checkpoint.
    pub signed: Option<i64>,
    pub signed_at: Option<DateTime<Utc>>,
    pub is_unsealed: bool,
}

/// How far the tree has grown.
#[derive(Clone, Debug)]
pub struct Grown {
    pub edge: Edge,
    pub from_before: i64,
    /// Up to which number records were removed.
    pub removed: i64,
}

#[derive(Clone, Debug, FromRow)]
pub struct Signed {
    pub size: i64,
    pub at: DateTime<Utc>,
    pub note: String,
}

/// One statement, by indexes: what is done every second where nothing happens.
pub async fn look(conn: &mut Conn) -> db::Result<Look> {
    sql!(
        fetch_one Look,
        conn,
        "SELECT t.size, c.size AS signed, c.at AS signed_at, EXISTS (SELECT 1 FROM audit WHERE seq IS NULL) AS is_unsealed
         FROM audit_tree t LEFT JOIN audit_checkpoints c ON c.size = (SELECT max(size) FROM audit_checkpoints)"
    )
}

pub async fn grown(conn: &mut Conn) -> Result<Grown> {
    let (size, edge, from_before, removed) = sql!(
        fetch_one(i64, Vec<u8>, i64, i64),
        conn,
        "SELECT size, edge, from_before, removed FROM audit_tree WHERE id = 1"
    )?;
    let edge = u64::try_from(size).ok().and_then(|size| Edge::read(size, &edge));
    let edge = edge.ok_or_else(|| broken("what is kept of the tree over the record was altered"))?;
    Ok(Grown { edge, from_before, removed })
}

/// The next records in the order of commits.
pub async fn unsealed(tx: &mut Tx, most: i64) -> db::Result<Vec<Entry>> {
    let settled = tx.settled();
    let next = Select::new(COLUMNS, " FROM audit WHERE seq IS NULL").push(settled).push(" LIMIT ").bind(most);
    next.planned_anew().fetch_all(tx).await
}

/// Numbers these records, and keeps what the tree has become.
pub async fn seal(tx: &mut Tx, entries: &[Entry], grown: &Grown, full: Vec<Tile>) -> db::Result<()> {
    let numbered = entries.iter().map(|entry| (entry.id, written![seq: entry.seq, format: entry.format]));
    AUDIT.set_each(tx, numbered.collect()).await?;
    for tile in full {
        let level = i64::from(tile.place.level);
        TILES.put(tx, written![level: level, tile: number(tile.place.tile), hashes: tile.hashes.concat()]).await?;
    }
    let (size, edge) = (number(grown.edge.size), grown.edge.bytes());
    TREE.set(tx, 1, written![size: size, edge: edge, from_before: grown.from_before]).await
}

pub async fn last_signed(conn: &mut Conn) -> db::Result<Option<Signed>> {
    sql!(fetch_optional Signed, conn, "SELECT size, at, note FROM audit_checkpoints ORDER BY size DESC LIMIT 1")
}

pub async fn keep_signed(tx: &mut Tx, signed: &Signed, previous: i64) -> db::Result<()> {
    let Signed { size, at, note } = signed;
    CHECKPOINTS.put(tx, written![size: *size, previous: previous, at: *at, note: note]).await
}

pub async fn keys(conn: &mut Conn) -> db::Result<Vec<Kept>> {
    sql!(fetch_all Kept, conn, "SELECT id, public, after_id, at, mac FROM audit_keys ORDER BY id")
}

pub async fn keep_key(tx: &mut Tx, kept: &Kept) -> db::Result<()> {
    let row = written![public: kept.public.as_slice(), after_id: kept.after_id, at: kept.at, mac: kept.mac.as_slice()];
    KEYS.put(tx, row).await
}

pub async fn last_id(conn: &mut Conn) -> db::Result<i64> {
    let (last,) = sql!(fetch_one One<Option<i64>>, conn, "SELECT max(id) FROM audit")?;
    Ok(last.unwrap_or(0))
}

/// Sealed records beyond a number, at most up to another.
pub async fn sealed(conn: &mut Conn, (beyond, upto): (u64, u64)) -> db::Result<Vec<Entry>> {
    let some = Select::new(COLUMNS, " FROM audit WHERE seq > ").bind(number(beyond));
    some.push(" AND seq <= ").bind(number(upto)).push(" ORDER BY seq").fetch_all(conn).await
}

/// Their hashes as the tree has them.
pub async fn leaves(conn: &mut Conn, edge: &Edge, (beyond, upto): (u64, u64)) -> Result<Vec<Hash>> {
    let (width, mut leaves) = (WIDTH as u64, Vec::new());
    let first = beyond / width;
    let tiles = sql!(fetch_all One<Vec<u8>>, conn,
        "SELECT hashes FROM audit_tiles WHERE level = 0 AND tile >= $1 AND tile < $2 ORDER BY tile",
        number(first), number((upto / width).min(edge.size / width)))?;
    for (bytes,) in tiles {
        leaves.extend(hashes(&bytes).unwrap_or_default());
    }
    let left = Node { height: 0, index: first * width + leaves.len() as u64 };
    let beside = (left.index..upto).map(|index| edge.node(Node { index, ..left }));
    let beside = beside.collect::<Option<Vec<Hash>>>();
    leaves.extend(beside.ok_or_else(|| broken("a tile of the tree over the record is gone"))?);
    let skipped = usize::try_from(beyond % width).unwrap_or_default();
    Ok(leaves.split_off(skipped.min(leaves.len())))
}

/// Of these, the first that is not older.
pub async fn first_since(conn: &mut Conn, (beyond, upto): (u64, u64), at: DateTime<Utc>) -> db::Result<Option<i64>> {
    let (first,) = sql!(fetch_one One<Option<i64>>, conn,
        "SELECT min(seq) FROM audit WHERE seq > $1 AND seq <= $2 AND at >= $3", number(beyond), number(upto), at)?;
    Ok(first)
}

/// Their bodies; how many there were.
pub async fn remove(tx: &mut Tx, (beyond, upto): (u64, u64)) -> db::Result<u64> {
    let gone = sql!(execute tx, "DELETE FROM audit WHERE seq > $1 AND seq <= $2", number(beyond), number(upto))?;
    TREE.set(tx, 1, written![removed: number(upto)]).await?;
    Ok(gone)
}

/// The checkpoint of a size, as it was signed.
pub async fn checkpoint(conn: &mut Conn, size: i64, keys: &[PublicKey]) -> Result<Checkpoint> {
    let found = sql!(fetch_optional One<String>, conn, "SELECT note FROM audit_checkpoints WHERE size = $1", size)?;
    opened(&found.map(|(note,)| note).unwrap_or_default(), keys)
}

pub fn opened(note: &str, keys: &[PublicKey]) -> Result<Checkpoint> {
    Checkpoint::open(note, keys).map_err(|_| broken("a checkpoint of the record was altered"))
}

/// A record with a number that the tree does not reach, or that is one of those that were removed, if there is one.
pub async fn first_beyond(conn: &mut Conn) -> db::Result<Option<i64>> {
    let (first,) = sql!(fetch_one One<Option<i64>>, conn,
        "SELECT coalesce((SELECT min(r.seq) FROM audit r WHERE r.seq <= t.removed), (SELECT min(a.seq) FROM audit a WHERE a.seq > t.size))
         FROM audit_tree t")?;
    Ok(first)
}

/// The last record that says that records were removed.
pub async fn last_removal(conn: &mut Conn) -> db::Result<Option<Entry>> {
    let removal =
        Select::new(COLUMNS, " FROM audit WHERE object_kind = 'record' AND action = 'remove' ORDER BY id DESC LIMIT 1");
    removal.fetch_all(conn).await.map(|mut found| found.pop())
}

/// Of unsealed records with ids from one to another, those that are copies of others, by their salt.
pub async fn copies(tx: &mut Tx, (least, most): (i64, i64)) -> db::Result<Vec<i64>> {
    let found = sql!(fetch_all One<i64>, tx,
        "SELECT u.id FROM audit u WHERE u.id >= $1 AND u.id <= $2 AND u.seq IS NULL AND u.salt IS NOT NULL AND EXISTS
             (SELECT 1 FROM audit s WHERE s.salt IS NOT NULL AND s.at = u.at AND s.salt = u.salt AND s.id <> u.id
                AND (s.seq IS NOT NULL OR s.id < u.id))",
        least, most)?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// The hashes of a full tile.
pub async fn tile(conn: &mut Conn, level: u32, tile: u64) -> db::Result<Option<Vec<Hash>>> {
    let found = sql!(fetch_optional One<Vec<u8>>, conn,
        "SELECT hashes FROM audit_tiles WHERE level = $1 AND tile = $2", i64::from(level), number(tile))?;
    Ok(found.and_then(|(bytes,)| hashes(&bytes)))
}

/// Of those that are not sealed, since when the oldest is there.
pub async fn oldest_unsealed(conn: &mut Conn) -> db::Result<Option<DateTime<Utc>>> {
    let (oldest,) = sql!(fetch_one One<Option<DateTime<Utc>>>, conn, "SELECT min(at) FROM audit WHERE seq IS NULL")?;
    Ok(oldest)
}

pub fn number(it: u64) -> i64 {
    i64::try_from(it).unwrap_or(i64::MAX)
}
