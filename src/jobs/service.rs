//! Asking for a job, stopping it, taking it back, forgetting it.

use super::{
    Found,
    model::{Job, Status},
    store,
};
use crate::{
    change::{Actor, Audited, Change, Kinds, work::Task},
    db,
    error::{Error, Result},
    events::{Event, Happened},
    i18n::Message,
    retention::Old,
    state::State,
};

/// Letters in a minute where nobody asked for more.
pub const LETTERS_PER_MINUTE: i64 = 60;

/// Begins a job; its id. What is chosen is what the asker saw at that time.
pub async fn start(state: &State, by: Actor, new: store::New, found: &Found) -> Result<i64> {
    let mut change = Change::begin(state, by).await?;
    let id = start_in(&mut change, new, found).await?;
    change.commit().await?;
    Ok(id)
}

/// The same in a change that is under way.
pub async fn start_in(change: &mut Change, new: store::New, found: &Found) -> Result<i64> {
    let id = store::insert(change, new).await?;
    let job = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    let refused = found.refused.iter().map(|(_, count)| count).sum();
    let foreseen = [("changed", found.changed), ("already", found.already), ("refused", refused)];
    let fields = foreseen.into_iter().filter(|(_, count)| *count > 0);
    change
        .record("create", &job, fields.map(|(name, count)| (name, String::new(), count.to_string())).collect())
        .await?;
    Ok(id)
}

/// What it has done stays. Whoever may do it may stop it.
pub async fn cancel(state: &State, by: Actor, job: &Job) -> Result<()> {
    let mut change = Change::begin(state, by).await?;
    if !store::finish(&mut change.conn, job.id, (Status::Cancelled, None), change.at).await? {
        return Err(Error::Conflict("job-is-over".into()));
    }
    let after = Job { status: Status::Cancelled, ..job.clone() };
    change.updated("cancel", job, &after).await?;
    change.commit().await
}

/// Why what a job did cannot be taken back, if so.
pub fn reason_against_undo(state: &State, job: &Job) -> Option<Message> {
    let work = state.part::<Kinds>().of(&job.task.kind);
    match job {
        _ if !job.is_over() => Some("job-undo-running".into()),
        _ if job.undone_by.is_some() => Some("job-undo-done".into()),
        _ if job.done == 0 => Some("job-undo-nothing".into()),
        _ if job.undoes.is_some() => Some("job-undo-undo".into()),
        _ if !work.is_some_and(|work| work.is_undoable(&job.task.act)) => Some("job-undo-never".into()),
        _ => None,
    }
}

/// Begins a job over what another has done; its id.
pub async fn undo(state: &State, by: Actor, job: &Job) -> Result<i64> {
    if let Some(why) = reason_against_undo(state, job) {
        return Err(Error::Conflict(why));
    }
    let new = store::New {
        task: Task { params: "{}".to_owned(), selection: "{}".to_owned(), ..job.task.clone() },
        undoes: Some(job.id),
        seen_at: state.clock.now(),
        letters_per_minute: LETTERS_PER_MINUTE,
    };
    match start(state, by, new, &Found { changed: job.done, ..Found::default() }).await {
        Err(Error::Internal(error)) if error.downcast_ref::<db::Error>().is_some_and(db::is_taken) => {
            Err(Error::Conflict("job-undo-done".into()))
        }
        done => done,
    }
}

/// Jobs that are over, when there is nothing left of what they worked on.
const OVER: Old = Old {
    kind: Job::KIND,
    oldest: |conn| Box::pin(store::over::oldest_over(conn)),
    forget: |tx, before| Box::pin(store::over::forget(tx, before)),
};

/// Forgets what is over for longer than it is kept.
pub async fn sweep(state: &State) -> Result<()> {
    let kept = state.config.kept.jobs;
    let Some(before) = OVER.due(state, kept).await? else { return Ok(()) };
    while let Some(id) = store::over::first_with_items(&mut state.db.conn().await?, before).await? {
        let mut tx = state.db.begin().await?;
        store::over::forget_items(&mut tx, id).await?;
        tx.commit().await?;
    }
    OVER.forget_after(state, kept).await
}

/// It is over. That it failed is told.
pub async fn finish(state: &State, id: i64, (status, why): (Status, Option<Message>)) -> Result<()> {
    let reason = why.and_then(|why| serde_json::to_string(&why).ok());
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    let now = change.at;
    if store::finish(&mut change.conn, id, (status, reason), now).await? && status == Status::Failed {
        let (event, name) = (Event::JobFailed, format!("#{id}"));
        change.tell(Happened { event, kind: Job::KIND, id: Some(id), name, account_id: None, said: vec![] });
    }
    change.keep();
    change.commit().await
}
