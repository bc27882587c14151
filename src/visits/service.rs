//! The rules of a visit that need the database: how it begins, widens and ends. Whatever ends it, its record and its
//! letter are written once.

use std::{fmt, sync::Arc};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use super::{
    form::VisitForm,
    model::{Record, Why},
    store,
};
use crate::{
    account_users,
    accounts::{choices::LoginAsNotice, model::Act},
    change::{Actor, Audited, Change, Ground},
    db::{self, hash, random_token},
    error::{Error, Result},
    events::{Event, Happened},
    mail::{letters::visit as letter, outbox},
    people::{Admin, Permission},
    state::State,
    web::{Session, Visit, VisitMode},
};

/// What a change that is made in a visit stands on: that the visit goes on and permits changes at the moment of the
/// commit.
pub struct Running {
    pub state: Arc<State>,
    pub id: i64,
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "visit {}", self.id)
    }
}

impl Ground for Running {
    fn holds<'a>(&'a self, change: &'a mut Change) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            store::lock(change, self.id).await?;
            let visit = store::find(&mut change.conn, self.id).await?;
            let (now, config) = (self.state.clock.now(), &self.state.config);
            let permits = |visit: Record| {
                visit.facts.end(now, config).is_none() && visit.facts.mode_now(config) == VisitMode::ReadWrite
            };
            if visit.is_some_and(permits) { Ok(()) } else { Err(Error::Conflict("visit-was-over".into())) }
        })
    }
}

/// Begins a read-only visit on the session of an administrator, and gives the secret for its cookie.
pub async fn start(
    state: &State,
    by: Actor,
    session: &Session,
    (account_id, user_id): (i64, i64),
    form: &VisitForm,
) -> Result<String> {
    let purpose = form.parse()?;
    let token = random_token();
    let mut change = Change::begin(state, by).await?;
    end_due(state, &mut change).await?;
    let whole = account_users::store::find(&mut change.conn, account_id, user_id).await?.ok_or(Error::NotFound)?;
    let active = whole.user.settings.active;
    if let Some(why) = account_users::model::reason_against_visit(&state.config, whole.account.state, active) {
        return Err(Error::Conflict(why));
    }
    if store::open_of(&mut change.conn, session.owner.id).await?.is_some() {
        return Err(Error::Conflict("visit-one-runs".into()));
    }
    let taken = |error| if db::is_taken(&error) { Error::Conflict("visit-one-runs".into()) } else { error.into() };
    let id = store::insert(&mut change, session, &hash(&token), &whole, &purpose).await.map_err(taken)?;
    let visit = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    let changes = visit
        .fields()
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name, String::new(), value));
    record(&mut change, &visit, "visit-start", changes.collect()).await?;
    if visit.policy() == LoginAsNotice::Start {
        tell(state, &mut change, &visit, None).await?;
    }
    change.commit().await?;
    Ok(token)
}

/// From now on the visit may change things. The route has asked for the permission and a fresh proof.
pub async fn widen(state: &State, by: Actor, visit: &Visit) -> Result<()> {
    if !visit.can_widen {
        return Err(Error::InVisit);
    }
    let mut change = Change::begin(state, outside(by)).await?;
    if store::widen(&mut change, visit.id).await? {
        let record = store::find(&mut change.conn, visit.id).await?.ok_or(Error::NotFound)?;
        let [before, after] = [VisitMode::ReadOnly, VisitMode::ReadWrite].map(|mode| mode.as_str().to_owned());
        change.record("visit-change", &record, vec![("mode", before, after)]).await?;
    }
    change.commit().await
}

/// Ends one that still runs; of one that is over nothing changes.
pub async fn end(state: &State, by: Actor, id: i64, why: Why) -> Result<()> {
    let mut change = Change::begin(state, outside(by)).await?;
    let visit = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    let (why, at) = visit.facts.end(change.at, &state.config).unwrap_or((why, change.at));
    close(state, &mut change, &visit, why, at).await?;
    change.commit().await
}

/// What is done to the visit itself does not stand on it.
fn outside(by: Actor) -> Actor {
    Actor { ground: None, ..by }
}

