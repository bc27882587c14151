//! Which lists are not worth counting again.

use std::{collections::HashMap, sync::Mutex};

use chrono::{DateTime, Duration, Utc};

/// A list found to be beyond what is worth counting is not counted again for a minute. By what stands for it: how many there were, and until
/// when that is believed.
#[derive(Default)]
pub struct LongLists(Mutex<HashMap<String, (i64, DateTime<Utc>)>>);

impl LongLists {
    pub fn total(&self, list: &str, now: DateTime<Utc>) -> Option<i64> {
        let known = self.0.lock().ok()?;
        known.get(list).filter(|(_, until)| *until > now).map(|(total, _)| *total)
    }

    pub fn insert(&self, list: String, total: i64, now: DateTime<Utc>) {
        if let Ok(mut known) = self.0.lock() {
            known.retain(|_, (_, until)| *until > now);
            known.insert(list, (total, now + Duration::minutes(1)));
        }
    }
}
