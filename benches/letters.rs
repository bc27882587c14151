//! How fast letters leave: `cargo bench --bench letters` (on SQLite; `BENCH_DATABASE_URL` names an empty database of
//! PostgreSQL).
//!
//! 5,000 notices to a mail server on loopback, and a link for a forgotten password that is queued behind 20,000 of
//! them.

#[path = "../tests/it/support/mail_server.rs"]
mod mail_server;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::ensure;
use mail_server::MailServer;
use steward::{
    change::{Actor, Change},
    clock::Clock,
    config::Config,
    db,
    i18n::Lang,
    mail::{
        Letter, Transport,
        letters::{self, Cause, Reader},
        outbox, worker,
    },
    people::{Owner, OwnerKind},
    state::State,
    zones::Zone,
};
use tokio::sync::watch;

const NOTICES: usize = 5_000;
const BEHIND: usize = 20_000;
/// What must hold, on any machine that somebody would run it on.
const ALL_WITHIN: Duration = Duration::from_secs(30);
const LINK_WITHIN: Duration = Duration::from_secs(5);

fn main() -> anyhow::Result<()> {
    if !std::env::args().any(|word| word == "--bench") {
        return Ok(());
    }
    actix_web::rt::System::new().block_on(measure())
}

async fn measure() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let url = std::env::var("BENCH_DATABASE_URL")
        .unwrap_or_else(|_| format!("sqlite:{}", folder.path().join("letters.db").display()));
    db::migrate(&url).await?;
    let server = MailServer::start().await?;
    let transport = Transport::open(&server.url(), Default::default())?;
    let state = State::open(Config::for_tests(&url, folder.path())?, Clock::System, transport).await?;
    queue(&state, NOTICES).await?;
    let (stop, stopped) = watch::channel(false);
    let begun = Instant::now();
    let serving = actix_web::rt::spawn(worker::serve(Arc::clone(&state), stopped));
    server.have(NOTICES).await;
    let all = begun.elapsed();
    let connections = server.connections();

    queue(&state, BEHIND).await?;
    server.have(NOTICES + 100).await;
    let link = state.config.link("/set-password/Zm9yLXRoZS1yZWNpcGllbnQtYWxvbmUtYW5kLW5vYm9keQ");
    let cause = Cause { client: None, at: state.clock.now() };
    queue_all(&state, vec![of_nobody(letters::reset(&state, &reader(0), &cause, &link))]).await?;
    let begun = Instant::now();
    let mut seen = server.letters().len();
    while !server.letters().iter().skip(NOTICES).any(|text| text.contains("/set-password/")) {
        seen += 1;
        server.have(seen).await;
    }
    let overtaking = begun.elapsed();
    stop.send(true)?;
    serving.await?;
    let left = NOTICES + BEHIND + 1 - server.letters().len();
    println!(
        "letters: {NOTICES} in {:.1} s ({:.0} a second) over {connections} connections; a link behind {BEHIND} notices left after {} ms, with {left} still waiting",
        all.as_secs_f64(),
        NOTICES as f64 / all.as_secs_f64(),
        overtaking.as_millis()
    );
    ensure!(all < ALL_WITHIN && overtaking < LINK_WITHIN, "too slow");
    Ok(())
}

fn reader(number: usize) -> Reader {
    Reader {
        owner: Owner { kind: OwnerKind::Admin, id: 0 },
        account_id: None,
        login: format!("user-{number}"),
        name: String::new(),
        recipient: format!("user-{number}@example.com"),
        lang: Lang::En,
        tz: Zone::utc(),
    }
}

/// So that nothing stands in its way.
fn of_nobody(letter: Letter) -> Letter {
    Letter { admin_id: None, ..letter }
}

async fn queue(state: &State, count: usize) -> anyhow::Result<()> {
    let cause = Cause { client: None, at: state.clock.now() };
    let notice = |number| of_nobody(letters::new_device(state, &reader(number), &cause));
    queue_all(state, (0..count).map(notice).collect()).await
}

async fn queue_all(state: &State, letters: Vec<Letter>) -> anyhow::Result<()> {
    let mut change = Change::begin(state, Actor::system("bench")).await?;
    for letter in letters {
        outbox::queue(&mut change, &state.seal, letter).await?;
    }
    Ok(change.commit().await?)
}
