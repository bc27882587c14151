//! Those who signed in through a directory are asked about again every five minutes, as long as they are signed in.

use std::sync::Mutex;

use chrono::{DateTime, Duration, Utc};

use super::{
    acting, admins, member,
    store::{self, Due},
};
use crate::{
    account_users,
    change::{Change, Teller},
    dial::Cause,
    error::{Error, Result},
    events::{Event, Happened},
    i18n::Lang,
    ldap::{self, Directory, Found, Presence},
    state::State,
};

/// So much sooner than the five minutes within which a loss takes effect that a rest and a slow directory have their
/// time.
const EVERY: Duration = Duration::seconds(280);
/// Whoever is absent for so long is believed to be gone.
const CONFIRMED_AFTER: Duration = Duration::seconds(300);
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
    let mut conn = state.db.conn().await?;
    let mut due = store::due(&mut conn, now - EVERY, now).await?;
    if due.is_none() {
        due = store::due_admin(&mut conn, now - EVERY, now).await?;
    }
    drop(conn);
    let Some(due) = due else {
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

/// To operators who want to hear of it.
async fn tell_down(state: &State, directory: &Directory, cause: Cause) -> Result<()> {
    if !state.part::<Teller>().wanted.holds(Event::ConnectorDown) {
        return Ok(());
    }
    let mut change = Change::begin(state, acting(directory)).await?;
    change.tell(Happened {
        event: Event::ConnectorDown,
        kind: "ldap",
        id: Some(directory.id),
        name: directory.name.clone(),
        account_id: None,
        said: vec![("outcome", Lang::En.say(&cause.message()))],
    });
    change.keep();
    change.commit().await
}

async fn ask(state: &State, due: &Due) -> Result<()> {
    let directory = ldap::directory(state, &mut state.db.conn().await?, due.way.connector_id).await?;
    let Some(directory) = directory else { return Ok(()) };
    let presence = match due.way.known_id() {
        Some(id) => ldap::look_up_by_id(state, &directory, id).await,
        None => ldap::look_up(state, &directory, &due.login).await,
    };
    let is_user = due.way.account_id.is_some();
    match presence {
        Presence::Unknown(cause) => {
            tracing::warn!(directory = directory.name, ?cause, "a directory did not answer who is still there");
            tell_down(state, &directory, cause).await
        }
        Presence::Absent if due.absent_since.is_none_or(|since| state.clock.now() - since < CONFIRMED_AFTER) => {
            let mut change = Change::begin(state, acting(&directory)).await?;
            store::note_absent(&mut change, due.way.owner()?).await?;
            change.keep();
            change.commit().await
        }
        Presence::Absent if is_user => gone(state, due, &directory).await,
        Presence::Absent => admins::gone(state, due, &directory).await,
        Presence::Present(found) if is_user => present(state, due, (&directory, &found)).await,
        Presence::Present(found) => admins::present(state, due, &directory, &found).await,
    }
}

async fn present(state: &State, due: &Due, said: (&Directory, &Found)) -> Result<()> {
    let (directory, found) = said;
    let place = (due.way.account()?, due.way.id()?);
    let mut change = if member::reason_against(&due.way, said).is_some() {
        let mut change = Change::begin(state, acting(directory)).await?;
        account_users::end_sessions(&mut change, place).await?;
        change
    } else {
        member::kept_in_line(state, acting(directory), place, said).await?
    };
    let by = (due.way.connector_id, due.way.stable_id_by(found));
    store::note_present(&mut change, due.way.owner()?, by, false).await?;
    change.keep();
    change.commit().await
}

/// The user is switched off, which ends the sessions, and nothing is deleted.
async fn gone(state: &State, due: &Due, directory: &Directory) -> Result<()> {
    let mut change = Change::begin(state, acting(directory)).await?;
    let place = (due.way.account()?, due.way.id()?);
    let whole = account_users::store::find(&mut change.conn, place.0, place.1).await?.ok_or(Error::NotFound)?;
    account_users::edit(state, &mut change, place, whole.user.version, |new| new.settings.active = false).await?;
    change.commit().await
}
