//! Which lists are not worth counting again, and which words are so common that one comes upon them soon.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Duration, Utc};

use crate::db::Words;

/// A list found to be beyond what is worth counting is not counted again for a minute. By what stands for it: how many
/// there were, and until when that is believed.
#[derive(Default)]
pub struct LongLists {
    known: Mutex<Known>,
    /// What some of the accounts are searched by.
    sample: Mutex<Vec<String>>,
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

    /// The texts of accounts from all over the table.
    pub fn learn(&self, sample: Vec<String>) {
        *self.sample.lock().unwrap_or_else(PoisonError::into_inner) = sample;
    }

    /// As far as the sample tells; without one, nothing is.
    pub fn are_common(&self, words: &Words) -> bool {
        let sample = self.sample.lock().unwrap_or_else(PoisonError::into_inner);
        let enough = sample.len().div_ceil(COMMON).max(1);
        sample.iter().filter(|text| words.occur_in(text)).take(enough).count() == enough
    }
}
