//! A mail server that grants no connection is left alone for a while, by all letters together, and then asked by one of
//! them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, Utc};

const FIRST: Duration = Duration::seconds(5);
/// Short enough that a link which lasts half an hour still goes when the server is back.
const LONGEST: Duration = Duration::seconds(60);

#[derive(Default)]
pub struct Pauses(Mutex<Option<Pause>>);

#[derive(Clone, Debug, PartialEq)]
pub struct Pause {
    pub since: DateTime<Utc>,
    /// When the server is asked again.
    pub until: DateTime<Utc>,
    pub cause: String,
    /// As many connections stood when the server granted no other: these go on.
    pub standing: usize,
    times: u32,
}

impl Pauses {
    /// The server granted no connection beside those that stand.
    pub fn begin(&self, now: DateTime<Utc>, cause: String, standing: usize) {
        let mut current = self.lock();
        // Several may have asked at the same time, and got the same answer.
        if current.as_ref().is_some_and(|pause| now < pause.until && pause.standing <= standing) {
            return;
        }
        let (since, times) = current.as_ref().map_or((now, 0), |pause| (pause.since, pause.times.saturating_add(1)));
        let delay = (FIRST * 2_i32.pow(times.min(16))).min(LONGEST);
        *current = Some(Pause { since, until: now + delay, cause, standing, times });
    }

    /// The server grants connections, or somebody wants it asked at once.
    pub fn end(&self) {
        *self.lock() = None;
    }

    /// How many letters may be in hand.
    pub fn room(&self, now: DateTime<Utc>, most: usize) -> usize {
        match &*self.lock() {
            None => most,
            Some(pause) if now < pause.until => most.min(pause.standing),
            // One asks for all.
            Some(pause) => most.min(pause.standing + 1),
        }
    }

    pub fn current(&self) -> Option<Pause> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Pause>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_away_is_asked_by_one_letter_after_longer_and_longer_pauses() {
        let (pauses, mut now) = (Pauses::default(), DateTime::from_timestamp(1_800_000_000, 0).expect("a time"));
        assert_eq!(pauses.room(now, 4), 4);
        for seconds in [5, 10, 20, 40, 60, 60] {
            pauses.begin(now, "away".to_owned(), 0);
            pauses.begin(now, "away".to_owned(), 0);
            assert_eq!(pauses.room(now + Duration::seconds(seconds - 1), 4), 0, "{seconds}");
            now += Duration::seconds(seconds);
            assert_eq!(pauses.room(now, 4), 1, "{seconds}");
        }
        pauses.end();
        assert_eq!(pauses.room(now, 4), 4);
    }

    #[test]
    fn connections_that_stand_go_on_when_another_is_not_granted() {
        let (pauses, now) = (Pauses::default(), DateTime::from_timestamp(1_800_000_000, 0).expect("a time"));
        pauses.begin(now, "421 too many".to_owned(), 2);
        assert_eq!(pauses.room(now, 4), 2);
        assert_eq!(pauses.room(now + FIRST, 4), 3);
    }
}
