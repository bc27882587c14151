pub mod over;
pub mod platform;

use chrono::{DateTime, Duration, Utc};

use super::model::{Item, Job, Status};
use crate::{
    change::{
        Change,
        work::{Chosen, Task},
    },
    db::{self, Bulk, Condition, Conn, FromRow, One, Select, Table, Tx, sql, written},
    i18n::Message,
    lists::{Column, Field, Kind, RowId, Shape},
};

const TABLE: Table = Table::plain("jobs");

/// A node that died lets go of its job after this long. Each step renews it, and a step takes about a second.
const LEASE: Duration = Duration::seconds(30);

macro_rules! job_columns {
    () => {
        "j.id, j.kind, j.act, j.params, j.selection, j.status, j.account_id, j.seen_at, j.letters_per_minute, j.undoes, j.actor_kind, j.actor_id, j.actor_name, j.ip,
         j.user_agent, j.request_id, j.place, j.is_collected, j.total, j.done, j.already, j.refused, j.reason,
         j.created_at, j.started_at, j.finished_at, j.due_at,
         (SELECT max(u.id) FROM jobs u WHERE u.undoes = j.id) AS undone_by"
    };
}

/// What there is to choose of the list.
pub const LIST: Shape = Shape {
    name: "tasks",
    path: "/tasks",
    label: "menu-tasks",
    columns: &[
        ("status", "column-status"),
        ("done", "column-done"),
        ("refused", "column-refused"),
        ("total", "column-total"),
        ("who", "audit-who"),
        ("created", "column-created"),
        ("finished", "column-finished"),
    ],
    usual: 6,
    filters: &["status", "kind", "account", "who"],
};

/// What the list can be sorted by.
pub const SORTS: [Column<Job>; 1] = [Column { name: "id", sql: "j.id", kind: Kind::Id, key: |it| it.id.to_string() }];
/// What the list shows of a job.
pub const FIELDS: [Field<Job>; 11] = [
    Field::new("id", |it| it.id.into()),
    Field::of("job", "kind", |it| (&it.task.kind).into()),
    Field::of("job", "act", |it| (&it.task.act).into()),
    Field::of("job", "account_id", |it| it.task.account_id.into()),
    Field::new("status", |it| it.status.as_str().into()),
    Field::new("done", |it| it.done.into()),
    Field::new("refused", |it| it.refused.into()),
    Field::new("total", |it| it.total.into()),
    Field::of("who", "actor_name", |it| (&it.actor_name).into()),
    Field::of("created", "created_at", |it| it.created_at.into()),
    Field::of("finished", "finished_at", |it| it.finished_at.into()),
];
pub const ROW: RowId<Job> = ("j.id", |it| it.id);

/// What narrows the list.
#[derive(Default)]
pub struct Filter<'a> {
    pub status: Option<&'a str>,
    pub kind: Option<&'a str>,
    pub account_id: Option<i64>,
    pub actor: Option<&'a str>,
}

/// What is asked for.
pub struct New {
    pub task: Task,
    pub undoes: Option<i64>,
    pub seen_at: DateTime<Utc>,
    pub letters_per_minute: i64,
}

pub fn listed(filter: &Filter) -> Select {
    Select::new(job_columns!(), " FROM jobs j WHERE 1 = 1")
        .filter(" AND j.status = ", filter.status)
        .filter(" AND j.kind = ", filter.kind)
        .filter(" AND j.account_id = ", filter.account_id)
        .filter(" AND j.actor_name = ", filter.actor)
}

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Job>> {
    sql!(fetch_optional Job, conn, concat!("SELECT ", job_columns!(), " FROM jobs j WHERE j.id = $1"), id)
}

