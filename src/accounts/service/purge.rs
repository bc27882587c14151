//! What is done with accounts every few minutes.

use futures_util::future::BoxFuture;

use super::{find, unreferring};
use crate::{
    accounts::{action::KEPT, store},
    change::{Actor, Change},
    error::Result,
    lists::LongLists,
    state::State,
};

/// Looks what accounts there are, for searches.
pub fn sample(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let (sample, of) = store::sample::sample(&mut state.db.conn().await?).await?;
        state.part::<LongLists>().learn(sample, of);
        Ok(())
    })
}

/// Lets go of those whose 30 days are over.
pub fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(purge(state))
}

/// Accounts whose 30 days are over, each in a transaction of its own, so that nobody waits for all of them.
async fn purge(state: &State) -> Result<()> {
    let before = state.clock.now() - KEPT;
    while let Some(id) = store::first_to_purge(&mut state.db.conn().await?, before).await? {
        let mut change = Change::begin(state, Actor::system("steward")).await?;
        if store::lock_deleted(&mut change, id, before).await? {
            let account = unreferring(find(&mut change, id).await?);
            store::purge(&mut change, id).await?;
            change.record("purge", &account, vec![]).await?;
            change.commit().await?;
        }
    }
    Ok(())
}
