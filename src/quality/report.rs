//! What the platform reports: of each day of an account the newest report stands, so that one that comes again changes
//! nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{alert, model::Day, store};
use crate::{
    accounts::store::held::{self, Held},
    api::Key,
    change::{Actor, Change},
    error::Result,
    i18n::{Lang, Message},
    state::State,
    zones::Zone,
};

/// In one call.
pub const MOST: usize = 1_000;
/// So old a day may be, or so far ahead of this clock: as an event of usage.
const BACK: Duration = Duration::days(35);
const AHEAD: Duration = Duration::minutes(5);
/// How long days are kept.
const KEPT: Duration = Duration::days(100);
/// So many are forgotten in a transaction.
const FORGOTTEN_AT_ONCE: i64 = 10_000;

/// A day as it came: what is wrong with it alone leaves the others.
pub struct Given {
    /// The account and the day as they were given.
    pub about: (String, String),
    pub day: Result<(Key, NaiveDate, Day), Message>,
}

/// What became of a day.
#[derive(Serialize, ToSchema)]
#[schema(as = QualityOutcome)]
pub struct Outcome {
    /// As it was given.
    pub account: String,
    /// As it was given.
    pub day: String,
    /// `stored` or `refused`.
    pub outcome: &'static str,
    /// Why it was refused.
    pub reason: String,
}

/// A day with its account.
pub struct Reported {
    pub account: Held,
    pub date: NaiveDate,
    pub day: Day,
}

pub async fn report(state: &State, by: Actor, given: Vec<Given>) -> Result<Vec<Outcome>> {
    let mut change = Change::begin(state, by).await?;
    let keys = given.iter().filter_map(|it| it.day.as_ref().ok()).map(|(key, ..)| key);
    let found = held::locked(&mut change.conn, keys).await?;
    // Of a day that is in it twice the last stands.
    let mut reported: BTreeMap<(i64, NaiveDate), Reported> = BTreeMap::new();
    let mut outcomes = Vec::with_capacity(given.len());
    for it in given {
        let taken = it.day.and_then(|day| taken(&found, day, change.at));
        let (outcome, reason) = match &taken {
            Ok(_) => ("stored", String::new()),
            Err(reason) => ("refused", Lang::En.say(reason)),
        };
        let (account, day) = it.about;
        outcomes.push(Outcome { account, day, outcome, reason });
        if let Ok(it) = taken {
            reported.insert((it.account.id, it.date), it);
        }
    }
    alert::take(state, &mut change, reported.into_values().collect()).await?;
    // What was reported is kept, and not recorded.
    change.keep();
    change.commit().await?;
    Ok(outcomes)
}

fn taken(
    found: &held::Found,
    (key, date, day): (Key, NaiveDate, Day),
    now: DateTime<Utc>,
) -> Result<Reported, Message> {
    let account = found.of(&key).ok_or("refused-usage-account")?.clone();
    if account.deleted {
        return Err("account-is-deleted".into());
    }
    let zone = Zone::named(&account.tz);
    if date > zone.date_at(now + AHEAD) {
        return Err("refused-quality-early".into());
    }
    if date < zone.date_at(now - BACK) {
        return Err(Message::new("refused-quality-late").with("days", BACK.num_days()));
    }
    if !zone.has_date(date) {
        return Err("refused-quality-no-date".into());
    }
    let day = Day { account_id: account.id, day: date.to_string(), ..day };
    Ok(Reported { account, date, day })
}

/// Days of long ago.
pub async fn sweep(state: &State) -> Result<()> {
    let before = (state.clock.now() - KEPT).date_naive();
    loop {
        let mut tx = state.db.begin().await?;
        let gone = store::forget(&mut tx, before, FORGOTTEN_AT_ONCE).await?;
        tx.commit().await?;
        if gone < FORGOTTEN_AT_ONCE.unsigned_abs() {
            return Ok(());
        }
    }
}