pub async fn insert(change: &mut Change, new: New) -> db::Result<i64> {
    let (by, task) = (&change.by, new.task);
    let row = written![
        kind: task.kind,
        act: task.act,
        params: task.params,
        selection: task.selection,
        seen_at: new.seen_at,
        letters_per_minute: new.letters_per_minute,
        status: Status::Waiting.as_str(),
        account_id: task.account_id,
        undoes: new.undoes,
        actor_kind: by.kind,
        actor_id: by.id,
        actor_name: &by.name,
        ip: &by.client.ip,
        user_agent: &by.client.user_agent,
        request_id: &by.request_id,
        place: 0,
        is_collected: false,
        total: 0,
        done: 0,
        already: 0,
        refused: 0,
        created_at: change.at,
        due_at: change.at,
    ];
    TABLE.add(&mut change.conn, row).await
}

/// Whether there is one to take; asked before the write that takes it.
pub async fn is_due(conn: &mut Conn, now: DateTime<Utc>) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT id FROM jobs WHERE finished_at IS NULL AND due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
         ORDER BY due_at LIMIT 1",
        now)?;
    Ok(found.is_some())
}

/// Takes the job that has waited for its turn the longest. No other worker gets it while the lease lasts.
pub async fn take(tx: &mut Tx, lease: &str, now: DateTime<Utc>) -> db::Result<Option<Job>> {
    let skip = tx.skip_locked();
    let taken = sql!(writing fetch_optional One<i64>, tx, sqlx::AssertSqlSafe(format!(
        "UPDATE jobs SET status = 'running', lease = $1, lease_until = $2, started_at = COALESCE(started_at, $3)
         WHERE id = (SELECT id FROM jobs
             WHERE finished_at IS NULL AND due_at <= $3 AND (lease_until IS NULL OR lease_until <= $3)
             ORDER BY due_at, id LIMIT 1{skip})
         RETURNING id"
    )), lease, now + LEASE, now)?;
    match taken {
        Some((id,)) => find(tx, id).await,
        None => Ok(None),
    }
}

/// Writes how far a job is; false when it is no longer this worker's, having been cancelled or taken over.
pub async fn keep(tx: &mut Tx, job: &Job, lease: &str, now: DateTime<Utc>) -> db::Result<bool> {
    let row = written![
        place: job.place,
        is_collected: job.is_collected,
        total: job.total,
        done: job.done,
        already: job.already,
        refused: job.refused,
        lease_until: now + LEASE,
    ];
    Ok(TABLE.update_where(tx, row, held(job.id, lease)).await? == 1)
}

/// Lets go of a job until it is its turn again.
pub async fn release(tx: &mut Tx, id: i64, lease: &str, due_at: DateTime<Utc>) -> db::Result<()> {
    let row = written![due_at: due_at, lease: None::<String>, lease_until: None::<DateTime<Utc>>];
    TABLE.update_where(tx, row, held(id, lease)).await.map(drop)
}

/// It is over; false when it was before.
pub async fn finish(
    tx: &mut Tx,
    id: i64,
    (status, reason): (Status, Option<String>),
    now: DateTime<Utc>,
) -> db::Result<bool> {
    let row = written![
        status: status.as_str(),
        reason: reason,
        finished_at: now,
        lease: None::<String>,
        lease_until: None::<DateTime<Utc>>,
    ];
    let open = Condition::new("id = ? AND finished_at IS NULL").bind(id);
    Ok(TABLE.update_where(tx, row, open).await? == 1)
}

fn held(id: i64, lease: &str) -> Condition {
    Condition::new("id = ? AND lease = ? AND finished_at IS NULL").bind(id).bind(lease)
}

/// Adds objects behind those that are chosen. What was changed since the page that showed them is marked.
pub async fn add(tx: &mut Tx, job: &Job, chosen: Vec<Chosen>) -> db::Result<()> {
    let mut rows = Bulk::new("job_items");
    for (at, it) in chosen.into_iter().enumerate() {
        let ordinal = job.total + 1 + i64::try_from(at).unwrap_or(i64::MAX);
        let version = if it.updated_at > job.seen_at { 0 } else { it.version };
        let row = written![
            job_id: job.id, ordinal: ordinal, object_id: it.id, version: version, label: it.label,
        ];
        rows.push(tx, row).await?;
    }
    rows.flush(tx).await
}

