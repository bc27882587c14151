//! A forgotten password. The request only writes down who was named, known or not; who gets a letter is found out
//! afterwards, by the worker.

use chrono::{DateTime, Duration, Utc};

use super::{
    links,
    model::Purpose,
    service::{self, LONGEST_LOGIN},
    store, throttle,
};
use crate::{
    change::{Actor, Change},
    db::{self, FromRow, Tx},
    error::{Error, Result},
    forms::fields::canonical_name,
    mail::{
        letters::{self, Cause, RESET_LASTS},
        outbox,
    },
    people::{Client, OwnerKind, clean},
    state::State,
    web::Page,
};

const WITHIN: Duration = Duration::hours(1);
const PER_LOGIN: i64 = 3;
const PER_NETWORK: u32 = 20;
/// For how long requests are kept.
const KEPT: Duration = Duration::days(1);

/// A request that nobody has looked at yet.
#[derive(FromRow)]
pub struct Request {
    pub id: i64,
    #[sqlx(try_from = "String")]
    pub owner_kind: OwnerKind,
    pub login: String,
    pub ip: String,
    pub user_agent: String,
}

pub async fn ask(page: &Page, login: &str) -> Result<()> {
    let login = canonical_name(&clean(login, LONGEST_LOGIN));
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let since = change.at - WITHIN;
    if let Some(full_since) =
        store::resets_from_network(&mut change.conn, &page.client.network(), PER_NETWORK, since).await?
    {
        return Err(throttle::until(full_since + WITHIN, change.at));
    }
    let before = store::count_resets(&mut change.conn, page.side(), &login, since).await?;
    // One too many is written down as well, so that it takes as long.
    let status = if before < PER_LOGIN { "waiting" } else { "too_many" };
    store::insert_reset(&mut change, page.side(), &login, status).await?;
    change.commit().await
}

/// Looks at one request that waits; false when none does.
pub async fn step(state: &State) -> Result<bool> {
    if !store::is_reset_waiting(&mut state.db.conn().await?).await? {
        return Ok(false);
    }
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    let Some(request) = store::take_reset(&mut change).await? else { return Ok(false) };
    let id = request.id;
    let Err(error) = answer(state, &mut change, request).await else {
        change.commit().await?;
        return Ok(true);
    };
    drop(change);
    if matches!(error, Error::Unavailable(_)) {
        return Err(error);
    }
    // Not tried again: the others must not wait behind it for ever.
    tracing::error!(id, %error, "a forgotten password was not seen to");
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    store::end_reset(&mut change, id).await?;
    change.commit().await?;
    Ok(true)
}

/// Forgets requests that no throttle counts any more.
pub async fn sweep(tx: &mut Tx, now: DateTime<Utc>) -> db::Result<u64> {
    store::sweep_resets(tx, now - KEPT).await
}

/// A letter to whoever may choose a new password and can be reached.
async fn answer(state: &State, change: &mut Change, request: Request) -> Result<()> {
    let kind = request.owner_kind;
    let Some(person) = service::find_by_login(state, &mut change.conn, kind, &request.login).await? else {
        return Ok(());
    };
    let Some(reader) = person.reader().filter(|_| !person.is_ldap && person.closed.is_none()) else { return Ok(()) };
    change.by = Actor {
        kind: "nobody",
        name: String::new(),
        client: Client { ip: request.ip, user_agent: request.user_agent },
        ..Actor::system("")
    };
    let token = links::issue(change, Purpose::password_of(kind), person.owner.id, RESET_LASTS).await?;
    let link = state.config.link(&links::password_path(kind, &token));
    let letter = letters::reset(state, reader, &Cause { client: Some(&change.by.client), at: change.at }, &link);
    outbox::queue(change, &state.seal, letter).await?;
    service::record(change, &person, "forgot-password", vec![]).await
}
