//! The welcome letter: when it is queued, and why it is not.

use chrono::{DateTime, Duration, Utc};

use super::model::{Described, Whole};
use crate::{
    accounts::model::Act,
    audit::Change,
    db::Conn,
    error::Result,
    i18n::Message,
    mail::{
        Kind,
        letters::{self, LINK_LASTS, Welcome},
        outbox,
    },
    sign_in::{Purpose, links},
    state::State,
};

const AN_HOUR: i64 = 5;

/// What became of the letter that a change was asked to send.
#[derive(Clone, Debug, PartialEq)]
pub enum Letter {
    NotAsked,
    Queued,
    /// None was written; the sentence says why.
    Refused(Message),
}

/// Queues the letter with the change, unless something is in its way. The user's row must be locked or new.
pub async fn queue(state: &State, change: &mut Change, whole: &Whole) -> Result<Letter> {
    if let Some(reason) = obstacle(&mut change.conn, whole, change.at).await? {
        return Ok(Letter::Refused(reason));
    }
    let (user, account) = (&whole.user, &whole.account);
    let token = links::issue(change, Purpose::UserPassword, user.id, LINK_LASTS).await?;
    let letter = letters::welcome(
        state,
        &Welcome {
            account_id: account.id,
            user_id: user.id,
            full_login: &whole.full_login(),
            account_title: &account.title,
            name: &user.shown_name(),
            recipient: &user.email,
            lang: user.lang(),
            tz: account.zone(),
            link: &state.config.link(&format!("/portal/set-password/{token}")),
            client: &change.by.client,
            at: change.at,
        },
    )?;
    outbox::queue(change, &state.seal, letter).await?;
    change.record("welcome", &Described::new(whole, &[]), vec![]).await?;
    Ok(Letter::Queued)
}

/// Why none is written now, if so; for the page that asks, and for the act.
pub async fn obstacle(conn: &mut Conn, whole: &Whole, at: DateTime<Utc>) -> Result<Option<Message>> {
    if let Err(reason) = whole.account.state.allows(Act::Letters) {
        return Ok(Some(reason));
    }
    if !whole.user.active {
        return Ok(Some("welcome-user-inactive".into()));
    }
    let id = whole.user.id;
    if outbox::count_since(conn, Kind::Welcome, id, at - Duration::minutes(1)).await? > 0 {
        return Ok(Some("welcome-too-soon".into()));
    }
    if outbox::count_since(conn, Kind::Welcome, id, at - Duration::hours(1)).await? >= AN_HOUR {
        return Ok(Some(Message::new("welcome-too-many").with("most", AN_HOUR)));
    }
    Ok(None)
}
