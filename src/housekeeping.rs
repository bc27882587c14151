//! The rounds of what Steward does by itself.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::sync::watch;

use crate::{
    db::Budget,
    error::Result,
    feature::{Does, Schedule, Schedules, Sweep},
    schedule_jobs,
    state::State,
};

const EVERY: Duration = Duration::from_secs(600);

pub async fn run(state: Arc<State>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        Budget::unhurried().around(round(&state)).await;
        // Over when told to stop, or when the time is up: either way the loop looks again.
        tokio::time::timeout(EVERY, stopped.changed()).await.ok();
    }
}

/// One that fails holds up no other.
async fn round(state: &State) {
    for (schedule, sweep) in rounds(state) {
        if state.stopping.load(Ordering::Relaxed) {
            return;
        }
        if let Err(error) = schedule_jobs::round(state, schedule, sweep).await {
            tracing::error!(%error, schedule = schedule.name, "it is not written down what became of a round");
        }
    }
    // Folding a large table takes minutes, and is broken off when told to stop.
    while let Ok(true) = schedule_jobs::fold_some(state).await {
        if state.stopping.load(Ordering::Relaxed) {
            return;
        }
    }
}

/// One round of all that there is, whether or not it is switched off; what fails first is answered.
pub async fn step(state: &State) -> Result<()> {
    for (_, sweep) in rounds(state) {
        sweep(state).await?;
    }
    Ok(())
}

fn rounds(state: &State) -> Vec<(&'static Schedule, Sweep)> {
    let all = state.part::<Schedules>();
    let round = |it: &&'static Schedule| match it.does {
        Does::Round(sweep) => Some((*it, sweep)),
        Does::Steps(_) => None,
    };
    all.0.iter().filter_map(round).collect()
}
