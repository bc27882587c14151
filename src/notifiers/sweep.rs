//! What nobody does and yet happens: a sender falls silent, letters wait, passwords are guessed. Looked for every few
//! minutes, and only where somebody wants to hear of it; what lasts is told again after the quiet time.

use chrono::{DateTime, Duration, Utc};
use futures_util::future::BoxFuture;

use super::{deliveries, refresh};
use crate::{
    change::{Actor, Change, Teller},
    db::{self, Conn, Select},
    error::Result,
    events::{Event, Happened},
    outbox,
    senders::model::SILENT,
    state::State,
};

/// So many wrong passwords for a login, or from a network, are no slip of somebody's fingers.
const MANY: i64 = 20;
const WITHIN: Duration = Duration::minutes(15);
/// As many are told of in a round.
const MOST: i64 = 50;

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
        found.into_iter().for_each(|it| change.tell(it));
        change.keep();
        change.commit().await
    })
}

/// What there is of it now.
async fn look(conn: &mut Conn, event: Event, now: DateTime<Utc>) -> db::Result<Vec<Happened>> {
    let happened = |kind, id, name, said| Happened { event, kind, id, name, account_id: None, said };
    match event {
        Event::SenderSilent => {
            let silent = Select::new(
                "t.id, t.name",
                " FROM senders t WHERE t.deleted_at IS NULL AND t.active AND t.reported_at < ",
            );
            let silent = silent.bind(now - SILENT).push(" ORDER BY t.id LIMIT ").bind(MOST);
            let all = silent.fetch_all::<(i64, String)>(conn).await?;
            Ok(all.into_iter().map(|(id, name)| happened("sender", Some(id), name, Vec::new())).collect())
        }
        Event::LettersWaiting => {
            let late = outbox::store::late(Select::new("count(*)", " FROM outbox o WHERE 1 = 1"), now);
            let count = late.fetch_all::<(i64,)>(conn).await?.pop().map_or(0, |(count,)| count);
            let said = || vec![("letters", count.to_string())];
            Ok((count > 0).then(|| happened("outbox", None, String::new(), said())).into_iter().collect())
        }
        _ => {
            let mut found = Vec::new();
            for (what, wrong) in [("login", guessed(LOGINS, now)), ("network", guessed(NETWORKS, now))] {
                for (name, count) in wrong.fetch_all::<(String, i64)>(conn).await? {
                    let said = vec![("of", what.to_owned()), ("wrong", count.to_string())];
                    found.push(happened("sign_in", None, name, said));
                }
            }
            Ok(found)
        }
    }
}

const LOGINS: [&str; 2] = ["s.login, count(*)", ") AND s.login <> '' GROUP BY s.login HAVING count(*) >= "];
const NETWORKS: [&str; 2] = ["s.network, count(*)", ") AND s.network <> '' GROUP BY s.network HAVING count(*) >= "];

fn guessed([columns, grouped]: [&'static str; 2], now: DateTime<Utc>) -> Select {
    let wrong = Select::new(columns, " FROM sign_ins s WHERE s.at >= ").bind(now - WITHIN);
    let wrong = wrong
        .push(" AND s.outcome IN ('wrong_password', 'unknown_login', 'unknown_device', 'wrong_code'")
        .push(grouped)
        .bind(MANY);
    wrong.push(" ORDER BY 2 DESC, 1 LIMIT ").bind(MOST)
}
