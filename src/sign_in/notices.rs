//! Letters to somebody about what was done to their sign-in, queued with the change that did it.

use super::model::Person;
use crate::{
    audit::Change,
    error::Result,
    mail::{
        Letter,
        letters::{Cause, Reader},
        outbox,
    },
    state::State,
};

/// Tells them, unless they get no letters now: `tell(state, &mut change, &person, letters::password_changed)`.
pub async fn tell(
    state: &State,
    change: &mut Change,
    person: &Person,
    write: impl FnOnce(&State, &Reader, &Cause) -> Result<Letter>,
) -> Result<()> {
    let Some(reader) = &person.reader else { return Ok(()) };
    let by = &change.by;
    let own = by.kind == person.owner.kind.as_str() && by.id == Some(person.owner.id);
    let letter = write(state, reader, &Cause { client: own.then_some(&by.client), at: change.at })?;
    outbox::queue(change, &state.seal, letter).await?;
    Ok(())
}
