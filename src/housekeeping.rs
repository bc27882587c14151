//! What nobody asks for but every installation needs: forgetting what has expired, and keeping the query planner
//! informed.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use crate::{
    account_users, accounts, admins, api, api_tokens, connectors,
    db::{Budget, Table},
    error::Result,
    groups, login_as, mail, roles, sign_in,
    state::State,
    tariffs,
    web::{self, DEVICE_LASTS, session},
    web_version_policies, zones,
};

const EVERY: Duration = Duration::from_secs(600);

/// Every table that can be searched.
const SEARCHED: [&Table; 10] = [
    &accounts::store::TABLE,
    &account_users::store::TABLE,
    &admins::store::TABLE,
    &api_tokens::store::TABLE,
    &connectors::store::TABLE,
    &groups::store::TABLE,
    &mail::outbox::TABLE,
    &roles::store::TABLE,
    &tariffs::store::TABLE,
    &web_version_policies::store::TABLE,
];

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

/// One round: time zones of another edition, visits that are over, what has expired of sessions, links, devices and
/// kept forms, names that an older program did not index, accounts whose 30 days are over, tokens that expire soon,
/// memory that nobody signs in with, and some of what is to be folded anew.
pub async fn step(state: &State) -> Result<()> {
    let now = state.clock.now();
    // At once, since the first searches after a start are to be as quick as all others.
    let (sample, of) = accounts::store::list::sample(&mut state.db.conn().await?).await?;
    state.long_lists.learn(sample, of);
    // Reading a folder takes its time.
    tokio::task::spawn_blocking(move || zones::keep_up(now)).await.map_err(anyhow::Error::from)?;
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
    refold(state).await?;
    sign_in::password::let_memory_go();
    state.db.optimize().await?;
    Ok(())
}

/// Some of the rows whose text to search an older program wrote; false when there were none.
async fn refold(state: &State) -> Result<bool> {
    let mut found = false;
    for searched in SEARCHED {
        found |= searched.refold(&state.db).await?;
    }
    Ok(found)
}
