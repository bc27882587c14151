//! What nobody asks for but every installation needs: forgetting what has expired, and keeping the query planner informed.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use crate::{accounts, api, error::Result, sign_in, state::State, web::session};

const EVERY: Duration = Duration::from_secs(600);

pub async fn run(state: Arc<State>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = step(&state).await {
            tracing::error!(%error, "housekeeping failed and will be tried again");
        }
        // Over when told to stop, or when the time is up: either way the loop looks again.
        tokio::time::timeout(EVERY, stopped.changed()).await.ok();
    }
}

/// One round: expired sessions and links, and accounts whose 30 days are over.
pub async fn step(state: &State) -> Result<()> {
    let now = state.clock.now();
    let mut conn = state.db.begin().await?;
    session::sweep(&mut conn, now).await?;
    sign_in::store::sweep_links(&mut conn, now).await?;
    api::sweep(&mut conn, now).await?;
    conn.commit().await?;
    accounts::service::purge(state).await?;
    state.db.optimize().await?;
    Ok(())
}
