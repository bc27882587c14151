//! What each administrator had open last: accounts, users, and whatever else the record has and a page shows.
//!
//! A page that is read writes nothing. What was opened is kept in memory, and each minute in the administrator's row, a
//! write for each who opened something; every request reads that row with its session, so on this node the list is
//! whole at once and on the others within a minute. A stop writes what is left.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use actix_web::{
    HttpRequest,
    body::BoxBody,
    dev::ServiceResponse,
    http::{Method, StatusCode, header},
    web::Data,
};
use tokio::sync::watch;

use super::{Page, Session, store};
use crate::{db::Budget, error::Result, people::Permission, state::State};

/// The kinds of things that have a page, its address with `{id}` and `{account}`, and who may open it.
#[derive(Default)]
pub struct Things(pub Vec<(&'static str, &'static str, Permission)>);

/// A thing, and when it was opened last, in seconds of the epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub kind: String,
    pub id: i64,
    at: i64,
}

/// By administrator: newest first, and whether some of it is not written yet.
#[derive(Default)]
struct Opened(Mutex<HashMap<i64, (Vec<Seen>, bool)>>);

const MOST: usize = 20;
const EVERY: Duration = Duration::from_secs(60);

impl Things {
    /// The thing that a page is about: that of the longest address which its path is, or is below.
    fn at(&self, path: &str) -> Option<(&'static str, i64)> {
        let found = self.0.iter().filter_map(|(kind, address, _)| Some((address.len(), *kind, id_in(address, path)?)));
        found.max_by_key(|(length, ..)| *length).map(|(_, kind, id)| (kind, id))
    }
}

/// The `{id}` of an address which a path is, or is below.
fn id_in(address: &str, path: &str) -> Option<i64> {
    let mut parts = path.split('/');
    let mut id = None;
    for wanted in address.split('/') {
        let part = parts.next()?;
        match wanted {
            "{id}" => id = Some(part.parse().ok()?),
            "{account}" => _ = part.parse::<i64>().ok()?,
            _ if wanted != part => return None,
            _ => {}
        }
    }
    id
}

impl Opened {
    fn known(&self) -> MutexGuard<'_, HashMap<i64, (Vec<Seen>, bool)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, admin: i64, seen: Seen) {
        let mut known = self.known();
        let (all, unwritten) = known.entry(admin).or_default();
        *all = merged(vec![seen], std::mem::take(all));
        *unwritten = true;
    }

    fn of(&self, admin: i64) -> Vec<Seen> {
        self.known().get(&admin).map(|(all, _)| all.clone()).unwrap_or_default()
    }
}

impl Page {
    /// What the reader had open, the last first; of what they may open.
    pub fn opened(&self) -> Vec<Seen> {
        let Some((session, admin)) = self.session.as_ref().zip(self.admin()) else { return Vec::new() };
        let mut all = merged(self.state.part::<Opened>().of(admin.id), read(&session.opened));
        let things = self.state.part::<Things>();
        let may =
            |seen: &Seen| things.0.iter().any(|(kind, _, permission)| *kind == seen.kind && self.may(*permission));
        all.retain(may);
        all
    }

    /// Where the page of a thing is.
    pub fn address_of(&self, kind: &str, id: i64, account_id: Option<i64>) -> String {
        let things = self.state.part::<Things>();
        let address = things.0.iter().find(|(it, ..)| *it == kind).map_or("/", |(_, address, _)| *address);
        let account = account_id.map(|id| id.to_string()).unwrap_or_default();
        address.replace("{account}", &account).replace("{id}", &id.to_string())
    }
}

/// Notes the thing whose page an administrator has just been shown.
pub(super) fn note(answer: &ServiceResponse<BoxBody>, session: Option<&Session>) {
    let (req, shown) = (answer.request(), answer.status() == StatusCode::OK && is_page(answer));
    let Some(session) = session.filter(|it| shown && it.visit.is_none() && *req.method() == Method::GET) else {
        return;
    };
    let (Some(admin), Some(state)) = (&session.admin, state(req)) else { return };
    if let Some((kind, id)) = state.part::<Things>().at(req.path()) {
        let at = state.clock.now().timestamp();
        state.part::<Opened>().note(admin.id, Seen { kind: kind.to_owned(), id, at });
    }
}

fn state(req: &HttpRequest) -> Option<&Data<State>> {
    req.app_data()
}

