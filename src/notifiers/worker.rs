//! Tells operators, several at a time, away from any request: one that is slow delays no other.

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio::time::timeout;

use super::{
    model::{Kind, Notifier},
    refresh,
    send::{Answer, Message, Outlet},
    store::{
        self,
        deliveries::{self, Delivery},
    },
};
use crate::{
    change::{Actor, Change, Recorded},
    db::written,
    dial::Cause,
    error::{Error, Result},
    i18n::{self, Lang},
    mail::{letters, next_attempt, outbox},
    resource::{Stored, Versioned, find},
    state::State,
};

/// Notifiers that are told at a time.
const AT_A_TIME: usize = 32;
/// How soon others are looked for while some are told.
const LOOK: Duration = Duration::from_millis(500);
/// How often it is learned what others have changed of notifiers, and for how long one step takes more.
const REFRESH: Duration = Duration::from_secs(2);
const TURN: Duration = Duration::from_secs(60);
/// After so many attempts of which none went well it is failing.
const FAILING: i64 = 3;
/// Nobody is left alone for longer, whatever they ask for.
const LONGEST_WAIT: i64 = 6 * 3_600;

enum Outcome {
    /// Letters wait in the outbox; they are written with what becomes of this.
    Letters(Box<Outlet>),
    Sent,
    Failed(i18n::Message, Option<i64>),
    /// There is nothing at that address, and never will be again.
    Gone,
}

/// Tells all that is due; false when there was nothing.
pub fn step(state: &State) -> BoxFuture<'_, Result<bool>> {
    Box::pin(work(state))
}

async fn work(state: &State) -> Result<bool> {
    let (begun, mut refreshed) = (Instant::now(), None);
    let mut in_hand = FuturesUnordered::new();
    let mut worked = false;
    loop {
        if refreshed.is_none_or(|at: Instant| at.elapsed() >= REFRESH) {
            refresh(state).await?;
            refreshed = Some(Instant::now());
        }
        let is_over = state.stopping.load(Ordering::Relaxed) || begun.elapsed() >= TURN;
        let room = if is_over { 0 } else { AT_A_TIME.saturating_sub(in_hand.len()) };
        let taken = take(state, room).await?;
        worked |= !taken.is_empty();
        in_hand.extend(taken.into_iter().map(async |it| (deliver(state, &it).await, it)));
        if in_hand.is_empty() {
            return Ok(worked);
        }
        if let Ok(Some((outcome, it))) = timeout(LOOK, in_hand.next()).await {
            // Held by its lease, it is taken up again when that ends; the others go on.
            if let Err(error) = settle(state, &it, outcome).await {
                tracing::error!(%error, notifier = it.notifier_id, "it is not written down what became of a message");
            }
        }
    }
}

async fn take(state: &State, room: usize) -> Result<Vec<Delivery>> {
    let now = state.clock.now();
    if room == 0 || !deliveries::is_due(&mut state.db.conn().await?, now).await? {
        return Ok(Vec::new());
    }
    let mut tx = state.db.begin().await?;
    let mut taken = Vec::new();
    while taken.len() < room {
        let Some(it) = deliveries::take(&mut tx, now).await? else { break };
        taken.push(it);
    }
    tx.commit().await?;
    Ok(taken)
}

async fn deliver(state: &State, it: &Delivery) -> Outcome {
    let failed = |cause: Cause| Outcome::Failed(cause.message(), None);
    let outlet = match outlet(state, it.notifier_id).await {
        Ok(outlet) => outlet,
        Err(error) => {
            tracing::error!(%error, notifier = it.notifier_id, "a notifier cannot be told");
            return Outcome::Failed("notifier-secret-lost".into(), None);
        }
    };
    if outlet.kind == Kind::Email {
        return Outcome::Letters(Box::new(outlet));
    }
    match outlet.send(state, &message(state, it)).await {
        Ok(answer) if answer.is_good() => Outcome::Sent,
        Ok(Answer { status: 410, .. }) => Outcome::Gone,
        Ok(Answer { status, retry_after, .. }) => {
            let wait = retry_after.filter(|_| matches!(status, 429 | 503));
            Outcome::Failed(Cause::Answered(status).message(), wait)
        }
        Err(cause) => failed(cause),
    }
}

async fn outlet(state: &State, id: i64) -> Result<Outlet> {
    let it: Option<Versioned<Notifier>> = find(&mut state.db.conn().await?, (), id).await?;
    Outlet::stored(state, &it.ok_or(Error::NotFound)?).await
}

