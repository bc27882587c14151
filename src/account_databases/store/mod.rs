pub mod indexes;

use chrono::{DateTime, Utc};

use super::{
    model::{AccountDatabase, Fields},
    place::InDatabase,
    report::databases::Reported,
};
use crate::{
    api::Key,
    db::{self, Conn, Select, Table, Tx, Written, written},
    lists::{Column, Kind, RowId},
};

pub const TABLE: Table = Table { name: "account_databases", searched: &["name"], between: "\n" };

const COLUMNS: &str =
    "d.id, d.account_id, d.name, d.profiles, d.fields, d.created_at, d.changed_at, d.reported_at, d.gone,
    d.indexes_gone_at, d.search, (SELECT count(*) FROM account_indexes i WHERE i.database_id = d.id) AS indexes";

pub const ROW: RowId<AccountDatabase> = ("d.id", |it| it.id);

pub static SORTS: [Column<AccountDatabase>; 2] = [
    Column { name: "name", sql: "d.search", kind: Kind::Text, key: |it| it.search.clone() },
    Column { name: "profiles", sql: "d.profiles", kind: Kind::Int, key: |it| it.profiles.to_string() },
];

/// Those of an account that are there, searched for words.
pub fn listed(account_id: i64, question: Option<&str>) -> Select {
    all(account_id).push(" AND NOT d.gone").containing("d.search", question)
}

/// The text ends in a WHERE.
fn all(account_id: i64) -> Select {
    Select::new(COLUMNS, " FROM account_databases d WHERE d.account_id = ").bind(account_id)
}

pub async fn find(conn: &mut Conn, account_id: i64, id: i64) -> db::Result<Option<AccountDatabase>> {
    Ok(listed(account_id, None).push(" AND d.id = ").bind(id).fetch_all(conn).await?.pop())
}

/// How many are there.
pub async fn count(conn: &mut Conn, account_id: i64) -> db::Result<i64> {
    listed(account_id, None).count(conn).await
}

/// By name before id.
pub async fn look_up(conn: &mut Conn, account_id: i64, key: &Key) -> db::Result<Option<AccountDatabase>> {
    let one = listed(account_id, None).meant(("d.name", key.name.as_deref()), ("d.id", key.id));
    Ok(one.fetch_all(conn).await?.pop())
}

/// That of the name, even if it is gone: a report may bring it back.
pub async fn named(conn: &mut Conn, account_id: i64, name: &str) -> db::Result<Option<AccountDatabase>> {
    Ok(all(account_id).push(" AND d.name = ").bind(name).fetch_all(conn).await?.pop())
}

/// What a report says, as of its time.
fn written(it: &Reported, at: DateTime<Utc>) -> Written {
    let row = written![profiles: it.profiles, reported_at: at, gone: false];
    let row = it.fields.iter().fold(row, |row, fields| row.and(written![fields: fields.kept()]));
    let row = it.created_at.iter().fold(row, |row, at| row.and(written![created_at: *at]));
    it.changed_at.iter().fold(row, |row, at| row.and(written![changed_at: *at]))
}

pub async fn insert(tx: &mut Tx, account_id: i64, name: &str, it: &Reported, at: DateTime<Utc>) -> db::Result<i64> {
    let unknown = if it.fields.is_none() { written![fields: Fields::default().kept()] } else { Written::default() };
    TABLE.add(tx, written![account_id: account_id, name: name].and(written(it, at)).and(unknown)).await
}

pub async fn update(tx: &mut Tx, id: i64, it: &Reported, at: DateTime<Utc>) -> db::Result<()> {
    TABLE.set(tx, id, written(it, at)).await
}

/// It and its indexes are gone as of then.
pub async fn leave(tx: &mut Tx, it: &AccountDatabase, at: DateTime<Utc>) -> db::Result<()> {
    indexes::forget_all(tx, InDatabase { account_id: it.account_id, id: it.id }).await?;
    TABLE.set(tx, it.id, written![gone: true, reported_at: at, indexes_gone_at: at]).await
}

pub async fn an_index_has_gone(tx: &mut Tx, it: &AccountDatabase, at: DateTime<Utc>) -> db::Result<()> {
    let newest = it.indexes_gone_at.map_or(at, |known| known.max(at));
    TABLE.set(tx, it.id, written![indexes_gone_at: newest]).await
}
