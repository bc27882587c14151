//! Events on their way: written in the transaction of what they tell of, and held by a lease while they are sent.

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use futures_util::future::BoxFuture;

use crate::{
    db::{self, Bulk, Condition, Conn, FromRow, One, Select, Table, Tx, Value, random_token, sql, written},
    events::{Event, Happened},
    i18n::Message,
    mail::PATIENCE,
    notifiers::model::Notifier,
    resource::Stored,
};

const TABLE: Table = Table::plain("notifier_deliveries");
/// A worker that died lets go after this long; longer than a delivery takes.
const LEASE: Duration = Duration::minutes(1);
/// As many objects are asked about in a statement.
const AT_ONCE: usize = 300;
/// For so long it is known what was told.
pub const KEPT: Duration = Duration::days(30);

/// An event on its way to a notifier, which this worker holds until its lease ends.
#[derive(Clone, FromRow)]
pub struct Delivery {
    pub id: i64,
    pub notifier_id: i64,
    pub message_id: String,
    #[sqlx(try_from = "String")]
    pub event: Event,
    pub object_kind: String,
    pub object_id: Option<i64>,
    pub object_name: String,
    pub account_id: Option<i64>,
    pub said: String,
    /// This one included.
    pub attempts: i64,
    pub created_at: DateTime<Utc>,
    pub give_up_at: DateTime<Utc>,
}

/// Who may want to hear of something.
#[derive(FromRow)]
struct Listener {
    id: i64,
    heard: String,
    quiet_hours: i64,
    all_accounts: bool,
    accounts: String,
}

/// When somebody was told of something last.
#[derive(FromRow)]
struct Last {
    notifier_id: i64,
    event: String,
    object: String,
    at: DateTime<Utc>,
}

impl Listener {
    /// What is of no account concerns all.
    fn wants(&self, it: &Happened) -> bool {
        self.heard.contains(&format!(" {} ", it.event.as_str()))
            && it.account_id.is_none_or(|id| self.all_accounts || self.accounts.contains(&format!(",{id},")))
    }

    fn quiet_since(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at - Duration::hours(self.quiet_hours)
    }
}

/// By which it is known that it was told of already.
fn object(it: &Happened) -> String {
    let which = it.said.iter().find(|(field, _)| matches!(*field, "metric" | "came_back"));
    let which = which.map(|(_, value)| format!(":{value}")).unwrap_or_default();
    match it.id {
        Some(id) => format!("{}:{id}{which}", it.kind),
        None => format!("{}={}{which}", it.kind, it.name),
    }
}

/// A new `webhook-id`, the same however often it is tried.
pub fn message_id() -> String {
    format!("msg_{}", random_token())
}

/// Writes down who is told of what.
pub fn tell<'a>(tx: &'a mut Tx, at: DateTime<Utc>, all: &'a [Happened]) -> BoxFuture<'a, db::Result<()>> {
    Box::pin(async move {
        let columns = "n.id, n.heard, n.quiet_hours, n.all_accounts, n.accounts";
        let listeners = Select::new(columns, " FROM notifiers n WHERE n.active ORDER BY n.id").push(tx.kept());
        let listeners: Vec<Listener> = listeners.fetch_all(tx).await?;
        let wanted: Vec<&Happened> = all.iter().filter(|it| listeners.iter().any(|by| by.wants(it))).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let longest = listeners.iter().map(|it| it.quiet_since(at)).min().unwrap_or(at);
        let last = last(tx, &listeners, &wanted, longest).await?;
        let mut rows = Bulk::new(TABLE.name);
        for row in rows_of(&listeners, &wanted, &last, at)? {
            rows.push(tx, row).await?;
        }
        rows.flush(tx).await
    })
}

