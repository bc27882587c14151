//! What the platform works on, as it reports it: it stands among Steward's own jobs, and nobody here does anything of it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    model::{Job, Status},
    store,
};
use crate::{
    change::{Actor, Audited, Change, store::About},
    error::Result,
    events::{Event, Happened},
    i18n::{Lang, Message},
    state::State,
};

/// What is said of a task.
pub struct Reported {
    /// What it does, in words.
    pub name: String,
    pub status: Status,
    /// In percent.
    pub progress: i64,
    /// Why it failed.
    pub error: String,
}

/// By the platform's own id.
pub type Part = (String, Result<Reported, Message>);

/// What became of a part of a report.
#[derive(Serialize, ToSchema)]
#[schema(as = TaskOutcome)]
pub struct Outcome {
    pub id: String,
    /// `stored`; `older` than what is known, and passed over; or `refused`.
    pub outcome: &'static str,
    /// Why it was refused.
    pub reason: String,
}

async fn keep(
    change: &mut Change,
    (account_id, id): (Option<i64>, &str),
    at: DateTime<Utc>,
    task: &Reported,
) -> Result<&'static str> {
    let before = store::platform::status(&mut change.conn, account_id, id).await?.unwrap_or_default();
    let Some(job) = store::platform::keep(change, (account_id, id), at, task).await? else { return Ok("older") };
    if before == task.status.as_str() {
        return Ok("stored");
    }
    let about = About { kind: Job::KIND, id: Some(job), name: task.name.clone(), account_id };
    let action = if before.is_empty() { "create" } else { "report" };
    change.note(action, about, vec![("status", before, task.status.as_str().to_owned())]).await?;
    if task.status == Status::Failed {
        change.tell(Happened {
            event: Event::JobFailed,
            kind: Job::KIND,
            id: Some(job),
            name: task.name.clone(),
            account_id,
            said: vec![("error", task.error.clone())],
        });
    }
    Ok("stored")
}

/// Of tasks of an account, or of none.
pub async fn report(
    state: &State,
    by: Actor,
    account_id: Option<i64>,
    (at, parts): (DateTime<Utc>, Vec<Part>),
) -> Result<Vec<Outcome>> {
    let mut change = Change::begin(state, by).await?;
    let mut outcomes: Vec<Outcome> =
        parts.iter().map(|(id, _)| Outcome { id: id.clone(), outcome: "", reason: String::new() }).collect();
    // In one order, so that two reports of the same tasks do not wait for each other.
    let mut parts: Vec<(usize, Part)> = parts.into_iter().enumerate().collect();
    parts.sort_by(|(_, (one, _)), (_, (other, _))| one.cmp(other));
    for (at_place, (id, part)) in parts {
        let (outcome, reason) = match part {
            Err(reason) => ("refused", Lang::En.say(&reason)),
            Ok(task) => (keep(&mut change, (account_id, &id), at, &task).await?, String::new()),
        };
        if let Some(it) = outcomes.get_mut(at_place) {
            (it.outcome, it.reason) = (outcome, reason);
        }
    }
    // How far something is that somebody else does is kept; that it has begun or ended is recorded.
    change.keep();
    change.commit().await?;
    Ok(outcomes)
}
