//! What is counted, and for how long that is believed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc};

use crate::{db::FromRow, lists::COUNTED, zones::Zone};

#[derive(Clone, FromRow)]
pub struct Count {
    pub name: String,
    pub count: i64,
}

/// What was counted at one moment.
#[derive(Clone)]
pub struct Counts {
    pub at: DateTime<Utc>,
    counts: Arc<[Count]>,
}

/// The last counts of each time zone, whose days and weeks begin when they do there; and the totals that housekeeping
/// has counted to the end.
#[derive(Default)]
pub struct Kept {
    counts: Mutex<HashMap<&'static str, Counts>>,
    totals: Mutex<Option<Counts>>,
}

/// The moments that counts go by.
pub struct Moments {
    pub now: DateTime<Utc>,
    /// When the reader's day began, and that of six days ago.
    pub today: DateTime<Utc>,
    pub week: DateTime<Utc>,
    /// The last weeks, the oldest first; the last one goes on.
    pub weeks: Vec<Week>,
}

pub struct Week {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub begins: DateTime<Utc>,
    pub ends: DateTime<Utc>,
}

const WEEKS: u64 = 12;

impl Counts {
    pub fn new(counts: Vec<Count>, at: DateTime<Utc>) -> Self {
        Self { at, counts: counts.into() }
    }

    pub fn of(&self, name: &str) -> i64 {
        self.counts.iter().find(|it| it.name == name).map_or(0, |it| it.count)
    }
}

impl Kept {
    /// Those of the last minute.
    pub fn fresh(&self, zone: Zone, now: DateTime<Utc>) -> Option<Counts> {
        let counts = locked(&self.counts).get(zone.name()).cloned();
        counts.filter(|counts| (counts.at..counts.at + Duration::minutes(1)).contains(&now))
    }

    pub fn keep(&self, zone: Zone, counts: Counts) {
        locked(&self.counts).insert(zone.name(), counts);
    }

    pub fn learn(&self, totals: Vec<Count>, at: DateTime<Utc>) {
        *locked(&self.totals) = Some(Counts::new(totals, at));
    }

    /// How many there are of what is beyond what is counted, and when that was.
    pub fn total(&self, name: &str, counted: i64) -> Option<(i64, DateTime<Utc>)> {
        let totals = locked(&self.totals);
        totals
            .as_ref()
            .filter(|_| counted > COUNTED)
            .map(|totals| (totals.of(name), totals.at))
            .filter(|(total, _)| *total > COUNTED)
    }
}

fn locked<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Moments {
    pub fn of(now: DateTime<Utc>, zone: Zone) -> Self {
        let today = now.with_timezone(&zone).date_naive();
        let begins = |day: NaiveDate| zone.day_begins(day);
        let monday = today - Days::new(today.weekday().num_days_from_monday().into());
        let weeks = (0..WEEKS).rev().map(|ago| {
            let first = monday - Days::new(7 * ago);
            let (last, next) = (first + Days::new(6), first + Days::new(7));
            Week { first, last, begins: begins(first), ends: begins(next) }
        });
        Self { now, today: begins(today), week: begins(today - Days::new(6)), weeks: weeks.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_mondays_of_the_reader() {
        let now = "2026-03-01T23:30:00Z".parse().expect("a time");
        let weeks = |zone: &str| {
            let moments = Moments::of(now, Zone::named(zone));
            let ends = moments
                .weeks
                .last()
                .map(|week| (week.first.to_string(), week.last.to_string(), week.begins.to_rfc3339()));
            (moments.weeks.len(), ends, moments.today.to_rfc3339())
        };
        let of = |first: &str, last: &str, begins: &str| Some((first.to_owned(), last.to_owned(), begins.to_owned()));
        assert_eq!(
            weeks("UTC"),
            (12, of("2026-02-23", "2026-03-01", "2026-02-23T00:00:00+00:00"), "2026-03-01T00:00:00+00:00".to_owned())
        );
        assert_eq!(
            weeks("Europe/Moscow"),
            (12, of("2026-03-02", "2026-03-08", "2026-03-01T21:00:00+00:00"), "2026-03-01T21:00:00+00:00".to_owned())
        );
    }
}
