//! The welcome letter: when it is queued, and why it is not.

use chrono::{DateTime, Duration, Utc};

use super::{
    model::{Head, Settings, Whole},
    store,
};
use crate::{
    accounts::{model::Act, welcome},
    change::Change,
    db::Conn,
    error::Result,
    i18n::Message,
    mail::{Kind, outbox},
    state::State,
};

const AN_HOUR: i64 = 5;

/// What became of the letter that a change was asked to send.
#[derive(Clone, Debug, PartialEq)]
pub enum Letter {
    NotAsked,
    Queued,
    /// None was written.
    Refused(Reason),
}

/// Why no letter is written now, in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The state of the user or the account does not allow it.
    Closed(Message),
    /// There were too many; another may be written after so many seconds.
    TooMany(Message, u32),
}

/// Queues the letter with the change, unless there is a reason against it. The user's row must be locked or new.
pub async fn queue(state: &State, change: &mut Change, whole: &Whole) -> Result<Letter> {
    if let Some(reason) = reason_against(&mut change.conn, whole, change.at).await? {
        return Ok(Letter::Refused(reason));
    }
    write(state, change, whole).await
}

/// Queues a letter in place of one for an address that was wrong, however short a time ago that was queued.
pub async fn replace(state: &State, change: &mut Change, whole: &Whole) -> Result<Letter> {
    let reason = match closed(&whole.account, &whole.user.settings) {
        None => too_many(&mut change.conn, whole, change.at).await?,
        Some(why) => Some(Reason::Closed(why)),
    };
    match reason {
        Some(reason) => Ok(Letter::Refused(reason)),
        None => write(state, change, whole).await,
    }
}

async fn write(state: &State, change: &mut Change, whole: &Whole) -> Result<Letter> {
    welcome::write(state, change, &whole.addressee(), whole.user.settings.is_ldap).await?;
    Ok(Letter::Queued)
}

/// Why none is written now, if so; for the page that asks, and for the act.
pub async fn reason_against(conn: &mut Conn, whole: &Whole, at: DateTime<Utc>) -> Result<Option<Reason>> {
    if let Some(why) = closed(&whole.account, &whole.user.settings) {
        return Ok(Some(Reason::Closed(why)));
    }
    if outbox::count_since(conn, Kind::Welcome, store::owner(whole.user.id), at - Duration::minutes(1)).await? > 0 {
        return Ok(Some(Reason::TooMany("welcome-too-soon".into(), 60)));
    }
    too_many(conn, whole, at).await
}

/// Why a user gets none at all, if so.
pub fn closed(account: &Head, user: &Settings) -> Option<Message> {
    let inactive = || (!user.active).then(|| "welcome-user-inactive".into());
    account.state.allows(Act::Letters).err().or_else(inactive)
}

async fn too_many(conn: &mut Conn, whole: &Whole, at: DateTime<Utc>) -> Result<Option<Reason>> {
    let count = outbox::count_since(conn, Kind::Welcome, store::owner(whole.user.id), at - Duration::hours(1)).await?;
    let message = || Message::new("welcome-too-many").with("most", AN_HOUR);
    Ok((count >= AN_HOUR).then(|| Reason::TooMany(message(), 60 * 60)))
}

impl Reason {
    pub fn message(self) -> Message {
        match self {
            Self::Closed(message) | Self::TooMany(message, _) => message,
        }
    }
}
