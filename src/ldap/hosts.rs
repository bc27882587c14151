//! Which host of a directory is asked: the first one, and the other where that is not well. One that has failed is asked
//! last for a while.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Duration, Utc};
use tokio::sync::Semaphore;

const FOR_A_WHILE: Duration = Duration::seconds(60);
/// Conversations with all directories; whoever comes next waits within their time.
const AT_A_TIME: usize = 32;

pub struct Hosts {
    /// When which host has failed last.
    failed: Mutex<HashMap<(String, u16), DateTime<Utc>>>,
    pub conversations: Semaphore,
}

impl Default for Hosts {
    fn default() -> Self {
        Self { failed: Mutex::default(), conversations: Semaphore::new(AT_A_TIME) }
    }
}

impl Hosts {
    /// The same hosts, in the order in which they are asked.
    pub fn in_order<'a>(&self, mut hosts: Vec<(&'a str, u16)>, now: DateTime<Utc>) -> Vec<(&'a str, u16)> {
        let mut failed = self.failed();
        failed.retain(|_, at| now - *at < FOR_A_WHILE);
        hosts.sort_by_key(|(host, port)| failed.contains_key(&((*host).to_owned(), *port)));
        hosts
    }

    pub fn answered(&self, (host, port): (&str, u16)) {
        self.failed().remove(&(host.to_owned(), port));
    }

    pub fn failed_at(&self, (host, port): (&str, u16), now: DateTime<Utc>) {
        self.failed().insert((host.to_owned(), port), now);
    }

    fn failed(&self) -> MutexGuard<'_, HashMap<(String, u16), DateTime<Utc>>> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_failed_is_asked_last_for_a_minute() {
        let (hosts, now) = (Hosts::default(), DateTime::<Utc>::UNIX_EPOCH);
        let order = |after| hosts.in_order(vec![("a", 1), ("b", 1)], now + Duration::seconds(after));
        hosts.failed_at(("a", 1), now);
        assert_eq!(
            [order(0), order(59), order(60)],
            [[("b", 1), ("a", 1)], [("b", 1), ("a", 1)], [("a", 1), ("b", 1)]]
        );
        hosts.failed_at(("a", 1), now);
        hosts.failed_at(("b", 1), now);
        assert_eq!(order(1), [("a", 1), ("b", 1)]);
        hosts.answered(("b", 1));
        assert_eq!(order(1), [("b", 1), ("a", 1)]);
    }
}
