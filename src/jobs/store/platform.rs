use chrono::{DateTime, Duration, Utc};

use crate::{
    change::Change,
    db::{self, Conn, One, sql},
    i18n::Message,
    jobs::{
        model::{PLATFORM, Status},
        platform::Reported,
    },
};

/// A task of which nothing was reported for so long is lost.
const LOST: Duration = Duration::hours(1);

/// The status of a task, of which this transaction knows last.
pub async fn status(conn: &mut Conn, account_id: Option<i64>, id: &str) -> db::Result<Option<String>> {
    let found = sql!(fetch_optional One<String>, conn,
        "SELECT status FROM jobs WHERE kind = 'platform' AND coalesce(account_id, 0) = $1 AND selection = $2",
        account_id.unwrap_or_default(), id)?;
    Ok(found.map(|(status,)| status))
}

/// Keeps what was said of a task as of then; the job that it is, or none where something later is known.
pub async fn keep(
    change: &mut Change,
    (account_id, id): (Option<i64>, &str),
    at: DateTime<Utc>,
    task: &Reported,
) -> db::Result<Option<i64>> {
    let (by, now) = (&change.by, change.at);
    let is_over = !matches!(task.status, Status::Waiting | Status::Running);
    let done = if task.status == Status::Completed { 100 } else { task.progress };
    let why = Message::new("job-platform-failed").with("error", task.error.as_str());
    let reason = (task.status == Status::Failed).then(|| serde_json::to_string(&why).unwrap_or_default());
    let kept = sql!(writing fetch_optional One<i64>, change.conn,
        "INSERT INTO jobs (kind, act, params, selection, seen_at, letters_per_minute, status, account_id, actor_kind, actor_id,
             actor_name, ip, user_agent, request_id, place, is_collected, total, done, already, refused, reason, created_at,
             started_at, finished_at, due_at)
         VALUES ($1, 'task', $2, $3, $4, 60, $5, $6, $7, $8, $9, '', '', '', 0, TRUE, 100, $10, 0, 0, $11, $4, $12, $13, $14)
         ON CONFLICT (kind, coalesce(account_id, 0), selection) WHERE kind = 'platform'
         DO UPDATE SET params = excluded.params, seen_at = excluded.seen_at, status = excluded.status, done = excluded.done,
             reason = excluded.reason, started_at = coalesce(jobs.started_at, excluded.started_at),
             finished_at = excluded.finished_at, due_at = excluded.due_at, lease = NULL, lease_until = NULL
         WHERE jobs.seen_at <= excluded.seen_at
         RETURNING id",
        PLATFORM, task.name.as_str(), id, at, task.status.as_str(), account_id, by.kind, by.id, by.name.as_str(), done, reason,
        (task.status != Status::Waiting).then_some(at), is_over.then_some(at), now + LOST)?;
    Ok(kept.map(|(id,)| id))
}
