//! Which lists are not worth counting again.

use std::{collections::HashMap, sync::Mutex};

use chrono::{DateTime, Duration, Utc};

/// A list found to be beyond what is counted is not counted again for a minute: it can be wrong only by saying "10,000+" of one that has just shrunk.
#[derive(Default)]
pub struct LongLists(Mutex<HashMap<String, DateTime<Utc>>>);

impl LongLists {
    pub fn contains(&self, list: &str, now: DateTime<Utc>) -> bool {
        self.0.lock().is_ok_and(|known| known.get(list).is_some_and(|until| *until > now))
    }

    pub fn insert(&self, list: String, until: DateTime<Utc>) {
        if let Ok(mut known) = self.0.lock() {
            known.retain(|_, other| *other + Duration::minutes(1) > until);
            known.insert(list, until);
        }
    }
}
