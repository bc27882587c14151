//! Those who signed in through a directory are asked about again every five minutes, as long as they are signed in.

use std::sync::Mutex;

use chrono::{DateTime, Duration, Utc};

use super::{
    acting, member,
    store::{self, Due},
};
use crate::{
    account_users,
    change::Change,
    error::{Error, Result},
    ldap::{self, Directory, Presence},
    state::State,
};

const EVERY: Duration = Duration::seconds(300);
/// After nobody was due, how long it is until somebody is looked for again.
const REST: Duration = Duration::seconds(10);

#[derive(Default)]
struct Rest(Mutex<Option<DateTime<Utc>>>);

/// Asks about one of them; false when nobody is due.
pub async fn step(state: &State) -> Result<bool> {
    let now = state.clock.now();
    let rest = state.part::<Rest>();
    if rest.until().is_some_and(|until| now < until && until <= now + REST) {
        return Ok(false);
    }
    let Some(due) = store::due(&mut state.db.conn().await?, now - EVERY, now).await? else {
        rest.begin(now + REST);
        return Ok(false);
    };
    let mut tx = state.db.begin().await?;
    let is_ours = store::take(&mut tx, &due, now).await?;
    tx.commit().await?;
    if is_ours {
        ask(state, &due).await?;
    }
    Ok(true)
}

impl Rest {
    fn until(&self) -> Option<DateTime<Utc>> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn begin(&self, until: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(until);
    }
}

async fn ask(state: &State, due: &Due) -> Result<()> {
    let Some(id) = due.way.user_id else { return Ok(()) };
    let directory = ldap::directory(state, &mut state.db.conn().await?, due.way.connector_id).await?;
    let Some(directory) = directory else { return Ok(()) };
    let place = (due.way.account_id, id);
    let known_id = due.way.stable_id.as_deref().filter(|id| !id.is_empty() && due.way.known_by == Some(directory.id));
    let presence = match known_id {
        Some(id) => ldap::look_up_by_id(state, &directory, id).await,
        None => ldap::look_up(state, &directory, &due.login).await,
    };
    match presence {
        Presence::Unknown(cause) => {
            tracing::warn!(directory = directory.name, ?cause, "a directory did not answer who is still there");
            Ok(())
        }
        Presence::Absent => absent(state, due, place, &directory).await,
        Presence::Present(found) => {
            let said = (&directory, &*found);
            let mut change = if member::reason_against(&due.way, said).is_some() {
                let mut change = Change::begin(state, acting(&directory)).await?;
                account_users::end_sessions(&mut change, place).await?;
                change
            } else {
                member::kept_in_line(state, acting(&directory), place, said).await?
            };
            let by = if due.way.is_another(&found) { due.way.stable_id.as_deref() } else { Some(&*found.stable_id) };
            store::note_present(&mut change, id, (due.way.connector_id, by.unwrap_or_default()), false).await?;
            change.keep();
            change.commit().await
        }
    }
}

/// Twice in a row it is believed: the user is switched off, which ends the sessions, and nothing is deleted.
async fn absent(state: &State, due: &Due, place: (i64, i64), directory: &Directory) -> Result<()> {
    let mut change = Change::begin(state, acting(directory)).await?;
    if due.absent_since.is_some() {
        let whole = account_users::store::find(&mut change.conn, place.0, place.1).await?.ok_or(Error::NotFound)?;
        account_users::edit(state, &mut change, place, whole.user.version, |new| new.settings.active = false).await?;
    } else {
        store::note_absent(&mut change, place.1).await?;
        change.keep();
    }
    change.commit().await
}
