//! What nobody does and yet happens: a sender falls silent, letters wait, passwords are guessed. Looked for every few
//! minutes, and only where somebody wants to hear of it; what lasts is told again after the quiet time.

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use super::{
    refresh,
    store::{deliveries, watch},
};
use crate::{
    change::{Actor, Change, Teller},
    db::{self, Conn, Serial},
    error::Result,
    events::{Event, Happened},
    state::State,
};

pub fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let now = state.clock.now();
        let mut tx = state.db.begin().await?;
        deliveries::sweep(&mut tx, now).await?;
        tx.commit().await?;
        refresh(state).await?;
        let teller = state.part::<Teller>();
        let mut found = Vec::new();
        for event in [Event::SenderSilent, Event::LettersWaiting, Event::Guessing] {
            if teller.wanted.holds(event) {
                found.extend(look(&mut state.db.conn().await?, event, now).await?);
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        let mut change = Change::begin(state, Actor::system("steward")).await?;
        // Another node may have found the same.
        change.conn.one_at_a_time(Serial::Notices).await?;
        found.into_iter().for_each(|it| change.tell(it));
        change.keep();
        change.commit().await
    })
}

/// What there is of it now.
async fn look(conn: &mut Conn, event: Event, now: DateTime<Utc>) -> db::Result<Vec<Happened>> {
    let happened = |kind, id, name, said| Happened { event, kind, id, name, account_id: None, said };
    if event == Event::SenderSilent {
        let all = watch::silent(conn, now).await?;
        return Ok(all.into_iter().map(|(id, name)| happened("sender", Some(id), name, Vec::new())).collect());
    }
    if event == Event::LettersWaiting {
        let count = watch::waiting(conn, now).await?;
        let said = vec![("letters", count.to_string())];
        return Ok(if count > 0 { vec![happened("outbox", None, String::new(), said)] } else { Vec::new() });
    }
    let (logins, networks) = (watch::logins(conn, now).await?, watch::networks(conn, now).await?);
    let all = logins.into_iter().map(|it| ("login", it)).chain(networks.into_iter().map(|it| ("network", it)));
    let told = |(of, (name, wrong)): (&'static str, (String, i64))| {
        happened("sign_in", None, name, vec![("of", of.to_owned()), ("wrong", wrong.to_string())])
    };
    Ok(all.map(told).collect())
}
