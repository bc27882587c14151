//! Sends what is due, several letters at a time, away from any request.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use futures_util::{FutureExt, StreamExt, stream::FuturesUnordered};
use tokio::sync::watch;

use super::{
    Status, leave,
    letter::next_attempt,
    message::Outgoing,
    outbox::{self, Taken, UNSEALABLE},
    transport::{Failure, Transport, Unsent},
};
use crate::{
    brand,
    db::{Conn, Tx},
    error::Result,
    state::State,
    stops,
};

/// How soon a queued letter is seen.
const POLL: Duration = Duration::from_secs(2);
/// How soon a letter that does not open is looked at again: another key file, or another node, may open it.
const KEY_WAITS: chrono::Duration = chrono::Duration::minutes(1);

/// A letter that was in hand, and what became of it.
struct Done {
    letter: Taken,
    outcome: Outcome,
}

enum Outcome {
    Sent,
    Unsent(Unsent),
    /// Its link does not open.
    Sealed,
}

impl Outcome {
    fn as_str(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Unsent(Unsent::Refused(failure)) if failure.lasting => "refused",
            Self::Unsent(Unsent::Refused(_)) => "delayed",
            Self::Unsent(Unsent::Away(_)) => "no_server",
            Self::Sealed => "sealed",
        }
    }
}

/// What a round took: all that were due, and of these the ones that may go.
#[derive(Default)]
struct Round {
    taken: usize,
    letters: Vec<Taken>,
}

/// Sends, or finds not to be sent, one letter that is due; false when there is none, no mail server is set, or it is
/// left alone for a while.
pub async fn step(state: &State) -> Result<bool> {
    let room = state.part::<Transport>().room(state.clock.now(), 1);
    let Round { taken, letters } = round(state, &[], room).await?;
    for letter in letters {
        let done = deliver(state, letter).await;
        round(state, &[done], 0).await?;
    }
    Ok(taken > 0)
}

/// Keeps as many letters in hand as the mail server may be sent at a time until `stop` turns true; those in hand are
/// finished.
pub async fn serve(state: Arc<State>, mut stop: watch::Receiver<bool>) {
    let transport = state.part::<Transport>();
    let (mut in_hand, mut done) = (FuturesUnordered::new(), Vec::new());
    loop {
        let stopping = *stop.borrow_and_update();
        let most = if stopping { 0 } else { transport.room(state.clock.now(), state.config.mail_connections as usize) };
        let round = round(&state, &done, most.saturating_sub(in_hand.len())).await;
        state.metrics.job_ran("letters", round.is_ok());
        match round {
            Ok(round) => {
                done.clear();
                in_hand.extend(round.letters.into_iter().map(|letter| deliver(&state, letter)));
                if in_hand.is_empty() && round.taken > 0 {
                    continue;
                }
            }
            // What became of letters is written down as soon as the database answers.
            Err(error) => tracing::error!(%error, "the outbox could not be worked on"),
        }
        if in_hand.is_empty() {
            if stopping || !goes_on(&mut stop).await {
                return;
            }
            transport.rest().await;
        } else if let Ok(Some(first)) = tokio::time::timeout(POLL, in_hand.next()).await {
            done.push(first);
            while let Some(Some(next)) = in_hand.next().now_or_never() {
                done.push(next);
            }
        }
    }
}

/// Waits, but not for a stop that nobody is left to ask for.
async fn goes_on(stop: &mut watch::Receiver<bool>) -> bool {
    !matches!(tokio::time::timeout(POLL, stop.changed()).await, Ok(Err(_)))
}

/// In one transaction: writes down what became of letters, and takes as many as there is room for. Held by the lease
/// from then on, not by the transaction: a mail server may take its time.
async fn round(state: &State, done: &[Done], room: usize) -> Result<Round> {
    let now = state.clock.now();
    if done.is_empty() && (room == 0 || !outbox::is_due(&mut state.db.conn().await?, now).await?) {
        return Ok(Round::default());
    }
    let mut conn = state.db.begin().await?;
    for done in done {
        record_outcome(&mut conn, done, now).await?;
    }
    let mut round = Round::default();
    while round.taken < room {
        let Some(letter) = outbox::take(&mut conn, now).await? else { break };
        round.taken += 1;
        match reason_against(state, &mut conn, &letter).await? {
            Some(reason) => outbox::mark_ended(&mut conn, letter.id, Status::Cancelled, reason).await?,
            None => round.letters.push(letter),
        }
    }
    conn.commit().await?;
    Ok(round)
}

