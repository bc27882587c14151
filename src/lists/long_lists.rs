//! Which lists are not worth counting again, and how much there is to look at until something is found.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Duration, Utc};

use super::COUNTED;
use crate::db::FromRow;

/// A list found to be beyond what is worth counting is not counted again for a minute. By what stands for it: how many
/// there were, and until when that is believed.
#[derive(Default)]
pub struct LongLists {
    known: Mutex<Known>,
    sample: Mutex<Arc<Sample>>,
    zones: Mutex<Arc<[String]>>,
}

/// Some of the accounts, and how many there are.
type Sample = (Vec<Sampled>, i64);

/// What an account is found and sorted by.
#[derive(FromRow)]
pub struct Sampled {
    pub id: i64,
    pub search: String,
    pub title_key: String,
    pub name: String,
    pub user_count: i64,
    pub state_rank: i64,
    pub tariff_name: String,
    pub tz: String,
    pub created_at: DateTime<Utc>,
}

/// Whether an account has the words that are searched for, and whether the filters leave it.
pub struct Share {
    pub by_words: bool,
    pub by_filter: bool,
}

/// Accounts looked at, about.
#[derive(Debug)]
pub struct Effort {
    /// All that have the words.
    pub by_index: f64,
    /// All that the filters leave.
    pub by_filter: f64,
    /// Until a page is full, in the order of the list.
    pub in_order: f64,
    /// Until as many are found as are counted, among what the filters leave.
    pub to_count: f64,
}

/// How many times the usual distance lies before the first one found only once in a hundred, where they are spread.
const SPREAD: f64 = 5.0;

/// As many as a list shows without being rolled.
const ZONES: usize = 12;

type Known = HashMap<String, (i64, DateTime<Utc>)>;

impl LongLists {
    pub fn total(&self, list: &str, now: DateTime<Utc>) -> Option<i64> {
        self.known().get(list).filter(|(_, until)| *until > now).map(|(total, _)| *total)
    }

    pub fn insert(&self, list: String, total: i64, now: DateTime<Utc>) {
        let mut known = self.known();
        known.retain(|_, (_, until)| *until > now);
        known.insert(list, (total, now + Duration::minutes(1)));
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Accounts from all over the table, and how many there are, about.
    pub fn learn(&self, sample: Vec<Sampled>, of: i64) {
        *self.zones.lock().unwrap_or_else(PoisonError::into_inner) = most_frequent(&sample).into();
        *self.sample.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new((sample, of));
    }

    /// How many accounts each way to a page of what is searched for would look at; None while nothing is known of them.
    pub fn effort(
        &self,
        page: usize,
        found: impl Fn(&Sampled) -> Share,
        before: impl Fn(&Sampled, &Sampled) -> bool,
    ) -> Option<Effort> {
        let known = self.sample();
        let (sample, of) = &*known;
        let each = *of as f64 / sample.len() as f64;
        let shares: Vec<(&Sampled, Share)> = sample.iter().map(|it| (it, found(it))).collect();
        let count = |meets: fn(&Share) -> bool| shares.iter().filter(|(_, share)| meets(share)).count() as f64;
        let (left, both) = (count(|share| share.by_filter), count(|share| share.by_filter && share.by_words));
        let meeting = shares.iter().filter(|(_, share)| share.by_filter && share.by_words).map(|(it, _)| *it);
        let first = meeting.reduce(|first, it| if before(it, first) { it } else { first });
        let ahead = first.map(|first| sample.iter().filter(|it| before(it, first)).count() as f64);
        let apart = sample.len() as f64 / both;
        let in_order = match ahead {
            None => f64::INFINITY,
            // Spread all over the list, as far as one can tell.
            Some(ahead) if ahead <= SPREAD * apart => page as f64 * apart,
            Some(ahead) => ahead * each,
        };
        (!sample.is_empty()).then(|| Effort {
            by_index: count(|share| share.by_words) * each,
            by_filter: left * each,
            in_order,
            to_count: (COUNTED as f64 * left / both).min(left * each),
        })
    }

    /// Time zones that accounts are in, the most frequent first.
    pub fn zones(&self) -> Arc<[String]> {
        Arc::clone(&self.zones.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A handle of one's own, so that nobody waits while a search goes through it.
    fn sample(&self) -> Arc<Sample> {
        Arc::clone(&self.sample.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn most_frequent(sample: &[Sampled]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for account in sample {
        *counts.entry(&account.tz).or_default() += 1;
    }
    let mut zones: Vec<(&str, usize)> = counts.into_iter().collect();
    zones.sort_unstable_by_key(|(name, count)| (usize::MAX - count, *name));
    zones.into_iter().take(ZONES).map(|(name, _)| name.to_owned()).collect()
}
