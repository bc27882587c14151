//! What nobody asks for but every installation needs: forgetting what has expired, and keeping the query planner
//! informed.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use crate::{
    api,
    app::FEATURES,
    db::Budget,
    error::Result,
    state::State,
    web::{self, session},
    zones,
};

const EVERY: Duration = Duration::from_secs(600);

pub async fn run(state: Arc<State>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let done = Budget::unhurried().around(round(&state, &stopped)).await;
        state.metrics.job_ran("housekeeping", done.is_ok());
        if let Err(error) = done {
            tracing::error!(%error, "housekeeping failed and will be tried again");
        }
        // Over when told to stop, or when the time is up: either way the loop looks again.
        tokio::time::timeout(EVERY, stopped.changed()).await.ok();
    }
}

/// All there is to do. Folding a large table takes minutes, and is broken off when told to stop.
async fn round(state: &State, stopped: &watch::Receiver<bool>) -> Result<()> {
    step(state).await?;
    while !*stopped.borrow() && refold(state).await? {}
    Ok(())
}

/// One round: what each feature has to do, what has expired of sessions, kept forms and calls, time zones of another
/// edition, and some of what is to be folded anew.
pub async fn step(state: &State) -> Result<()> {
    let now = state.clock.now();
    // First, while the sessions that visits hung on can still say when they ended.
    for sweep in FEATURES.iter().filter_map(|feature| feature.sweep) {
        sweep(state).await?;
    }
    let mut conn = state.db.begin().await?;
    session::sweep(&mut conn, now).await?;
    web::store::sweep_kept_forms(&mut conn, now).await?;
    api::sweep(&mut conn, now).await?;
    conn.commit().await?;
    // Reading a folder takes its time.
    tokio::task::spawn_blocking(move || zones::keep_up(now)).await.map_err(anyhow::Error::from)?;
    refold(state).await?;
    state.db.optimize().await?;
    Ok(())
}

/// Some of the rows whose text to search an older program wrote; false when there were none.
async fn refold(state: &State) -> Result<bool> {
    let mut found = false;
    for table in FEATURES.iter().flat_map(|feature| feature.searched) {
        found |= table.refold(&state.db).await?;
    }
    Ok(found)
}
