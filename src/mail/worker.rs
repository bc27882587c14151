//! Sends what is due, one letter after another, away from any request.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use futures_util::{FutureExt, StreamExt, stream::FuturesUnordered};
use tokio::sync::watch;

use super::{
    Status,
    letter::next_attempt,
    message::Outgoing,
    outbox::{self, Taken},
    transport::Failure,
};
use crate::{db::Conn, error::Result, state::State};

/// How soon a queued letter is seen.
const POLL: Duration = Duration::from_secs(2);

/// Sends, or finds not to be sent, one letter that is due; false when there is none or no mail server is set.
pub async fn step(state: &State) -> Result<bool> {
    if state.mail.is_none() || !outbox::is_due(&mut state.db.conn().await?, state.clock.now()).await? {
        return Ok(false);
    }
    let mut conn = state.db.begin().await?;
    let Some(letter) = outbox::take(&mut conn, state.clock.now()).await? else { return Ok(false) };
    let obstacle = outbox::obstacle(&mut conn, &letter).await?;
    if let Some(reason) = obstacle {
        outbox::mark_ended(&mut conn, letter.id, Status::Cancelled, reason).await?;
    }
    // Held by the lease from here on, not by the transaction: a mail server may take its time.
    conn.commit().await?;
    if obstacle.is_none() {
        let outcome = send(state, &letter).await;
        settle(state, &letter, outcome).await?;
    }
}

/// Takes one step after another until `stop` turns true; the letter in hand is finished.
pub async fn run(state: Arc<State>, mut stop: watch::Receiver<bool>, step: impl AsyncFn(&State) -> Result<bool>) {
    while !*stop.borrow_and_update() {
        match step(&state).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the outbox could not be worked on"),
        }
        // Waits, but not for a stop that nobody is left to ask for.
        if let Ok(Err(_)) = tokio::time::timeout(POLL, stop.changed()).await {
            return;
        }
    }
}

async fn send(state: &State, letter: &Taken) -> Result<(), Failure> {
    let unsealable = |error: crate::db::Unsealable| Failure { lasting: true, cause: error.to_string() };
    let (html, text) = letter.texts(&state.seal).map_err(unsealable)?;
    let outgoing = Outgoing {
        from: &state.config.mail_from,
        recipient: &letter.recipient,
        subject: &letter.subject,
        text: &text,
        html: &html,
        message_id: &letter.message_id,
        at: letter.created_at,
    };
    state.mail.send(&outgoing).await
}

async fn settle(state: &State, letter: &Taken, outcome: Result<(), Failure>) -> Result<()> {
    let now = state.clock.now();
    let mut conn = state.db.begin().await?;
    match outcome {
        Ok(()) => outbox::mark_sent(&mut conn, letter.id, now).await?,
        Err(failure) => {
            tracing::warn!(letter = letter.id, attempts = letter.attempts, cause = failure.cause, "a letter was not sent");
            match next_attempt(letter.attempts, now, letter.give_up_at).filter(|_| !failure.lasting) {
                Some(next) => outbox::mark_delayed(&mut conn, letter.id, next, &failure.cause).await?,
                None => outbox::mark_ended(&mut conn, letter.id, Status::Failed, &failure.cause).await?,
            }
        }
    }
    Ok(())
}
