//! Adding entries, removing them, asking for one.
//!
//! The record says who asked or changed, in which list, how many and why, and of each entry the first 16 hexadecimal
//! digits of its keyed hash: by them records about one value are found together, by whoever asks for it anew, and nothing
//! is told of it to anybody else. What the API asks with `check` is not recorded one by one.

use std::{
    collections::{HashMap, HashSet},
    sync::atomic::{AtomicBool, Ordering},
};

use super::{
    import,
    model::{Added, Entry, Removed, Source, StopList, Why, fingerprint, fingerprints},
    store::entries::{self, Balance, New, There},
};
use crate::{
    api,
    change::{Actor, Change, store::About},
    error::{Error, FieldErrors, Result},
    resource::{self, KEPT, Stored, Versioned, find},
    state::State,
    stops::{self, Among, Given, Hit, Kind},
};

/// Look-ups a minute, of one person.
const LOOK_UPS: i64 = 60;

/// What is known of a value that was asked for.
pub struct LookedUp {
    pub kind: Option<Kind>,
    /// What the record has of it.
    pub fingerprint: String,
    /// Itself first, then by its domain; the oldest first.
    pub hits: Vec<Hit>,
}

/// Adds entries to a list; of those that are there just so nothing changes.
pub async fn add(
    state: &State,
    by: Actor,
    id: i64,
    (given, kind_of_md5): (&[Given], Kind),
    why: &Why,
) -> Result<(Versioned<StopList>, Added)> {
    let mut change = Change::begin(state, by).await?;
    let it = live(&mut change, id).await?;
    let key = stops::make_key(state, &mut change.conn).await?;
    let entry = |given| Entry::of(&key, given, kind_of_md5, state.config.stop_list_md5);
    let all = given.iter().map(entry).collect::<Result<Vec<Entry>, _>>()?;
    let added = put(state, &mut change, it.id, &all, why).await?;
    if added.added + added.updated > 0 {
        let said = [
            ("added", added.added.to_string()),
            ("updated", added.updated.to_string()),
            ("source", why.source.as_str().to_owned()),
            ("reason", why.reason.clone()),
            ("entries", fingerprints(all.iter().map(|entry| &entry.hash))),
        ];
        note(&mut change, "add-entries", &it, said.into()).await?;
        change.commit().await?;
    }
    Ok((it, added))
}

/// In a change that is under way.
pub async fn put(state: &State, change: &mut Change, list_id: i64, all: &[Entry], why: &Why) -> Result<Added> {
    entries::lock(&mut change.conn, list_id).await?;
    let hashes = all.iter().map(|entry| entry.hash.clone()).collect();
    let there = entries::there(&mut change.conn, list_id, hashes).await?;
    let mut there: HashMap<Vec<u8>, There> = there.into_iter().map(|it| (it.hash.clone(), it)).collect();
    let (mut added, mut balance) = (Added::default(), Balance::default());
    let (mut replaced, mut new) = (Vec::new(), Vec::new());
    let mut seen: HashSet<&[u8]> = HashSet::with_capacity(all.len());
    for entry in all {
        let before = there.remove(&entry.hash);
        let stays = before.as_ref().is_some_and(|before| stays(before, entry, why, state.config.stop_list_md5));
        if !seen.insert(&entry.hash) || stays {
            added.duplicated += 1;
            continue;
        }
        balance.count(entry.kind, 1);
        // Since when it is there, and by whom, does not change.
        let (by, at) =
            before.as_ref().map_or((change.by.name.clone(), change.at), |it| (it.added_by.clone(), it.added_at));
        // A complaint that only gains its MD5 stays one.
        let complaint = before.as_ref().filter(|it| it.source == Source::Complaint && why.source != Source::Complaint);
        let why = match complaint {
            Some(it) => Why { source: it.source, reason: it.reason.clone() },
            None => why.clone(),
        };
        new.push(New { entry, why, by, at });
        match before {
            None => added.added += 1,
            Some(before) => {
                added.updated += 1;
                balance.count(before.kind, -1);
                replaced.push(before.id);
            }
        }
    }
    entries::remove(&mut change.conn, &replaced).await?;
    entries::put(&mut change.conn, list_id, &new).await?;
    entries::count(&mut change.conn, list_id, &balance).await?;
    Ok(added)
}

/// Whether nothing would become of it. A complaint stays one, whatever is said later.
fn stays(before: &There, entry: &Entry, why: &Why, keeps_md5: bool) -> bool {
    let is_same = before.kind == entry.kind && before.source == why.source && before.reason == why.reason;
    let is_complaint = before.source == Source::Complaint && why.source != Source::Complaint;
    (is_same || is_complaint) && (before.has_md5 || !keeps_md5)
}