/// One for each who wants to hear of each, and has not heard of it a while ago.
fn rows_of(
    listeners: &[Listener],
    wanted: &[&Happened],
    last: &[Last],
    at: DateTime<Utc>,
) -> db::Result<Vec<db::Written>> {
    let (mut told, mut rows) = (HashSet::new(), Vec::new());
    for it in wanted {
        let object = object(it);
        for by in listeners.iter().filter(|by| by.wants(it)) {
            let is_quiet = last.iter().any(|last| {
                (last.notifier_id, &*last.event, &last.object) == (by.id, it.event.as_str(), &object)
                    && last.at > by.quiet_since(at)
            });
            if !is_quiet && (by.quiet_hours == 0 || told.insert((by.id, it.event, object.clone()))) {
                rows.push(row(by.id, it, &object, at)?);
            }
        }
    }
    Ok(rows)
}

fn row(notifier_id: i64, it: &Happened, object: &str, at: DateTime<Utc>) -> db::Result<db::Written> {
    let said = serde_json::to_string(&it.said).map_err(|error| db::Error::Encode(error.into()))?;
    Ok(written![
        notifier_id: notifier_id,
        message_id: message_id(),
        event: it.event.as_str(),
        object: object,
        object_kind: it.kind,
        object_id: it.id,
        object_name: &it.name,
        account_id: it.account_id,
        said: said,
        status: "queued",
        attempts: 0,
        next_attempt_at: at,
        created_at: at,
        give_up_at: at + PATIENCE,
    ])
}

/// What never arrived was not told.
async fn last(
    conn: &mut Conn,
    listeners: &[Listener],
    wanted: &[&Happened],
    since: DateTime<Utc>,
) -> db::Result<Vec<Last>> {
    let events: HashSet<&'static str> = wanted.iter().map(|it| it.event.as_str()).collect();
    let objects: HashSet<String> = wanted.iter().map(|it| object(it)).collect();
    let objects: Vec<String> = objects.into_iter().collect();
    let mut found = Vec::new();
    for some in objects.chunks(AT_ONCE) {
        let told = Select::new(
            "d.notifier_id, d.event, d.object, max(d.created_at) AS at",
            " FROM notifier_deliveries d WHERE d.notifier_id IN (",
        );
        let told = told.values(listeners.iter().map(|by| by.id.into())).push(") AND d.event IN (");
        let told = told.values(events.iter().copied().map(Value::from)).push(") AND d.object IN (");
        let told = told.values(some.iter().map(Value::from)).push(") AND d.status IN ('queued', 'sent')");
        let told = told.push(" AND d.created_at > ").bind(since);
        found.extend(told.push(" GROUP BY d.notifier_id, d.event, d.object").fetch_all::<Last>(conn).await?);
    }
    Ok(found)
}

/// Whether there is anything to take; asked before the write that takes it.
pub async fn is_due(conn: &mut Conn, now: DateTime<Utc>) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT n.id FROM notifiers n
         WHERE n.active AND (n.rest_until IS NULL OR n.rest_until <= $1)
           AND NOT EXISTS (SELECT 1 FROM notifier_deliveries o WHERE o.notifier_id = n.id AND o.status = 'queued' AND o.taken_until > $1)
           AND EXISTS (SELECT 1 FROM notifier_deliveries d WHERE d.notifier_id = n.id AND d.status = 'queued' AND d.next_attempt_at <= $1)
         LIMIT 1",
        now)?;
    Ok(found.is_some())
}