/// Why a letter must not go any more, if so. Whoever it is for is asked of global stop lists when it would go, not when
/// it was promised.
async fn reason_against(state: &State, conn: &mut Conn, letter: &Taken) -> Result<Option<&'static str>> {
    let reason = outbox::reason_against(conn, letter).await?;
    if reason.is_none() && !letter.kind.goes_anyway() && stops::is_stopped(state, conn, &letter.recipient).await? {
        return Ok(Some("stop-list"));
    }
    Ok(reason)
}

async fn deliver(state: &State, letter: Taken) -> Done {
    let outcome = send(state, &letter).await;
    state.metrics.letter_attempted(outcome.as_str());
    match &outcome {
        Outcome::Sent => {}
        Outcome::Unsent(Unsent::Refused(failure)) => {
            tracing::warn!(
                letter = letter.id,
                attempts = letter.attempts,
                cause = failure.cause,
                "a letter was not sent"
            );
        }
        Outcome::Unsent(Unsent::Away(cause)) => {
            tracing::warn!(cause, "the mail server grants no connection and is left alone for a while");
            state.part::<Transport>().begin_pause(state.clock.now(), cause.clone());
        }
        Outcome::Sealed => {
            tracing::error!(letter = letter.id, "the link of a letter does not open with this key; it waits");
        }
    }
    Done { letter, outcome }
}

async fn send(state: &State, letter: &Taken) -> Outcome {
    let Ok((html, text)) = letter.texts(&state.seal) else { return Outcome::Sealed };
    let Ok(left) = left_by(state, letter) else { return Outcome::Sealed };
    let with_link = |text: String| match &left {
        Some((shown, address)) => text.replace(shown, address),
        None => text,
    };
    let (html, text) = (with_link(html), with_link(text));
    let png = match letter.logo_id {
        Some(id) => match logo(state, id).await {
            Ok(png) => png,
            Err(error) => return Outcome::Unsent(Failure { lasting: false, cause: error.to_string() }.into()),
        },
        None => None,
    };
    let outgoing = Outgoing {
        from: &state.config.mail_from,
        from_name: letter.from_name.as_deref(),
        reply_to: letter.reply_to.as_deref(),
        recipient: &letter.recipient,
        subject: &letter.subject,
        text: &text,
        html: &html,
        png: png.as_deref().map(Vec::as_slice),
        message_id: &letter.message_id,
        leave: left.as_ref().map(|(_, address)| address.as_str()),
        at: letter.created_at,
    };
    state.part::<Transport>().send(&outgoing).await.map_or_else(Outcome::Unsent, |()| Outcome::Sent)
}

/// What stands in a letter of a kind that can be ended, and the address that belongs there.
fn left_by(state: &State, letter: &Taken) -> Result<Option<(String, String)>> {
    let Some(user_id) = letter.user_id.filter(|_| letter.kind.can_be_left()) else { return Ok(None) };
    let address = leave::address(&state.config, &state.seal, (user_id, letter.kind)).map_err(anyhow::Error::from)?;
    Ok(Some((leave::shown(&state.config), address)))
}

/// The picture that the last letter had: under one id it is the same for good.
#[derive(Default)]
struct LastLogo(Mutex<Option<(i64, Arc<Vec<u8>>)>>);

async fn logo(state: &State, id: i64) -> Result<Option<Arc<Vec<u8>>>> {
    let last = state.part::<LastLogo>();
    let known = last.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, png)) = known.filter(|(known, _)| *known == id) {
        return Ok(Some(png));
    }
    let png = brand::store::logo(&mut state.db.conn().await?, id).await?.map(Arc::new);
    *last.0.lock().unwrap_or_else(PoisonError::into_inner) = png.clone().map(|png| (id, png));
    Ok(png)
}

async fn record_outcome(tx: &mut Tx, Done { letter, outcome }: &Done, now: DateTime<Utc>) -> Result<()> {
    match outcome {
        Outcome::Sent => outbox::mark_sent(tx, letter.id, now).await?,
        Outcome::Unsent(Unsent::Refused(failure)) => {
            match next_attempt(letter.attempts, now, letter.give_up_at).filter(|_| !failure.lasting) {
                Some(next) => outbox::mark_delayed(tx, letter.id, next, &failure.cause).await?,
                None => outbox::mark_ended(tx, letter.id, Status::Failed, &failure.cause).await?,
            }
        }
        Outcome::Unsent(Unsent::Away(cause)) => {
            outbox::put_back(tx, letter.id, None, cause).await?;
            outbox::give_up(tx, now, cause).await?;
        }
        Outcome::Sealed => outbox::put_back(tx, letter.id, Some(now + KEY_WAITS), UNSEALABLE).await?,
    }
    Ok(())
}