/// Removes entries from a list. Complaints only where that is said.
pub async fn remove(
    state: &State,
    by: Actor,
    id: i64,
    hashes: &[Vec<u8>],
    (reason, complaints_too): (&str, bool),
) -> Result<(Versioned<StopList>, Removed)> {
    let mut change = Change::begin(state, by).await?;
    let it = live(&mut change, id).await?;
    entries::lock(&mut change.conn, id).await?;
    let there = entries::there(&mut change.conn, id, hashes.to_vec()).await?;
    let absent = hashes.iter().filter(|hash| !there.iter().any(|it| it.hash == **hash)).count();
    let (gone, kept): (Vec<There>, Vec<There>) =
        there.into_iter().partition(|it| complaints_too || it.source != Source::Complaint);
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let removed = Removed { removed: count(gone.len()), absent: count(absent), complaints: count(kept.len()) };
    if !gone.is_empty() {
        let mut balance = Balance::default();
        gone.iter().for_each(|it| balance.count(it.kind, -1));
        let ids: Vec<i64> = gone.iter().map(|it| it.id).collect();
        entries::remove(&mut change.conn, &ids).await?;
        entries::count(&mut change.conn, id, &balance).await?;
        let said = [
            ("removed", removed.removed.to_string()),
            ("reason", reason.to_owned()),
            ("entries", fingerprints(gone.iter().map(|it| &it.hash))),
        ];
        note(&mut change, "remove-entries", &it, said.into()).await?;
        change.commit().await?;
    }
    Ok((it, removed))
}

/// Asks of all lists for one value, and says on the record that it was asked for.
pub async fn look_up(state: &State, by: Actor, typed: &str) -> Result<LookedUp> {
    let given = Given::read(typed).map_err(|refusal| FieldErrors::one("value", refusal))?;
    api::paced(state, format!("look-up:{}:{}", by.kind, by.id.unwrap_or(0)), LOOK_UPS).await?;
    let mut change = Change::begin(state, by).await?;
    let key = stops::make_key(state, &mut change.conn).await?;
    let hashes: Vec<Vec<u8>> = given.asked().iter().map(|md5| key.hash(md5)).collect();
    let own = hashes.first().cloned().unwrap_or_default();
    let mut hits = stops::hits(&mut change.conn, Among::All, hashes).await?;
    hits.sort_by_key(|hit| (hit.hash != own, hit.added_at, hit.list_id));
    let found = LookedUp { kind: given.kind(), fingerprint: fingerprint(&own), hits };
    let about = About { kind: StopList::KIND, id: None, name: String::new(), account_id: None };
    let said = [
        ("kind_of", found.kind.map_or("md5", Kind::as_str).to_owned()),
        ("entries", found.fingerprint.clone()),
        ("listed", if found.hits.is_empty() { "no" } else { "yes" }.to_owned()),
    ];
    change.note("look-up", about, said.map(|(field, said)| (field, String::new(), said)).into()).await?;
    change.commit().await?;
    Ok(found)
}

/// The entry of a list that has this hash.
pub async fn entry(state: &State, id: i64, hash: Vec<u8>) -> Result<Option<Hit>> {
    Ok(stops::hits(&mut state.db.conn().await?, Among::List(id), vec![hash]).await?.pop())
}

pub async fn live(change: &mut Change, id: i64) -> Result<Versioned<StopList>> {
    let it: Versioned<StopList> = find(&mut change.conn, (), id).await?.ok_or(Error::NotFound)?;
    it.stays().map_or(Ok(it), |reason| Err(Error::Conflict(reason)))
}

pub async fn note(
    change: &mut Change,
    action: &'static str,
    it: &Versioned<StopList>,
    said: Vec<(&'static str, String)>,
) -> Result<()> {
    let said = said.into_iter().filter(|(_, said)| !said.is_empty() && said != "0");
    change.record(action, it, said.map(|(field, said)| (field, String::new(), said)).collect()).await
}

/// Lists whose time to be restored is over go for good, their entries first, some at a time.
pub async fn sweep(state: &State) -> Result<()> {
    let before = state.clock.now() - KEPT;
    while let Some(id) = entries::first_to_empty(&mut state.db.conn().await?, before).await? {
        let mut tx = state.db.begin().await?;
        entries::empty(&mut tx, id, before).await?;
        tx.commit().await?;
    }
    resource::purge::<StopList>(state).await?;
    import::service::sweep(state).await?;
    forget_md5(state).await
}

/// Whether no MD5 is there any more, since this process began.
#[derive(Default)]
struct Forgotten(AtomicBool);

/// An installation that was told to keep no MD5s any more lets go of those that it has, some at a time.
async fn forget_md5(state: &State) -> Result<()> {
    let forgotten = state.part::<Forgotten>();
    while !state.config.stop_list_md5 && !forgotten.0.load(Ordering::Relaxed) {
        let mut tx = state.db.begin().await?;
        let gone = entries::forget_md5(&mut tx).await?;
        tx.commit().await?;
        forgotten.0.store(gone == 0, Ordering::Relaxed);
    }
    Ok(())
}
