//! What the platform reports: each event is counted once, however often it comes, at whichever node.
//!
//! Whoever counts for an account holds its row until the end, so that what was read of it stays true; and takes the rows
//! of several accounts in the order of their ids, so that two never wait for each other.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    books::{Books, Counted, Event},
    judge,
    model::{Judged, Metric},
    store::{self, days::Day},
};
use crate::{
    accounts::store::held,
    api::Key,
    change::{Actor, Change},
    error::{Error, Result},
    i18n::{Lang, Message},
    state::State,
    zones::Zone,
};

/// In one call.
pub const MOST: usize = 1_000;
/// So old an event may be, or so far ahead of this clock.
pub const BACK: Duration = Duration::days(35);
pub const AHEAD: Duration = Duration::minutes(5);
/// For longer than an event may come it is known which have come.
pub const REMEMBERED: Duration = Duration::days(40);

/// An event as it came: what is wrong with it alone leaves the others.
pub struct Given {
    pub id: String,
    pub event: Result<(Key, Event), Message>,
}

/// What became of an event.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageOutcome)]
pub struct Outcome {
    /// That of the event.
    pub id: String,
    /// `counted`; `duplicate`, which has come before and was not counted again; or `refused`.
    pub outcome: &'static str,
    /// Why it was refused.
    pub reason: String,
}

/// An event on its way, at its place in the report.
struct Arrived {
    place: usize,
    account_id: i64,
    event: Event,
}

enum Fate {
    Counted,
    Duplicate,
    Refused(Message),
}

pub async fn report(state: &State, by: Actor, given: Vec<Given>) -> Result<Vec<Outcome>> {
    let mut change = Change::begin(state, by).await?;
    let keys = given.iter().filter_map(|it| it.event.as_ref().ok()).map(|(key, _)| key);
    let found = held::locked(&mut change.conn, keys).await?;
    let mut fates: Vec<Option<Fate>> = given.iter().map(|_| None).collect();
    let mut arrived = Vec::new();
    let mut seen = HashSet::new();
    for (place, it) in given.iter().enumerate() {
        let fate = match &it.event {
            Err(reason) => Fate::Refused(reason.clone()),
            Ok((key, event)) => match found.of(key) {
                None => Fate::Refused("refused-usage-account".into()),
                Some(account) if account.deleted => Fate::Refused("account-is-deleted".into()),
                Some(account) if !seen.insert((account.id, it.id.as_str())) => Fate::Duplicate,
                Some(account) => {
                    arrived.push(Arrived { place, account_id: account.id, event: *event });
                    continue;
                }
            },
        };
        if let Some(known) = fates.get_mut(place) {
            *known = Some(fate);
        }
    }
    let ids = |place: usize| given.get(place).map(|it| it.id.clone()).unwrap_or_default();
    let counted = count(state, &mut change, arrived, &ids).await?;
    for (place, fate) in counted {
        if let Some(known) = fates.get_mut(place) {
            *known = Some(fate);
        }
    }
    // How much is used is kept, and not recorded.
    change.keep();
    change.commit().await?;
    Ok(given.into_iter().zip(fates).map(|(it, fate)| Outcome::of(it.id, fate.unwrap_or(Fate::Duplicate))).collect())
}

/// Those that have not come before are counted, in the order in which they stand.
async fn count(
    state: &State,
    change: &mut Change,
    arrived: Vec<Arrived>,
    id: &impl Fn(usize) -> String,
) -> Result<Vec<(usize, Fate)>> {
    let all: Vec<_> = arrived.iter().map(|it| (it.account_id, id(it.place))).collect();
    let new: HashSet<(i64, String)> = store::windows::remember(&mut change.conn, &all, change.at).await?;
    let (new, old): (Vec<Arrived>, Vec<Arrived>) =
        arrived.into_iter().partition(|it| new.contains(&(it.account_id, id(it.place))));
    let events: Vec<_> = new.iter().map(|it| (it.account_id, it.event)).collect();
    let fates = count_in(state, change, &events).await?;
    // What was refused may come again once it can be counted.
    let refused = new.iter().zip(&fates).filter(|(_, fate)| fate.is_err());
    for (it, _) in refused {
        store::windows::forget_event(&mut change.conn, it.account_id, &id(it.place)).await?;
    }
    let fates = fates.into_iter().map(|it| it.map_or_else(Fate::Refused, |()| Fate::Counted));
    let old = old.into_iter().map(|it| (it.place, Fate::Duplicate));
    Ok(new.iter().map(|it| it.place).zip(fates).chain(old).collect())
}

