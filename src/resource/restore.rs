//! What is deleted and stays for a while: restored by whoever deleted it by mistake, or gone for good.

use chrono::{DateTime, Duration, Utc};

use super::{Place, Stored, Versioned, find, store::first_to_purge};
use crate::{
    change::{Actor, Change},
    db::written,
    error::{Error, Result},
    i18n::Message,
    state::State,
    web::Asked,
};

/// How long one that is deleted can be restored.
pub const KEPT: Duration = Duration::days(30);

/// Brings it back as it was. Of one that is not deleted nothing changes.
pub async fn restore<T: Stored>(state: &State, by: Actor, of: T::Of, id: i64, asked: &Asked) -> Result<Versioned<T>> {
    let mut change = of.begin(state, by).await?;
    let it: Versioned<T> = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
    if it.deleted_at().is_none() {
        return Ok(it);
    }
    if let Some(reason) = too_late(&*it, change.at) {
        return Err(Error::Conflict(reason));
    }
    asked.of(it.version)?;
    change.update_any(&T::TABLE, id, written![deleted_at: None::<DateTime<Utc>>]).await?;
    let it: Versioned<T> = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
    change.record("restore", &it, vec![]).await?;
    change.commit().await?;
    Ok(it)
}

/// Those whose time is over go for good, each in a transaction of its own.
pub async fn purge<T: Stored<Of = ()>>(state: &State) -> Result<()> {
    let before = state.clock.now() - KEPT;
    while let Some(id) = first_to_purge::<T>(&mut state.db.conn().await?, before).await? {
        let mut change = Change::begin(state, Actor::system("steward")).await?;
        // It may have been restored, or purged by another node, a moment ago.
        let it: Option<Versioned<T>> = find(&mut change.conn, (), id).await?;
        if let Some(it) = it.filter(|it| it.deleted_at().is_some_and(|at| at < before)) {
            let current = written![id: id, version: it.version];
            if T::TABLE.delete_row(&mut change.conn, current).await? == 1 {
                change.record("purge", &it, vec![]).await?;
                change.commit().await?;
            }
        }
    }
    Ok(())
}

/// Why it cannot be restored any more, if so.
pub(super) fn too_late<T: Stored>(it: &T, now: DateTime<Utc>) -> Option<Message> {
    it.deleted_at().filter(|at| *at < now - KEPT).map(|_| Message::new("restore-late"))
}
