mod filter;
pub mod spans;

use chrono::{DateTime, Utc};

use filter::filtered;
pub use filter::{Filter, addresses, by_id};

use crate::{
    db::{self, Conn, FromRow, One, Select},
    files::Cell,
    lists::{Column, Field, Kind, RowId, Shape},
};

#[derive(FromRow)]
pub struct Record {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub actor_kind: String,
    pub actor_name: String,
    pub on_behalf_of: Option<String>,
    pub visit_id: Option<i64>,
    /// Why the administrator was there.
    pub visit_reason: Option<String>,
    pub job_id: Option<i64>,
    pub ip: String,
    pub user_agent: String,
    pub request_id: String,
    pub action: String,
    pub object_kind: String,
    pub object_id: Option<i64>,
    pub object_name: String,
    pub account_id: Option<i64>,
    /// JSON: a list of [field, old, new].
    pub changes: String,
    /// The record whose change it took back.
    pub undoes: Option<i64>,
    /// Why it deserves a look: what [`Mark`](crate::change::Mark) is called.
    pub mark: Option<String>,
    /// Its number in the order of commits, once it is sealed.
    pub seq: Option<i64>,
}

const COLUMNS: &str = "r.id, r.at, r.actor_kind, r.actor_name, r.on_behalf_of, r.visit_id,
    (SELECT v.reason FROM visits v WHERE v.id = r.visit_id) AS visit_reason, r.job_id, r.ip, r.user_agent, r.request_id,
    r.action, r.object_kind, r.object_id, r.object_name, r.account_id, r.changes, r.undoes, r.mark, r.seq";

/// What there is to choose of the list.
pub const LIST: Shape = Shape {
    name: "audit",
    path: "/audit",
    label: "menu-audit",
    columns: &[("who", "column-who"), ("what", "column-what"), ("changes", "column-changes"), ("from", "column-from")],
    usual: 4,
    filters: &[
        "account", "kind", "object", "action", "who", "by", "ip", "visit", "refused", "marked", "from", "to", "period",
    ],
};

/// What the list can be sorted by.
pub const SORTS: [Column<Record>; 1] =
    [Column { name: "id", sql: "r.id", kind: Kind::Id, key: |it| it.id.to_string() }];

/// What the list shows of a record.
pub const FIELDS: [Field<Record>; 20] = [
    Field::new("id", |it| it.id.into()),
    Field::of("when", "at", |it| it.at.into()),
    Field::of("who", "actor_kind", |it| (&it.actor_kind).into()),
    Field::of("who", "actor_name", |it| (&it.actor_name).into()),
    Field::of("who", "on_behalf_of", |it| it.on_behalf_of.as_ref().into()),
    Field::of("who", "visit_id", |it| it.visit_id.into()),
    Field::of("who", "visit_reason", |it| it.visit_reason.as_ref().into()),
    Field::of("what", "action", |it| (&it.action).into()),
    Field::of("what", "object_kind", |it| (&it.object_kind).into()),
    Field::of("what", "object_id", |it| it.object_id.into()),
    Field::of("what", "object_name", |it| (&it.object_name).into()),
    Field::of("what", "account_id", |it| it.account_id.into()),
    Field::of("what", "mark", |it| it.mark.as_ref().into()),
    Field::new("changes", |it| Cell::Json(it.changes.clone())),
    Field::of("from", "ip", |it| (&it.ip).into()),
    Field::of("from", "user_agent", |it| (&it.user_agent).into()),
    Field::of("from", "request_id", |it| (&it.request_id).into()),
    Field::of("what", "undoes", |it| it.undoes.into()),
    Field::of("who", "job_id", |it| it.job_id.into()),
    Field::of("when", "seq", |it| it.seq.into()),
];

pub const ROW: RowId<Record> = (ID, |it| it.id);
pub const ID: &str = "r.id";
pub const SEQ: &str = "r.seq";

/// What the filter leaves, for the list.
pub fn listed(filter: &Filter) -> Select {
    filtered(Select::new(COLUMNS, " FROM audit r WHERE 1 = 1"), filter)
}

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Record>> {
    let one = Select::new(COLUMNS, " FROM audit r WHERE r.id = ").bind(id);
    one.fetch_all(conn).await.map(|mut found| found.pop())
}