/// Takes the one that has been due for the longest, of a notifier of which nothing is on its way: one that is slow
/// delays no other. Of each it is only the first that is looked at, however many wait.
pub async fn take(tx: &mut Tx, now: DateTime<Utc>) -> db::Result<Option<Delivery>> {
    let skip_locked = tx.skip_locked();
    sql!(writing fetch_optional Delivery, tx, sqlx::AssertSqlSafe(format!(
        "UPDATE notifier_deliveries SET taken_until = $1, attempts = attempts + 1 WHERE id = (
             SELECT d.id FROM notifier_deliveries d WHERE d.id IN (
                 SELECT (SELECT f.id FROM notifier_deliveries f
                     WHERE f.notifier_id = n.id AND f.status = 'queued' AND f.next_attempt_at <= $2 ORDER BY f.next_attempt_at, f.id LIMIT 1)
                 FROM notifiers n WHERE n.active AND (n.rest_until IS NULL OR n.rest_until <= $2) AND NOT EXISTS (
                     SELECT 1 FROM notifier_deliveries o WHERE o.notifier_id = n.id AND o.status = 'queued' AND o.taken_until > $2))
               AND d.status = 'queued'
             ORDER BY d.next_attempt_at, d.id LIMIT 1{skip_locked})
         RETURNING id, notifier_id, message_id, event, object_kind, object_id, object_name, account_id, said, attempts, created_at, give_up_at"
    )), now + LEASE, now)
}

fn queued(id: i64) -> Condition {
    Condition::new("id = ? AND status = 'queued'").bind(id)
}

/// It went; and what it went to is well.
pub async fn mark_sent(tx: &mut Tx, it: &Delivery, now: DateTime<Utc>) -> db::Result<()> {
    let row = written![status: "sent", ended_at: now, taken_until: None::<DateTime<Utc>>];
    // The notifier first, as whoever deletes it does.
    let well = written![
        failures: 0, failing_since: None::<DateTime<Utc>>, last_error: None::<String>, last_sent_at: now,
    ];
    Notifier::TABLE.set(tx, it.notifier_id, well).await?;
    TABLE.set(tx, it.id, row).await
}

/// It did not go, and is tried again at that time, or not any more; how many attempts in a row have failed by now.
pub async fn mark_failed(
    tx: &mut Tx,
    it: &Delivery,
    (next, why): (Option<DateTime<Utc>>, &Message),
    now: DateTime<Utc>,
) -> db::Result<i64> {
    let row = match next {
        Some(next) => written![next_attempt_at: next, taken_until: None::<DateTime<Utc>>],
        None => written![status: "failed", ended_at: now, taken_until: None::<DateTime<Utc>>],
    };
    let why = serde_json::to_string(why).map_err(|error| db::Error::Encode(error.into()))?;
    let failed = sql!(writing fetch_optional One<i64>, tx,
        "UPDATE notifiers SET failures = failures + 1, failing_since = COALESCE(failing_since, $1), last_error = $2 WHERE id = $3
         RETURNING failures",
        now, why, it.notifier_id)?;
    TABLE.update_where(tx, row, queued(it.id)).await?;
    Ok(failed.map_or(0, |(failures,)| failures))
}

/// The other side wants to be left alone for a while, by all that waits for it and by what comes meanwhile.
pub async fn rest(tx: &mut Tx, notifier_id: i64, until: DateTime<Utc>) -> db::Result<()> {
    Notifier::TABLE.set(tx, notifier_id, written![rest_until: until]).await
}

/// Nothing of it goes any more.
pub async fn cancel(tx: &mut Tx, notifier_id: i64, now: DateTime<Utc>) -> db::Result<()> {
    let row = written![status: "cancelled", ended_at: now, taken_until: None::<DateTime<Utc>>];
    let all = Condition::new("notifier_id = ? AND status = 'queued'").bind(notifier_id);
    TABLE.update_where(tx, row, all).await.map(drop)
}

/// Gives up what waits for something that is switched off, and forgets what was told long ago.
pub async fn sweep(tx: &mut Tx, now: DateTime<Utc>) -> db::Result<()> {
    let late = Condition::new("status = 'queued' AND give_up_at <= ? AND (taken_until IS NULL OR taken_until <= ?)");
    let row = written![status: "failed", ended_at: now, taken_until: None::<DateTime<Utc>>];
    // One that is still tried ends with its last attempt.
    TABLE.update_where(tx, row, late.bind(now - Duration::hours(1)).bind(now)).await?;
    sql!(execute tx, "DELETE FROM notifier_deliveries WHERE status <> 'queued' AND created_at < $1", now - KEPT)?;
    Ok(())
}
