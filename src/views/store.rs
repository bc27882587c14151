use super::model::{NewView, View};
use crate::{
    change::Change,
    db::{self, Conn, One, Select, Table, Tx, Value, Written, sql, written},
    people::Admin,
};

const TABLE: Table = Table::plain("views");

const COLUMNS: &str =
    "v.id, v.list, v.owner_id, a.login AS owner, v.name, v.query, v.shared, v.version, v.updated_at, v.updated_by";

const FROM: &str = " FROM views v JOIN admins a ON a.id = v.owner_id WHERE ";

/// Whoever may open it.
pub async fn any(conn: &mut Conn, id: i64) -> db::Result<Option<View>> {
    Select::new(COLUMNS, FROM).push("v.id = ").bind(id).fetch_all(conn).await.map(|mut found| found.pop())
}

/// What the reader may open: their own, and what is shared with them.
fn readable(reader: &Admin) -> Select {
    Select::new(COLUMNS, FROM)
        .push("(v.shared = 'all' OR v.owner_id = ")
        .bind(reader.id)
        .push(" OR v.shared = ")
        .bind(reader.role.as_str())
        .push(")")
}

/// By list and name; of one list where it is named.
pub async fn of(conn: &mut Conn, reader: &Admin, list: Option<&str>) -> db::Result<Vec<View>> {
    readable(reader).filter(" AND v.list = ", list).push(" ORDER BY v.list, v.name, v.id").fetch_all(conn).await
}

pub async fn these(conn: &mut Conn, reader: &Admin, ids: &[i64]) -> db::Result<Vec<View>> {
    let these = readable(reader).push(" AND v.id IN (").values(ids.iter().copied().map(Value::from));
    these.push(")").fetch_all(conn).await
}

pub async fn find(conn: &mut Conn, reader: &Admin, id: i64) -> db::Result<Option<View>> {
    Ok(these(conn, reader, &[id]).await?.pop())
}

/// How many views of a list somebody has made.
pub async fn count(conn: &mut Conn, owner_id: i64, list: &str) -> db::Result<i64> {
    let of = "SELECT count(*) FROM views WHERE owner_id = $1 AND list = $2";
    let (count,) = sql!(fetch_one One<i64>, conn, of, owner_id, list)?;
    Ok(count)
}

pub async fn insert(change: &mut Change, (list, query): (&str, &str), new: &NewView) -> db::Result<i64> {
    let owner_id = change.by.id.unwrap_or(0);
    change.insert(&TABLE, written(new).and(written![list: list, query: query, owner_id: owner_id])).await
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, edited: (i64, i64), new: &NewView) -> db::Result<bool> {
    change.update(&TABLE, edited, written(new)).await
}

pub async fn set_query(change: &mut Change, id: i64, query: &str) -> db::Result<()> {
    change.update_any(&TABLE, id, written![query: query]).await
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    sql!(execute change.conn, "DELETE FROM views WHERE id = $1", id)?;
    Ok(())
}

fn written(new: &NewView) -> Written {
    written![name: &new.name, shared: &new.shared]
}

/// How somebody likes each list, kept from others until this transaction ends.
pub async fn taken_likings(tx: &mut Tx, admin_id: i64) -> db::Result<String> {
    let (kept,) = sql!(writing fetch_one One<String>, tx,
        "UPDATE admins SET lists = lists WHERE id = $1 RETURNING lists", admin_id)?;
    Ok(kept)
}

pub async fn set_likings(tx: &mut Tx, admin_id: i64, kept: &str) -> db::Result<u64> {
    sql!(execute tx, "UPDATE admins SET lists = $1 WHERE id = $2", kept, admin_id)
}

/// How everybody but one likes each list.
pub async fn likings(conn: &mut Conn, but: i64) -> db::Result<Vec<String>> {
    let kept = sql!(fetch_all One<String>, conn, "SELECT lists FROM admins WHERE lists <> '' AND id <> $1", but)?;
    Ok(kept.into_iter().map(|(kept,)| kept).collect())
}
