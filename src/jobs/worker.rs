//! Works on the jobs that are due, a second of one at a time, so that a short one does not wait for a long one.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    model::{Item, Job, Status, refusal},
    service::finish,
    store,
};
use crate::{
    api,
    change::{
        Actor, Change, Kinds, Work,
        store::of_job,
        work::{Chosen, Did, Within},
    },
    db::random_token,
    error::{Error, Result},
    i18n::Message,
    people::{Client, Role},
    state::State,
};

/// How long a job is worked on before another has its turn.
const TURN: Duration = Duration::from_secs(1);
/// How long one transaction is open: others who write wait for it.
const OPEN: Duration = Duration::from_millis(100);
/// Objects that are read, or chosen, at a time.
const AT_ONCE: i64 = 500;
const CHOSEN_AT_ONCE: i64 = 2_000;

/// A job in the hands of this worker.
struct Held {
    job: Job,
    lease: String,
    work: &'static dyn Work,
    actor: Actor,
}

enum Turn {
    /// There is more to do; from then on.
    Goes(DateTime<Utc>),
    Over,
    /// It is somebody else's by now, or nobody's.
    Lost,
}

/// Gives one job its turn; false when none is due.
pub async fn step(state: &State) -> Result<bool> {
    let now = state.clock.now();
    if !store::is_due(&mut state.db.conn().await?, now).await? {
        return Ok(false);
    }
    let lease = random_token();
    let mut tx = state.db.begin().await?;
    let taken = store::take(&mut tx, &lease, now).await?;
    tx.commit().await?;
    let Some(job) = taken else { return Ok(false) };
    let id = job.id;
    let turn = match held(state, job, &lease).await? {
        Ok(held) => match turn(state, held).await {
            // It concerns the job and not one of its objects, so it would come again at each turn.
            Err(error) if is_refusal(&error) || matches!(error, Error::Malformed(_)) => {
                end(state, id, (Status::Failed, Some(error.message()))).await?
            }
            turn => turn?,
        },
        Err(why) => end(state, id, (Status::Failed, Some(why))).await?,
    };
    if let Turn::Goes(due_at) = turn {
        let mut tx = state.db.begin().await?;
        store::release(&mut tx, id, &lease, due_at).await?;
        tx.commit().await?;
    }
    Ok(true)
}

/// The job with what it needs, or why it cannot go on.
async fn held(state: &State, job: Job, lease: &str) -> Result<Result<Held, Message>> {
    let Some(work) = state.part::<Kinds>().of(&job.task.kind) else {
        // Of what the platform works on, its turn comes when it has said nothing for too long.
        return Ok(Err(if job.is_platforms() { "job-lost" } else { "job-unknown-kind" }.into()));
    };
    if !may(state, &job, work).await? {
        return Ok(Err(Message::new("job-no-longer-permitted").with("name", job.actor_name.as_str())));
    }
    let kind = ["admin", "token"].into_iter().find(|kind| *kind == job.actor_kind).unwrap_or("system");
    let actor = Actor {
        kind,
        id: job.actor_id,
        client: Client { ip: job.ip.clone(), user_agent: job.user_agent.clone() },
        request_id: job.request_id.clone(),
        job: Some(job.id),
        ..Actor::system(&job.actor_name)
    };
    Ok(Ok(Held { job, lease: lease.to_owned(), work, actor }))
}

/// Whether whoever asked for it may still do it.
async fn may(state: &State, job: &Job, work: &dyn Work) -> Result<bool> {
    let mut conn = state.db.conn().await?;
    let needs = work.needs(&job.task);
    let Some(id) = job.actor_id else { return Ok(job.actor_kind == "system") };
    if job.actor_kind == "token" {
        return Ok(api::may(&mut conn, id, state.clock.now(), needs).await?);
    }
    let role = store::role_of(&mut conn, id).await?.and_then(|role| role.parse::<Role>().ok());
    Ok(role.is_some_and(|role| role.may(needs)))
}

/// As much of the job as fits into its turn.
async fn turn(state: &State, mut held: Held) -> Result<Turn> {
    let begun = Instant::now();
    while begun.elapsed() < TURN {
        if !held.job.is_collected {
            if !collect(state, &mut held).await? {
                return Ok(Turn::Lost);
            }
        } else if held.job.worked() >= held.job.total {
            return end(state, held.job.id, (Status::Completed, None)).await;
        } else {
            match batch(state, &mut held).await? {
                None => return Ok(Turn::Lost),
                Some(letters) if letters > 0 && held.job.worked() < held.job.total => {
                    return Ok(Turn::Goes(state.clock.now() + pace(&held.job, letters)));
                }
                Some(_) => {}
            }
        }
    }
    Ok(Turn::Goes(state.clock.now()))
}

/// How long so many letters fill.
fn pace(job: &Job, letters: i64) -> TimeDelta {
    TimeDelta::milliseconds(letters * 60_000 / job.letters_per_minute.max(1))
}

async fn end(state: &State, id: i64, how: (Status, Option<Message>)) -> Result<Turn> {
    finish(state, id, how).await?;
    Ok(Turn::Over)
}

