//! What an administrator or a script asks the platform for: to build an index again, to delete one. The platform does it
//! and reports it.

use super::{index::Index, model::IndexState, place::InDatabase};
use crate::{
    change::Actor,
    db::written,
    error::{Error, Result},
    i18n::Message,
    resource::{Place, Stored, Versioned, find},
    state::State,
    web::Asked,
};

/// Of one that failed: it is built again.
pub async fn retry(state: &State, by: Actor, of: InDatabase, id: i64, asked: &Asked) -> Result<Versioned<Index>> {
    order(state, by, (of, id), asked, IndexState::Requested).await
}

/// It is there until the platform says that it is gone.
pub async fn delete(state: &State, by: Actor, of: InDatabase, id: i64, asked: &Asked) -> Result<Versioned<Index>> {
    order(state, by, (of, id), asked, IndexState::Deleting).await
}

async fn order(
    state: &State,
    by: Actor,
    (of, id): (InDatabase, i64),
    asked: &Asked,
    wanted: IndexState,
) -> Result<Versioned<Index>> {
    let mut change = of.begin(state, by).await?;
    let before: Versioned<Index> = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
    let (action, reason): (&'static str, Option<Message>) = match wanted {
        IndexState::Deleting => ("order-deletion", before.reason_against_deletion()),
        _ => ("retry", before.reason_against_retry()),
    };
    if let Some(reason) = reason {
        return Err(Error::Conflict(reason));
    }
    asked.of(before.version)?;
    let row = written![state: wanted.as_str(), percent: None::<i64>, reason: ""];
    if !change.update(&Index::TABLE, (id, before.version), row).await? {
        return Err(Error::Stale);
    }
    let after = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
    change.updated(action, &before, &after).await?;
    change.commit().await?;
    Ok(after)
}
