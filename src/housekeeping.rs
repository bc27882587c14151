//! What nobody asks for but every installation needs: forgetting what has expired, and keeping the query planner informed.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use crate::{
    accounts, admins, api, api_tokens,
    error::Result,
    login_as, sign_in,
    state::State,
    web::{self, DEVICE_LASTS, session},
};

const EVERY: Duration = Duration::from_secs(600);

pub async fn run(state: Arc<State>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let done = step(&state).await;
        state.metrics.job_ran("housekeeping", done.is_ok());
        if let Err(error) = done {
            tracing::error!(%error, "housekeeping failed and will be tried again");
        }
        // Over when told to stop, or when the time is up: either way the loop looks again.
        tokio::time::timeout(EVERY, stopped.changed()).await.ok();
    }
}

/// One round: visits that are over, what has expired of sessions, links, devices and kept forms, names that an older program did not index, accounts
/// whose 30 days are over, and tokens that expire soon.
pub async fn step(state: &State) -> Result<()> {
    let now = state.clock.now();
    // First, while the sessions that they hung on can still say when they ended.
    login_as::service::settle_all(state).await?;
    let mut conn = state.db.begin().await?;
    session::sweep(&mut conn, now).await?;
    web::store::sweep_kept_forms(&mut conn, now).await?;
    sign_in::store::sweep_links(&mut conn, now).await?;
    sign_in::forgot::sweep(&mut conn, now).await?;
    sign_in::store::sweep_devices(&mut conn, now - DEVICE_LASTS).await?;
    admins::store::index_names(&mut conn).await?;
    api::sweep(&mut conn, now).await?;
    conn.commit().await?;
    accounts::service::purge(state).await?;
    api_tokens::service::remind(state).await?;
    state.db.optimize().await?;
    Ok(())
}
