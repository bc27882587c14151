//! How guessing is slowed down without locking anybody out.
//!
//! Everything is counted from the record of attempts, so that all nodes agree. Logins that do not exist are counted
//! like those that do. What strangers get wrong never counts against a device that the login was used on before: there
//! only what went wrong on such devices does.

use std::time::Duration as Time;

use chrono::{DateTime, Duration, Utc};

use super::{
    devices,
    model::{Outcome, SignInState},
    service, store,
};
use crate::{
    change::Change,
    db::Conn,
    error::{Error, Result},
    people::Owner,
    state::State,
    web::Page,
};

pub const WITHIN: Duration = Duration::minutes(15);
/// Wrong passwords, per login, that ask for a known device or a second factor.
const MANY: i64 = 5;
/// So many wrong ones from known devices, and these are not taken for known any more.
const MANY_FROM_KNOWN: i64 = 10;
/// Per network, whatever the login.
const MANY_FROM_NETWORK: u32 = 30;
/// More are not counted: nothing changes after it.
pub const COUNTED: i64 = 20;
const LONGEST_DELAY: i64 = 5;

/// How an attempt stands, by what went wrong before it.
#[derive(Clone, Copy)]
pub struct Standing {
    pub known_device: bool,
    /// Wrong passwords that count against the attempt.
    wrong: i64,
    /// Until when nothing is tried from this network, if so.
    pub network_opens: Option<DateTime<Utc>>,
}

/// How an attempt by `owner` stands, who is nobody (id 0) where there is no such login: then the same is asked.
pub async fn standing(conn: &mut Conn, page: &Page, owner: Owner, login: &str) -> Result<Standing> {
    let since = page.now() - WITHIN;
    let shown = devices::is_known(conn, page, owner).await?;
    let wrong = store::count_wrong(conn, owner.kind, login, since).await?;
    let full_since = store::wrong_from_network(conn, &page.client.network(), MANY_FROM_NETWORK, since).await?;
    let known_device = shown && wrong.on_known_devices < MANY_FROM_KNOWN;
    Ok(Standing {
        known_device,
        wrong: if known_device { wrong.on_known_devices } else { wrong.on_known_devices + wrong.elsewhere },
        network_opens: full_since.map(|at| at + WITHIN).filter(|_| !known_device),
    })
}

impl Standing {
    /// Whether the right password alone does not open.
    pub fn asks_for_more(self) -> bool {
        !self.known_device && self.wrong >= MANY
    }

    /// For how long the answer is held back: nothing at first, from the fifth a second more each time.
    pub fn delay(self) -> Time {
        let seconds = (self.wrong + 2 - MANY).clamp(0, LONGEST_DELAY);
        Time::from_secs(seconds.unsigned_abs())
    }
}

impl SignInState {
    /// Until when more than the right password is asked for, or no code is taken at all, if so.
    pub fn slowed_until(&self) -> Option<DateTime<Utc>> {
        self.wrong_password_at.max(self.wrong_code_at).map(|at| at + WITHIN)
    }
}

/// What went wrong with somebody's login until now does not slow it down any more.
pub async fn lift(state: &State, change: &mut Change, owner: Owner) -> Result<()> {
    let person = service::find(state, &mut change.conn, owner).await?.ok_or(Error::NotFound)?;
    store::lift(change, owner.kind, &person.login).await?;
    service::record(change, &person, "lift-slow-down", vec![]).await
}

/// The answer to a network that must wait.
pub fn until(opens: DateTime<Utc>, now: DateTime<Utc>) -> Error {
    Error::TooMany((opens - now).num_seconds().max(1))
}

/// Whether somebody who is signed in may try the password now: their session is as good as a known device.
pub async fn may_prove(conn: &mut Conn, owner: Owner, login: &str, now: DateTime<Utc>) -> Result<bool> {
    Ok(store::count_wrong(conn, owner.kind, login, now - WITHIN).await?.on_known_devices < MANY_FROM_KNOWN)
}

/// Wrong codes of a login, over all its sessions.
pub async fn may_give_code(conn: &mut Conn, owner: Owner, login: &str, now: DateTime<Utc>) -> Result<bool> {
    const WRONG_CODES: i64 = 10;
    Ok(store::count_outcomes(conn, owner.kind, login, Outcome::WrongCode, now - WITHIN).await? < WRONG_CODES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_held_back_from_the_fifth_on_and_never_for_long() {
        let delay = |before| Standing { known_device: false, wrong: before, network_opens: None }.delay().as_secs();
        assert_eq!([0, 3, 4, 5, 6, 7, 8, 20].map(delay), [0, 0, 1, 2, 3, 4, 5, 5]);
    }
}