/// A picture on a page is not opened.
fn is_page(answer: &ServiceResponse<BoxBody>) -> bool {
    answer.headers().get(header::CONTENT_TYPE).is_some_and(|it| it.as_bytes().starts_with(b"text/html"))
}

/// Writes once a minute what was opened, and when it stops what is left.
pub async fn run(state: Arc<State>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        tokio::time::timeout(EVERY, stopped.changed()).await.ok();
        if let Err(error) = Budget::unhurried().around(write(&state)).await {
            tracing::error!(%error, "what administrators had open is not written and will be tried again");
        }
    }
}

/// One transaction for everybody who has opened something since; what another node wrote meanwhile stays in it.
pub async fn write(state: &State) -> Result<()> {
    let opened = state.part::<Opened>();
    let unwritten = |(admin, (all, unwritten)): (&i64, &(Vec<Seen>, bool))| unwritten.then(|| (*admin, all.clone()));
    let taken: Vec<(i64, Vec<Seen>)> = opened.known().iter().filter_map(unwritten).collect();
    if taken.is_empty() {
        return Ok(());
    }
    let mut tx = state.db.begin().await?;
    for (admin, all) in &taken {
        if let Some(before) = store::opened(&mut tx, *admin).await? {
            store::set_opened(&mut tx, *admin, &written(&merged(all.clone(), read(&before)))).await?;
        }
    }
    tx.commit().await?;
    let mut known = opened.known();
    for (admin, all) in taken {
        if let Some((now, unwritten)) = known.get_mut(&admin) {
            *unwritten = *now != all;
        }
    }
    Ok(())
}

/// Newest first, each once.
fn merged(newer: Vec<Seen>, older: Vec<Seen>) -> Vec<Seen> {
    let mut all: Vec<Seen> = Vec::new();
    for seen in newer.into_iter().chain(older) {
        match all.iter_mut().find(|it| (&it.kind, it.id) == (&seen.kind, seen.id)) {
            Some(known) => known.at = known.at.max(seen.at),
            None => all.push(seen),
        }
    }
    all.sort_by_key(|seen| -seen.at);
    all.truncate(MOST);
    all
}

fn written(all: &[Seen]) -> String {
    all.iter().map(|it| format!("{} {} {}", it.kind, it.id, it.at)).collect::<Vec<_>>().join("\n")
}

fn read(text: &str) -> Vec<Seen> {
    let line = |line: &str| {
        let mut parts = line.split(' ');
        let kind = parts.next()?.to_owned();
        Some(Seen { kind, id: parts.next()?.parse().ok()?, at: parts.next()?.parse().ok()? })
    };
    text.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(kind: &str, id: i64, at: i64) -> Seen {
        Seen { kind: kind.to_owned(), id, at }
    }

    #[test]
    fn a_page_is_about_the_thing_of_the_longest_address() {
        let things = Things(vec![
            ("account", "/accounts/{id}", Permission::View),
            ("user", "/accounts/{account}/users/{id}", Permission::View),
        ]);
        for (path, about) in [
            ("/accounts/5", Some(("account", 5))),
            ("/accounts/5/overview", Some(("account", 5))),
            ("/accounts/5/users", Some(("account", 5))),
            ("/accounts/5/users/new", Some(("account", 5))),
            ("/accounts/5/users/7", Some(("user", 7))),
            ("/accounts/5/users/7/sessions", Some(("user", 7))),
            ("/accounts/new", None),
            ("/accounts", None),
            ("/", None),
        ] {
            assert_eq!(things.at(path), about, "{path}");
        }
    }

    #[test]
    fn of_two_nodes_that_know_a_thing_the_later_counts() {
        let (here, there) =
            (vec![seen("user", 7, 30), seen("account", 1, 10)], vec![seen("account", 1, 40), seen("tariff", 2, 20)]);
        let all = merged(here, there);
        assert_eq!(all, [seen("account", 1, 40), seen("user", 7, 30), seen("tariff", 2, 20)]);
        assert_eq!(read(&written(&all)), all);
        assert_eq!(read("a line of another program\nuser x 1\n\nrole 3 4 more"), [seen("role", 3, 4)]);
        let many = (0..30).map(|id| seen("account", id, id)).collect();
        assert_eq!(merged(many, vec![]).len(), MOST);
    }
}
