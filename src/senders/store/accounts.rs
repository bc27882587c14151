//! Which accounts may send through a sender.

use crate::{
    accounts::model::AccountState,
    db::{self, Bulk, Conn, FromRow, One, Select, Table, Tx, Value, sql, written},
    lists::{Column, Field, Kind, RowId},
};

const ASSIGNED: Table = Table::plain("sender_accounts");
/// As many are looked for in a statement.
pub const AT_ONCE: usize = 300;

/// An account that may be meant.
#[derive(Clone, FromRow)]
pub struct Candidate {
    pub id: i64,
    pub name: String,
    pub title_key: String,
    pub deleted: bool,
}

/// A row of the list of a sender's accounts.
#[derive(FromRow)]
pub struct AssignedRow {
    pub id: i64,
    pub name: String,
    pub title: String,
    pub title_key: String,
    #[sqlx(flatten)]
    pub state: AccountState,
}

pub const COLUMNS: &[Column<AssignedRow>] = &[
    Column { name: "id", sql: "a.id", kind: Kind::Id, key: |row| row.id.to_string() },
    Column { name: "title", sql: "a.title_key", kind: Kind::Text, key: |row| row.title_key.clone() },
];

pub const FIELDS: &[Field<AssignedRow>] = &[
    Field::new("id", |row| row.id.into()),
    Field::new("title", |row| (&row.title).into()),
    Field::new("name", |row| (&row.name).into()),
    Field::new("state", |row| row.state.codes().into()),
];

pub const ROW: RowId<AssignedRow> = ("a.id", |row| row.id);

pub fn listed(sender_id: i64, words: Option<&str>) -> Select {
    let all = Select::new(
        "a.id, a.name, a.title, a.title_key, a.active, a.frozen, a.limit_reached, a.deleted_at",
        " FROM sender_accounts s JOIN accounts a ON a.id = s.account_id WHERE s.sender_id = ",
    );
    all.bind(sender_id).containing("a.search", words)
}

/// Those that have one of these ids or names, and of those that are not deleted, one of these titles.
pub async fn candidates(
    conn: &mut Conn,
    ids: &[i64],
    (names, titles): (&[String], &[String]),
) -> db::Result<Vec<Candidate>> {
    let texts = |texts: &[String]| texts.iter().map(Value::from).collect::<Vec<_>>().into_iter();
    let select = Select::new(
        "a.id, a.name, a.title_key, a.deleted_at IS NOT NULL AS deleted",
        " FROM accounts a WHERE a.id IN (",
    );
    // An id that none has, since a list may not be empty.
    let select = select.values(ids.iter().copied().chain([0]).map(Value::from)).push(") OR a.name IN (");
    let select = select.values(texts(names).chain([Value::from("")]));
    let select = select.push(") OR (a.deleted_at IS NULL AND a.title_key IN (");
    select.values(texts(titles).chain([Value::from("")])).push("))").fetch_all(conn).await
}

/// Those of these that are assigned.
pub async fn assigned_of(conn: &mut Conn, sender_id: i64, ids: &[i64]) -> db::Result<Vec<i64>> {
    let mut found = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let of = Select::new("s.account_id", " FROM sender_accounts s WHERE s.sender_id = ").bind(sender_id);
        let of = of.push(" AND s.account_id IN (").values(some.iter().copied().map(Value::from)).push(")");
        found.extend(of.fetch_all::<One<i64>>(conn).await?.into_iter().map(|(id,)| id));
    }
    Ok(found)
}

/// All of them, with their names.
pub async fn all(conn: &mut Conn, sender_id: i64) -> db::Result<Vec<(i64, String)>> {
    sql!(
        fetch_all(i64, String),
        conn,
        "SELECT a.id, a.name FROM sender_accounts s JOIN accounts a ON a.id = s.account_id WHERE s.sender_id = $1 ORDER BY a.id",
        sender_id
    )
}

/// A virtual sender that sends through it.
#[derive(FromRow)]
pub struct User {
    pub account: String,
    pub name: String,
    /// The number of its first rule that does.
    pub rule: i64,
}

/// The first virtual sender of one of these accounts that sends through it.
pub async fn user_among(conn: &mut Conn, sender_id: i64, accounts: &[i64]) -> db::Result<Option<User>> {
    let of = Select::new(
        "a.name AS account, v.name, s.rule",
        " FROM virtual_sender_senders s JOIN virtual_senders v ON v.id = s.virtual_sender_id
         JOIN accounts a ON a.id = v.account_id WHERE s.sender_id = ",
    );
    let of = of.bind(sender_id).push(" AND v.account_id IN (").values(accounts.iter().copied().map(Value::from));
    Ok(of.push(") ORDER BY v.id LIMIT 1").fetch_all(conn).await?.pop())
}

pub async fn add(tx: &mut Tx, sender_id: i64, ids: impl Iterator<Item = i64>) -> db::Result<()> {
    let mut bulk = Bulk::new("sender_accounts");
    for account_id in ids {
        bulk.push(tx, written![sender_id: sender_id, account_id: account_id]).await?;
    }
    bulk.flush(tx).await
}

pub async fn remove(tx: &mut Tx, sender_id: i64, ids: impl Iterator<Item = i64>) -> db::Result<()> {
    for account_id in ids {
        ASSIGNED.delete_row(tx, written![sender_id: sender_id, account_id: account_id]).await?;
    }
    Ok(())
}