/// Where what has happened is seen.
fn path(state: &State, it: &Delivery) -> String {
    let recorded = state.part::<Recorded>();
    let known = recorded.0.iter().find(|(kind, _)| *kind == it.object_kind).and_then(|(_, at)| *at);
    match (&*it.object_kind, known, it.object_id) {
        ("outbox", _, _) => "/outbox?status=late".to_owned(),
        ("token", _, _) => "/api-tokens".to_owned(),
        (_, Some(at), Some(id)) => {
            let account = it.account_id.map(|id| id.to_string()).unwrap_or_default();
            at.replace("{id}", &id.to_string()).replace("{account}", &account)
        }
        _ => "/".to_owned(),
    }
}

fn message<'a>(state: &State, it: &'a Delivery) -> Message<'a> {
    Message {
        id: &it.message_id,
        event: Some(it.event),
        kind: &it.object_kind,
        object_id: it.object_id,
        name: &it.object_name,
        account_id: it.account_id,
        said: serde_json::from_str(&it.said).unwrap_or_default(),
        at: it.created_at,
        link: state.config.link(&path(state, it)),
    }
}

/// Writes down what became of it; what that leads to in the same transaction.
async fn settle(state: &State, it: &Delivery, outcome: Outcome) -> Result<()> {
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    let now = change.at;
    match outcome {
        Outcome::Sent => deliveries::mark_sent(&mut change.conn, it, now).await?,
        Outcome::Letters(outlet) => {
            deliveries::mark_sent(&mut change.conn, it, now).await?;
            let (text, path) = (message(state, it).text(outlet.language), path(state, it));
            for to in &outlet.emails {
                let told = letters::event::Told { text: &text, path: &path, is_test: false };
                let letter = letters::event::event(state, (to, outlet.language), &told);
                outbox::queue(&mut change, &state.seal, letter).await?;
            }
        }
        Outcome::Failed(why, wait) => fail(state, &mut change, it, (&why, wait)).await?,
        Outcome::Gone => switch_off(state, &mut change, it.notifier_id).await?,
    }
    change.keep();
    change.commit().await
}

async fn fail(
    state: &State,
    change: &mut Change,
    it: &Delivery,
    (why, wait): (&i18n::Message, Option<i64>),
) -> Result<()> {
    let now = change.at;
    let asked = wait.map(|seconds| now + TimeDelta::seconds(seconds.min(LONGEST_WAIT)));
    let next: Option<DateTime<Utc>> =
        next_attempt(it.attempts, now, it.give_up_at).map(|at| at.max(asked.unwrap_or(at)));
    let failures = deliveries::mark_failed(&mut change.conn, it, (next, why), now).await?;
    if let Some(until) = asked {
        deliveries::rest(&mut change.conn, it.notifier_id, until).await?;
    }
    if failures != FAILING {
        return Ok(());
    }
    let failing: Option<Versioned<Notifier>> = find(&mut change.conn, (), it.notifier_id).await?;
    let Some(failing) = failing else { return Ok(()) };
    tell_owners(state, change, &failing, "notifier-failing-told").await
}

/// Owners are told by letter, whatever else fails.
async fn tell_owners(state: &State, change: &mut Change, it: &Versioned<Notifier>, key: &'static str) -> Result<()> {
    let path = format!("/notifiers/{}", it.id);
    for (to, language) in store::owners(&mut change.conn).await? {
        let lang = Lang::parse(&language).unwrap_or_default();
        let text = lang.say(&i18n::Message::new(key).with("name", it.name.as_str()));
        let told = letters::event::Told { text: &text, path: &path, is_test: false };
        let letter = letters::event::event(state, (&to, lang), &told);
        outbox::queue(change, &state.seal, letter).await?;
    }
    Ok(())
}

async fn switch_off(state: &State, change: &mut Change, id: i64) -> Result<()> {
    let now = change.at;
    deliveries::cancel(&mut change.conn, id, now).await?;
    let before: Option<Versioned<Notifier>> = find(&mut change.conn, (), id).await?;
    let Some(before) = before.filter(|it| it.active) else { return Ok(()) };
    let why = serde_json::to_string(&Cause::Answered(410).message()).map_err(anyhow::Error::from)?;
    change
        .update_any(&crate::db::Table::plain(Notifier::TABLE.name), id, written![active: false, last_error: why])
        .await?;
    let after: Versioned<Notifier> = find(&mut change.conn, (), id).await?.ok_or(Error::NotFound)?;
    change.updated("update", &before, &after).await?;
    tell_owners(state, change, &after, "notifier-gone-told").await
}