/// Chooses some more objects; false when the job is lost.
async fn collect(state: &State, held: &mut Held) -> Result<bool> {
    let Held { job, lease, work, .. } = held;
    let (chosen, place) = match job.undoes {
        Some(undone) => changed(state, undone, job.place).await?,
        None => {
            let mut conn = state.db.conn().await?;
            let chosen = work.choose(&mut conn, &job.task, (job.place, CHOSEN_AT_ONCE)).await?;
            let place = chosen.last().map(|it| it.id);
            (chosen, place)
        }
    };
    let mut tx = state.db.begin().await?;
    let count = i64::try_from(chosen.len()).unwrap_or(0);
    store::add(&mut tx, job, chosen).await?;
    job.total += count;
    job.place = place.unwrap_or(job.place);
    job.is_collected = place.is_none();
    let kept = store::keep(&mut tx, job, lease, state.clock.now()).await?;
    if kept {
        tx.commit().await?;
    }
    Ok(kept)
}

/// What another job has changed: what is to be taken back. Whether it can be, each field decides.
async fn changed(state: &State, undone: i64, after: i64) -> Result<(Vec<Chosen>, Option<i64>)> {
    let mut conn = state.db.conn().await?;
    let of = store::find(&mut conn, undone).await?.ok_or(Error::NotFound)?;
    let items = store::changed(&mut conn, &of, after, CHOSEN_AT_ONCE).await?;
    let place = items.last().map(|it| it.ordinal);
    let chosen = items.into_iter().map(|it| Chosen {
        id: it.object_id,
        version: it.version,
        label: it.label,
        updated_at: DateTime::UNIX_EPOCH,
        would: Ok(Did::Changed(0)),
    });
    Ok((chosen.collect(), place))
}

/// Does it with some objects, in one transaction with the job's counts; the letters that went with it, None when the
/// job is lost. An object that is refused after something of it was written takes the whole transaction back; it is
/// done again with each object a part of its own.
async fn batch(state: &State, held: &mut Held) -> Result<Option<i64>> {
    match attempt(state, held, false).await? {
        Attempt::Spoilt => match attempt(state, held, true).await? {
            Attempt::Kept(letters) => Ok(Some(letters)),
            Attempt::Spoilt | Attempt::Lost => Ok(None),
        },
        Attempt::Kept(letters) => Ok(Some(letters)),
        Attempt::Lost => Ok(None),
    }
}

enum Attempt {
    Kept(i64),
    /// What was written has to be taken back.
    Spoilt,
    Lost,
}

async fn attempt(state: &State, held: &mut Held, in_parts: bool) -> Result<Attempt> {
    let begun = Instant::now();
    let Held { job, lease, work, actor } = held;
    let mut change = Change::begin(state, actor.clone()).await?;
    let mut counted = job.clone();
    let mut letters = 0;
    for item in store::next(&mut change.conn, job, AT_ONCE).await? {
        let written = change.written();
        if in_parts {
            change.begin_part().await?;
        }
        match object(state, &mut change, (&counted, *work), &item).await {
            Ok(did) => {
                if in_parts {
                    change.keep_part().await?;
                }
                match did {
                    Did::Changed(more) => {
                        counted.done += 1;
                        letters += more;
                    }
                    Did::Already => {
                        counted.already += 1;
                        store::settle(&mut change.conn, job.id, item.ordinal, "already", None).await?;
                    }
                }
            }
            Err(error) => {
                if !in_parts && (change.written() != written || !is_refusal(&error)) {
                    return Ok(Attempt::Spoilt);
                }
                let field = error.field();
                let why = reason(job.id, &item, error)?;
                if in_parts {
                    change.drop_part().await?;
                }
                counted.refused += 1;
                store::settle(&mut change.conn, job.id, item.ordinal, "refused", Some(&why)).await?;
                work.refused(&mut change, &job.task, item.object(), (field, &why)).await?;
            }
        }
        if begun.elapsed() > OPEN || letters >= job.letters_per_minute {
            break;
        }
    }
    change.settle(state).await?;
    if !store::keep(&mut change.conn, &counted, lease, state.clock.now()).await? {
        return Ok(Attempt::Lost);
    }
    change.keep();
    change.commit().await?;
    *job = counted;
    Ok(Attempt::Kept(letters))
}

async fn object(state: &State, change: &mut Change, (job, work): (&Job, &dyn Work), item: &Item) -> Result<Did> {
    match job.undoes {
        Some(undone) => {
            let found = of_job(&mut change.conn, undone, item.object_id).await?;
            let (record, fields) = found.ok_or(Error::NotFound)?;
            work.take_back(Within { state, change }, &job.task, (record, item.object_id), &fields).await
        }
        // It was changed by somebody after it was seen.
        None if item.version == 0 => Err(Error::Stale),
        None => work.apply(Within { state, change }, &job.task, item.object()).await,
    }
}

fn is_refusal(error: &Error) -> bool {
    matches!(
        error,
        Error::Stale
            | Error::NotFound
            | Error::Conflict(_)
            | Error::OverLimit(_)
            | Error::InUse(..)
            | Error::Refused(_)
    )
}

/// What is said of an object that was left as it was. A database that does not answer is no matter of the object; a
/// mistake of ours is, or the job would meet it for ever.
fn reason(job_id: i64, item: &Item, error: Error) -> Result<Message> {
    match refusal(error) {
        Ok(why) => Ok(why),
        Err(Error::Internal(cause)) => {
            tracing::error!(job = job_id, object = item.object_id, error = %crate::error::sentence(&cause), "an object of a job failed");
            Ok("error-internal".into())
        }
        Err(error) => Err(error),
    }
}
