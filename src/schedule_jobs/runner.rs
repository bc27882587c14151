//! Does what there is to do and writes down what became of it, so that the page of any node shows it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use tokio::{sync::watch, task::JoinHandle};

use super::{
    model::{SAID_EVERY, ScheduleJob},
    store,
};
use crate::{
    change::{Actor, Audited, Change},
    db::Budget,
    error::{Error, Result},
    events::{Event, Happened},
    feature::{Does, Schedule, Schedules, Step, Sweep},
    i18n::Lang,
    state::State,
};

/// After a step that found nothing to do.
const POLL: Duration = Duration::from_secs(2);

/// One round, unless it is switched off. That it failed is written down, and said in the log.
pub async fn round(state: &State, schedule: &Schedule, sweep: Sweep) -> Result<()> {
    let began_at = state.clock.now();
    let mut tx = state.db.begin().await?;
    let is_on = store::begin(&mut tx, schedule.name, began_at).await?;
    tx.commit().await?;
    if is_on { finish(state, schedule, sweep, began_at).await } else { Ok(()) }
}

/// What has begun, to its end.
pub async fn finish(state: &State, schedule: &Schedule, sweep: Sweep, began_at: DateTime<Utc>) -> Result<()> {
    let begun = Instant::now();
    let done = sweep(state).await;
    note(state, schedule, (began_at, begun), done.as_ref().err()).await
}

/// Lets everything begin that goes on without an end.
pub fn begin(state: &Arc<State>, stop: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    let all = state.part::<Schedules>();
    let begun = |schedule: &&'static Schedule| match schedule.does {
        Does::Steps(step) => Some(tokio::spawn(steps(Arc::clone(state), stop.clone(), (*schedule, step)))),
        Does::Round(_) => None,
    };
    all.0.iter().filter_map(begun).collect()
}

/// Takes one step after another until `stop` turns true.
pub async fn steps(state: Arc<State>, mut stop: watch::Receiver<bool>, (schedule, step): (&'static Schedule, Step)) {
    let mut said = None;
    while !*stop.borrow_and_update() {
        let taken = one(&state, schedule, step, &mut said).await.unwrap_or_else(|error| {
            tracing::error!(%error, schedule = schedule.name, "it is not written down what became of a step");
            false
        });
        // Waits, but not for a stop that nobody is left to ask for.
        if !taken && matches!(tokio::time::timeout(POLL, stop.changed()).await, Ok(Err(_))) {
            return;
        }
    }
}

/// One step, unless it is switched off; false when there was nothing to do. `said`: when and how it was last written
/// down; that is done each minute, and when something else becomes of it.
async fn one(state: &State, schedule: &Schedule, step: Step, said: &mut Option<(DateTime<Utc>, bool)>) -> Result<bool> {
    if schedule.can_be_off && store::is_off(&mut state.db.conn().await?, schedule.name).await? {
        return Ok(false);
    }
    let began = (state.clock.now(), Instant::now());
    let done = Budget::unhurried().around(step(state)).await;
    let is_known = said.is_some_and(|(at, worked)| worked == done.is_ok() && (at..at + SAID_EVERY).contains(&began.0));
    if is_known {
        state.metrics.job_ran(schedule.name, done.is_ok());
    } else {
        *said = Some((began.0, done.is_ok()));
        note(state, schedule, began, done.as_ref().err()).await?;
    }
    Ok(done.unwrap_or(false))
}

async fn note(
    state: &State,
    schedule: &Schedule,
    (began_at, begun): (DateTime<Utc>, Instant),
    error: Option<&Error>,
) -> Result<()> {
    let took = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
    state.metrics.job_ran(schedule.name, error.is_none());
    if let Some(error) = error {
        tracing::error!(%error, schedule = schedule.name, "what runs by itself failed and will be tried again");
    }
    // The cause is in the log: it may name what not everybody is to know.
    let said = error.map(|error| Lang::En.say(&error.message())).unwrap_or_default();
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    let failures = store::end(&mut change.conn, schedule.name, (began_at, took), &said).await?;
    if failures == 1 {
        change.tell(Happened {
            event: Event::JobFailed,
            kind: ScheduleJob::KIND,
            id: None,
            name: schedule.name.to_owned(),
            account_id: None,
            said: vec![("error", said)],
        });
    }
    // That it ran is kept, and not recorded.
    change.keep();
    change.commit().await
}
