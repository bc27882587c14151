//! Letters to somebody about what was done to their sign-in, queued with the change that did it.

use chrono::Duration;

use super::{
    model::{Person, Purpose},
    service, store,
};
use crate::{
    change::{Audited, Change},
    error::{Error, Result},
    mail::{
        Kind, Letter, is_address,
        letters::{self, Cause, Reader},
        outbox,
    },
    people::{Owner, OwnerKind},
    state::State,
};

/// For how long wrong codes are told of once only, however many follow.
const WRONG_CODES_TOLD: Duration = Duration::hours(1);
/// For how long a user is told once only, however often the address is changed.
const MOVES_TOLD: Duration = Duration::hours(1);

/// Tells them, unless they get no letters now: `tell(state, &mut change, &person, letters::password_changed)`.
pub async fn tell(
    state: &State,
    change: &mut Change,
    person: &Person,
    write: impl FnOnce(&State, &Reader, &Cause) -> Letter,
) -> Result<()> {
    let Some(reader) = person.reader() else { return Ok(()) };
    let letter = write(state, reader, &cause(change, person.owner));
    outbox::queue(change, &state.seal, letter).await?;
    Ok(())
}

/// Tells whoever the right password and a wrong code was given for, once in a while.
pub async fn wrong_code(state: &State, change: &mut Change, person: &Person) -> Result<()> {
    let Some(reader) = person.reader() else { return Ok(()) };
    let since = change.at - WRONG_CODES_TOLD;
    if outbox::count_since(&mut change.conn, Kind::WrongCode, person.owner, since).await? > 0 {
        return Ok(());
    }
    let letter = letters::wrong_code(state, reader, &Cause { client: Some(&change.by.client), at: change.at });
    outbox::queue(change, &state.seal, letter).await?;
    Ok(())
}

/// After an edit of `owner`: where mail about them goes to another address now, whoever reads the old one is told, in
/// every state but deleted. What was on its way to an old contact address with a link opens nothing any more; true
/// where that was the letter that lets them in for the first time, or anew, which the new address is to get in its
/// place.
pub async fn redirected<T: Audited>(
    state: &State,
    change: &mut Change,
    owner: Owner,
    (before, after): (&T, &T),
) -> Result<bool> {
    let (old, new) = (before.addresses(), after.addresses());
    let Some((place, (recipient, _))) = old.into_iter().zip(new).enumerate().find(|(_, (old, new))| old != new) else {
        return Ok(false);
    };
    let (alerts, purpose) = (place > 0, Purpose::password_of(owner.kind));
    let mut is_owed = false;
    if !alerts {
        is_owed = store::is_link_open(&mut change.conn, purpose, owner.id, change.at).await?
            && outbox::last_with_link(&mut change.conn, owner).await?.is_some_and(|kind| kind != Kind::Reset);
        store::delete_links(change, purpose, owner.id).await?;
        outbox::cancel_links(change, owner).await?;
    }
    if !is_address(recipient) || was_told(change, owner).await? {
        return Ok(is_owed);
    }
    let person = service::find(state, &mut change.conn, owner).await?.ok_or(Error::NotFound)?;
    let reader = Reader { recipient: recipient.to_owned(), ..person.written_to };
    let letter = letters::address_changed(state, &reader, &cause(change, owner), alerts);
    outbox::queue(change, &state.seal, letter).await?;
    Ok(is_owed)
}

async fn was_told(change: &mut Change, owner: Owner) -> Result<bool> {
    let since = change.at - MOVES_TOLD;
    Ok(owner.kind == OwnerKind::User
        && outbox::count_since(&mut change.conn, Kind::AddressChanged, owner, since).await? > 0)
}

/// From where it was done, if by the owner.
fn cause(change: &Change, owner: Owner) -> Cause<'_> {
    let by = &change.by;
    let own = by.kind == owner.kind.as_str() && by.id == Some(owner.id);
    Cause { client: own.then_some(&by.client), at: change.at }
}
