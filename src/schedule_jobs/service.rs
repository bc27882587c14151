use std::{sync::Arc, time::Duration};

use super::{model::ScheduleJob, runner, store};
use crate::{
    change::{Actor, Change},
    db::Budget,
    error::{Error, Result},
    feature::{Does, Schedule, Schedules},
    state::State,
};

/// Whoever presses the button waits so long for the end.
const WAITED: Duration = Duration::from_secs(2);

pub fn find(state: &State, name: &str) -> Result<&'static Schedule> {
    state.part::<Schedules>().0.iter().find(|it| it.name == name).copied().ok_or(Error::NotFound)
}

/// Begins a round by hand, once at a time over all nodes; false while it still goes on.
pub async fn run(state: &Arc<State>, by: Actor, schedule: &'static Schedule) -> Result<bool> {
    let Does::Round(sweep) = schedule.does else { return Err(Error::NotFound) };
    let mut change = Change::begin(state, by).await?;
    if !store::begin_by_hand(&mut change, schedule.name).await? {
        return Err(Error::Conflict("schedule-at-work".into()));
    }
    let (it, began_at) = (store::of(&mut change, schedule.name).await?, change.at);
    change.record("run", &it, vec![]).await?;
    change.commit().await?;
    let state = Arc::clone(state);
    let work = tokio::spawn(async move {
        let round = runner::finish(&state, schedule, sweep, began_at);
        if let Err(error) = state.running.count(Budget::unhurried().around(round)).await {
            tracing::error!(%error, schedule = schedule.name, "it is not written down what became of a round");
        }
    });
    Ok(tokio::time::timeout(WAITED, work).await.is_ok())
}

/// What came of the last time.
pub async fn job(state: &State, schedule: &Schedule) -> Result<ScheduleJob> {
    let known = store::all(&mut state.db.conn().await?).await?;
    Ok(known.into_iter().find(|it| it.name == schedule.name).unwrap_or_default())
}

/// Switches it off or on; nothing where it is so.
pub async fn switch(state: &State, by: Actor, schedule: &Schedule, is_off: bool) -> Result<()> {
    if !schedule.can_be_off {
        return Err(Error::NotFound);
    }
    let mut change = Change::begin(state, by).await?;
    let before = store::of(&mut change, schedule.name).await?;
    if before.off_at.is_some() != is_off {
        store::switch(&mut change, before.id, is_off).await?;
        let after = store::of(&mut change, schedule.name).await?;
        change.updated(if is_off { "deactivate" } else { "activate" }, &before, &after).await?;
    }
    change.commit().await
}