/// Counts events of accounts that this change holds, and judges these by it; what came of each.
pub async fn count_in(state: &State, change: &mut Change, events: &[(i64, Event)]) -> Result<Vec<Result<(), Message>>> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = events.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>().into_iter().collect();
    let accounts = store::accounts::judged(&mut change.conn, &ids).await?;
    let mut books = open_books(change, &accounts, events).await?;
    let mut fates = Vec::with_capacity(events.len());
    for (account_id, event) in events {
        let books = books.get_mut(account_id).ok_or(Error::NotFound)?;
        fates.push(books.count(*event));
    }
    let written: Vec<Counted> = books.into_values().flat_map(Books::changed).collect();
    // What ended before it was reported to the end is told, too.
    let late: Vec<_> = written.iter().filter(|it| !it.metric.is_gauge() && it.ends_at <= change.at).collect();
    let late: HashSet<_> = late.into_iter().map(|it| (it.account_id, it.metric, it.starts_at)).collect();
    store::windows::write(&mut change.conn, written).await?;
    store::days::write(&mut change.conn, by_days(&accounts, events.iter().zip(&fates))).await?;
    judge::judge(state, change, accounts, judge::Reported::Now { late }).await?;
    Ok(fates)
}

/// Those that were counted, by the days of their accounts.
fn by_days<'a>(
    accounts: &[Judged],
    events: impl Iterator<Item = (&'a (i64, Event), &'a Result<(), Message>)>,
) -> Vec<Day> {
    let zones: HashMap<i64, Zone> = accounts.iter().map(|it| (it.id, Zone::named(&it.tz))).collect();
    let mut days: BTreeMap<(i64, NaiveDate, Metric), Day> = BTreeMap::new();
    for ((account_id, event), _) in events.filter(|(_, fate)| fate.is_ok()) {
        let Event { metric, value, at } = *event;
        let day = zones.get(account_id).copied().unwrap_or_default().date_at(at);
        let new = || Day { account_id: *account_id, day, metric, used: 0, as_of: at };
        let known = days.entry((*account_id, day, metric)).or_insert_with(new);
        if !metric.is_gauge() {
            known.used = known.used.saturating_add(value);
        } else if at >= known.as_of {
            known.used = value;
        }
        known.as_of = known.as_of.max(at);
    }
    days.into_values().collect()
}

/// With the windows that events of then may be in, or next to.
async fn open_books(change: &mut Change, accounts: &[Judged], events: &[(i64, Event)]) -> Result<BTreeMap<i64, Books>> {
    let moments = || events.iter().map(|(_, event)| event.at);
    let (first, last) = (moments().min().unwrap_or(change.at), moments().max().unwrap_or(change.at));
    let metrics: BTreeSet<_> = events.iter().map(|(_, event)| event.metric).collect();
    let ids: Vec<i64> = accounts.iter().map(|it| it.id).collect();
    let known = store::windows::around(&mut change.conn, &ids, &metrics, (first, last)).await?;
    let mut of: HashMap<i64, Vec<Counted>> = HashMap::new();
    for counted in known {
        of.entry(counted.account_id).or_default().push(counted);
    }
    let book = |it: &Judged| (it.id, Books::of(it.id, Zone::named(&it.tz), of.remove(&it.id).unwrap_or_default()));
    Ok(accounts.iter().map(book).collect())
}

/// Of an event that may come: not too old to be known again, and not of the future.
pub fn timely(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Message> {
    if at > now + AHEAD {
        return Err("refused-report-early".into());
    }
    if at < now - BACK {
        return Err(Message::new("refused-usage-late").with("days", BACK.num_days()));
    }
    Ok(at)
}

impl Outcome {
    fn of(id: String, fate: Fate) -> Self {
        let (outcome, reason) = match fate {
            Fate::Counted => ("counted", String::new()),
            Fate::Duplicate => ("duplicate", String::new()),
            Fate::Refused(reason) => ("refused", Lang::En.say(&reason)),
        };
        Self { id, outcome, reason }
    }
}
