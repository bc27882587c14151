//! How many rows a list had when it was last counted, believed for as long as nothing at all has been written since.
//!
//! To count some thousand rows costs several times what the page does that shows fifty of them, and most pages are read
//! without anything having been written since the last one. Whether something was, the database says in the statement
//! that would count: two that see the same snapshot see the same rows. So a number is never old, whoever wrote, on
//! whichever node.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use super::{Conn, Link, pool::lock};

/// By what is counted.
#[derive(Default)]
pub struct Counts(Mutex<HashMap<String, Count>>);

#[derive(Clone)]
pub struct Count {
    pub total: i64,
    /// What the database said of itself when it counted; empty where it was not asked yet.
    pub stamp: String,
    until: Instant,
}

/// Fewer are counted as soon as asked about.
const WORTH: i64 = 500;
const KEPT: Duration = Duration::from_secs(60);
const MOST: usize = 1000;

impl Counts {
    /// What was counted so not long ago, if it was much.
    pub fn of(&self, what: &str) -> Option<Count> {
        lock(&self.0).get(what).filter(|count| count.until > Instant::now()).cloned()
    }

    pub fn keep(&self, what: String, total: i64, stamp: String) {
        let mut counts = lock(&self.0);
        if total < WORTH {
            counts.remove(&what);
            return;
        }
        let now = Instant::now();
        counts.retain(|_, count| count.until > now);
        if counts.len() < MOST || counts.contains_key(&what) {
            counts.insert(what, Count { total, stamp, until: now + KEPT });
        }
    }
}

impl Conn {
    /// What SQL says of the state of the database, changing with whatever is written; and for which connection it says
    /// so: None where it is the same for all of them.
    pub(super) fn stamp(&self) -> (&'static str, Option<u64>) {
        match &self.link {
            Link::Sqlite(loan) => ("(SELECT CAST(data_version AS TEXT) FROM pragma_data_version)", loan.number()),
            Link::Postgres(_) => ("CAST(pg_current_snapshot() AS TEXT)", None),
        }
    }
}