/// The next objects to be worked on.
pub async fn next(conn: &mut Conn, job: &Job, most: i64) -> db::Result<Vec<Item>> {
    sql!(fetch_all Item, conn,
        "SELECT ordinal, object_id, version, label, outcome, reason, FALSE AS is_past FROM job_items WHERE job_id = $1 AND ordinal > $2
         ORDER BY ordinal LIMIT $3",
        job.id, job.worked(), most)
}

/// What became of an object that was not changed; of one that was, nothing is written.
pub async fn settle(tx: &mut Tx, job_id: i64, ordinal: i64, outcome: &str, why: Option<&Message>) -> db::Result<()> {
    let row = written![outcome: outcome, reason: why.and_then(|why| serde_json::to_string(why).ok())];
    let item = Condition::new("job_id = ? AND ordinal = ?").bind(job_id).bind(ordinal);
    Table::plain("job_items").update_where(tx, row, item).await.map(drop)
}

pub const ITEMS: [Column<Item>; 1] =
    [Column { name: "ordinal", sql: "i.ordinal", kind: Kind::Id, key: |it| it.ordinal.to_string() }];
/// What the list shows of an object.
pub const ITEM_FIELDS: [Field<Item>; 4] = [
    Field::of("id", "object_id", |it| it.object_id.into()),
    Field::of("title", "label", |it| (&it.label).into()),
    Field::new("outcome", |it| it.outcome().as_str().into()),
    Field::new("reason", |it| it.why().into()),
];
pub const ITEM: RowId<Item> = ("i.ordinal", |it| it.ordinal);

/// The objects of a job of which one thing became, or all.
pub fn items(job: &Job, outcome: Option<&str>) -> Select {
    let columns = "i.ordinal, i.object_id, i.version, i.label, i.outcome, i.reason,
        i.ordinal <= j.done + j.already + j.refused AS is_past";
    let all = Select::new(columns, " FROM job_items i JOIN jobs j ON j.id = i.job_id WHERE i.job_id = ").bind(job.id);
    match outcome {
        Some("done") => all.push(" AND i.outcome IS NULL AND i.ordinal <= ").bind(job.worked()),
        Some("open") => all.push(" AND i.outcome IS NULL AND i.ordinal > ").bind(job.worked()),
        outcome => all.filter(" AND i.outcome = ", outcome),
    }
}

/// The objects that a job has changed, beyond an ordinal; what takes it back chooses them by it.
pub async fn changed(conn: &mut Conn, of: &Job, after: i64, most: i64) -> db::Result<Vec<Item>> {
    items(of, Some("done"))
        .push(" AND i.ordinal > ")
        .bind(after)
        .push(" ORDER BY i.ordinal LIMIT ")
        .bind(most)
        .fetch_all(conn)
        .await
}

/// Why objects were refused, and how many for each reason; the most frequent first.
#[derive(FromRow)]
pub struct Refusals {
    pub reason: Option<String>,
    pub count: i64,
}

pub async fn refusals(conn: &mut Conn, job_id: i64) -> db::Result<Vec<Refusals>> {
    sql!(fetch_all Refusals, conn,
        "SELECT reason, count(*) AS count FROM job_items WHERE job_id = $1 AND outcome = 'refused' GROUP BY reason
         ORDER BY 2 DESC, 1 LIMIT 20",
        job_id)
}

/// The role of an administrator who may still sign in.
pub async fn role_of(conn: &mut Conn, admin_id: i64) -> db::Result<Option<String>> {
    let found = sql!(fetch_optional One<String>, conn, "SELECT role FROM admins WHERE id = $1 AND active", admin_id)?;
    Ok(found.map(|(role,)| role))
}