/// The newest of an account, for its overview.
pub async fn newest(conn: &mut Conn, account_id: i64) -> db::Result<Vec<Record>> {
    let all = listed(&Filter { account_id: Some(account_id), ..Filter::default() });
    all.push(" ORDER BY r.id DESC LIMIT 8").fetch_all(conn).await
}

/// What other administrators have done since then, as far as it is among the newest.
pub async fn of_others(conn: &mut Conn, reader: i64, since: DateTime<Utc>) -> db::Result<Vec<Record>> {
    let newest = " FROM audit r WHERE r.id > (SELECT max(n.id) FROM audit n) - 2000 AND r.actor_kind = 'admin' AND r.object_kind <> 'page'
        AND r.actor_id <> ";
    let of_others = Select::new(COLUMNS, newest).bind(reader).push(" AND r.at >= ").bind(since);
    of_others.push(" ORDER BY r.id DESC LIMIT 10").fetch_all(conn).await
}

/// What was done in a visit, in order, refusals included.
pub async fn of_visit(conn: &mut Conn, id: i64) -> db::Result<Vec<Record>> {
    let all = Select::new(COLUMNS, " FROM audit r WHERE r.visit_id = ").bind(id);
    all.push(" ORDER BY r.id LIMIT 500").fetch_all(conn).await
}

/// Those that deserve a look, since a time.
pub fn marked_since(select: Select, since: DateTime<Utc>) -> Select {
    select.push(" FROM audit a WHERE a.mark IS NOT NULL AND a.at >= ").bind(since)
}

/// So many records beside the one that is looked at, with ids near its own.
const NEAR: i64 = 500;
const MOST: usize = 100;

/// The others that the same request wrote, in order.
pub async fn of_request(conn: &mut Conn, of: &Record) -> db::Result<Vec<Record>> {
    if of.request_id.is_empty() {
        return Ok(Vec::new());
    }
    let near = Select::new(COLUMNS, " FROM audit r WHERE r.id >= ").bind(of.id - NEAR);
    let near = near.push(" AND r.id <= ").bind(of.id + NEAR).push(" AND r.request_id = ").bind(&of.request_id);
    let others = near.push(" AND r.id <> ").bind(of.id).push(" ORDER BY r.id LIMIT ").bind(MOST as i64);
    others.fetch_all(conn).await
}

/// The last deletion of what a record is about.
pub async fn last_deletion(conn: &mut Conn, of: &Record) -> db::Result<Option<i64>> {
    let last =
        Select::new("max(r.id)", " FROM audit r WHERE r.action = 'delete' AND r.object_kind = ").bind(&of.object_kind);
    let last = last.push(" AND r.object_id = ").bind(of.object_id);
    Ok(last.fetch_all::<One<Option<i64>>>(conn).await?.pop().and_then(|(id,)| id))
}

/// The last record whose change took this one back.
pub async fn undone_by(conn: &mut Conn, id: i64) -> db::Result<Option<i64>> {
    let last = Select::new("max(r.id)", " FROM audit r WHERE r.undoes = ").bind(id);
    Ok(last.fetch_all::<One<Option<i64>>>(conn).await?.pop().and_then(|(id,)| id))
}

/// The same for reading on by what is sealed, from an id on.
pub fn by_seq(filter: &Filter, from_id: Option<i64>) -> Select {
    // What narrows is kept from its index, which knows no order of numbers and would have all of it sorted for each page.
    let period = Filter { from: filter.from, before: filter.before, ..Filter::default() };
    by_id(&period)
        .filter(" AND r.account_id + 0 = ", filter.account_id)
        .filter(" AND r.object_kind || '' = ", filter.object_kind)
        .filter(" AND r.object_id + 0 = ", filter.object_id)
        .filter(" AND r.action || '' = ", filter.action)
        .filter(" AND r.actor_name || '' = ", filter.actor)
        .filter(" AND r.id >= ", from_id)
}
