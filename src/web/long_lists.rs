//! Which lists are not worth counting again.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Duration, Utc};

/// A list found to be beyond what is worth counting is not counted again for a minute. By what stands for it: how many there were, and until
/// when that is believed.
#[derive(Default)]
pub struct LongLists(Mutex<Known>);

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
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
