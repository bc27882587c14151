//! Which lists are not worth counting again, and which words are so common that one comes upon them soon.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Duration, Utc};

use crate::db::{FromRow, Words};

/// A list found to be beyond what is worth counting is not counted again for a minute. By what stands for it: how many
/// there were, and until when that is believed.
#[derive(Default)]
pub struct LongLists {
    known: Mutex<Known>,
    /// Some of the accounts, and how many there are.
    sample: Mutex<(Vec<Sampled>, i64)>,
}

/// What an account is found by.
#[derive(FromRow)]
pub struct Sampled {
    pub search: String,
    pub state_rank: i64,
    pub tariff_name: String,
    pub tz: String,
    pub created_at: DateTime<Utc>,
}

type Known = HashMap<String, (i64, DateTime<Utc>)>;

/// What one in so many has is common.
const COMMON: usize = 100;

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
        *self.sample() = (sample, of);
    }

    /// Whether one in a hundred has them, as far as the sample tells; without one, nothing is common.
    pub fn are_common(&self, words: &Words) -> bool {
        let (sample, _) = &*self.sample();
        let enough = sample.len().div_ceil(COMMON).max(1);
        sample.iter().filter(|it| words.occur_in(&it.search)).take(enough).count() == enough
    }

    /// Whether looking for the words among the accounts that a filter leaves, until `most` are found, looks at fewer
    /// accounts than are found by the words alone.
    pub fn are_sooner_met(&self, words: &Words, most: i64, filter: impl Fn(&Sampled) -> bool) -> bool {
        let (sample, of) = &*self.sample();
        let share = |count: usize| count as f64 / sample.len().max(1) as f64;
        let with_words = share(sample.iter().filter(|it| words.occur_in(&it.search)).count());
        let left = share(sample.iter().filter(|it| filter(it)).count());
        let both = share(sample.iter().filter(|it| filter(it) && words.occur_in(&it.search)).count());
        let until_found = if both > 0.0 { most as f64 / both } else { f64::INFINITY };
        left * until_found.min(*of as f64) < with_words * *of as f64
    }

    fn sample(&self) -> MutexGuard<'_, (Vec<Sampled>, i64)> {
        self.sample.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