/// Why the reader of the panel may end a visit, if they may: it is their own, or they are an owner.
pub fn may_end(reader: &Admin, visit: &Record) -> Option<Why> {
    match reader {
        _ if reader.id == visit.admin_id => Some(Why::Ended),
        _ if reader.role.may(Permission::EditAdmins) => Some(Why::EndedByOwner),
        _ => None,
    }
}

/// Visits end with whatever they depend on, in the same transaction, so that none comes back to life when the change is
/// taken back.
pub fn cascade<'a>(state: &'a State, change: &'a mut Change) -> BoxFuture<'a, Result<()>> {
    Box::pin(end_due(state, change))
}

/// Writes down the end of each visit that is over.
async fn end_due(state: &State, change: &mut Change) -> Result<()> {
    store::lock_open(change).await?;
    for visit in store::open(&mut change.conn).await? {
        if let Some((why, at)) = visit.facts.end(change.at, &state.config) {
            close(state, change, &visit, why, at).await?;
        }
    }
    Ok(())
}

/// Writes down, by itself, the end of each visit that is over.
pub fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(end_all_due(state))
}

async fn end_all_due(state: &State) -> Result<()> {
    let now = state.clock.now();
    let open = store::open(&mut state.db.conn().await?).await?;
    if open.iter().all(|visit| visit.facts.end(now, &state.config).is_none()) {
        return Ok(());
    }
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    end_due(state, &mut change).await?;
    change.commit().await
}

/// For a cookie that opens nothing: if its visit has just ended, that is written down.
pub async fn lost(state: &State, token: &str) -> Result<()> {
    let found = store::find_by_token(&mut state.db.conn().await?, &hash(token)).await?;
    match found {
        Some(visit) if visit.facts.ended_at.is_none() => end_all_due(state).await,
        _ => Ok(()),
    }
}

/// Nothing is shown that is not on the record.
pub async fn viewed(state: &State, visit_id: i64, path: &str) -> Result<()> {
    let mut conn = state.db.begin().await?;
    store::viewed(&mut conn, visit_id, path, state.clock.now()).await?;
    Ok(conn.commit().await?)
}

async fn close(state: &State, change: &mut Change, visit: &Record, why: Why, at: DateTime<Utc>) -> Result<()> {
    if !store::end(change, visit.id, why, at).await? {
        return Ok(());
    }
    record(change, visit, "visit-end", vec![("ended_why", String::new(), why.as_str().to_owned())]).await?;
    if visit.change_count > 0 {
        change.tell(Happened {
            event: Event::VisitChanged,
            kind: Record::KIND,
            id: Some(visit.id),
            name: visit.label(),
            account_id: Some(visit.account_id),
            said: vec![("changes", visit.change_count.to_string()), ("administrator", visit.admin_name.clone())],
        });
    }
    if visit.policy() == LoginAsNotice::After { tell(state, change, visit, Some(at)).await } else { Ok(()) }
}

/// The record names the visit, and for whom its administrator was there, whoever acts.
async fn record(
    change: &mut Change,
    visit: &Record,
    action: &str,
    changes: Vec<(&'static str, String, String)>,
) -> Result<()> {
    let by = change.by.clone();
    change.by.visit = Some(visit.id);
    if by.kind == "admin" && by.id == Some(visit.admin_id) {
        change.by.on_behalf_of = Some(visit.user_login.clone());
    }
    let recorded = change.record(action, visit, changes).await;
    change.by = by;
    recorded
}

/// Where the account's state and the user's permit letters.
async fn tell(state: &State, change: &mut Change, visit: &Record, ended_at: Option<DateTime<Utc>>) -> Result<()> {
    let Some(whole) = account_users::store::find(&mut change.conn, visit.account_id, visit.user_id).await? else {
        return Ok(());
    };
    if !whole.user.settings.active || whole.account.state.allows(Act::Letters).is_err() {
        return Ok(());
    }
    let visited = letter::Visited {
        admin: &visit.admin_name,
        reason: &visit.reason,
        ticket: visit.ticket.as_deref(),
        started_at: visit.started_at,
        ended_at,
        changes: visit.change_count,
    };
    let letter = letter::visited(state, &whole.addressee(), &visited);
    outbox::queue(change, &state.seal, letter).await?;
    Ok(())
}
