//! How many calls a minute. Counted in the database, so that several nodes agree; each takes them from there a few at a
//! time, so that not every call is a write.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};

use super::{Failure, store};
use crate::{
    db,
    error::{self, Error},
    state::State,
};

/// Calls taken from the database at a time.
const HANDFUL: i64 = 20;
/// Wrong tokens a minute from one network.
const BAD_TOKENS: i64 = 60;
/// A database that cannot be written to in this time does not keep calls waiting that only read.
const COUNTING: Duration = Duration::from_secs(1);

/// Calls that this process has taken from the database.
#[derive(Default)]
struct Rates {
    /// What this process has taken and not used yet: subject → minute and how many. Below zero the database has said
    /// no.
    taken: Mutex<HashMap<String, (i64, i64)>>,
    /// One at a time takes more, or many calls at once would each take a handful and use up the minute with it.
    taking: tokio::sync::Mutex<()>,
}

pub async fn take(state: &State, token_id: i64) -> Result<(), Failure> {
    use_one(state, format!("token:{token_id}"), i64::from(state.config.api_rate), HANDFUL).await
}

pub async fn bad_token(state: &State, network: &str) -> Result<(), Failure> {
    use_one(state, format!("ip:{network}"), BAD_TOKENS, 1).await
}

/// Something that somebody may do so often a minute, counted for all nodes together.
pub async fn paced(state: &State, subject: String, limit: i64) -> error::Result<()> {
    match use_one(state, subject, limit, 1).await {
        Err(failure) if failure.code == 429 => Err(Error::TooMany(failure.retry_after.unwrap_or(60))),
        Err(failure) => Err(anyhow::anyhow!("a count was not kept: {}", failure.text).into()),
        Ok(()) => Ok(()),
    }
}

async fn use_one(state: &State, subject: String, limit: i64, handful: i64) -> Result<(), Failure> {
    let now = state.clock.now();
    let minute = now.timestamp() / 60;
    let rates = state.part::<Rates>();
    let known = |left: Option<bool>| left.map(|left| if left { Ok(()) } else { Err(too_many(now)) });
    if let Some(answer) = known(rates.take(&subject, minute)) {
        return answer;
    }
    let counting = async {
        let _alone = rates.taking.lock().await;
        if let Some(answer) = known(rates.take(&subject, minute)) {
            return answer;
        }
        let used = match store::reserve(state, &subject, minute, handful).await {
            Err(error) if db::is_outage(&error) => {
                return rates.take_uncounted(&subject, minute, limit).ok_or(too_many(now));
            }
            used => used?,
        };
        let got = (limit - (used - handful)).clamp(0, handful);
        rates.put(subject.clone(), minute, got - 1);
        if got > 0 { Ok(()) } else { Err(too_many(now)) }
    };
    match tokio::time::timeout(COUNTING, counting).await {
        Ok(answer) => answer,
        Err(_) => rates.take_uncounted(&subject, minute, limit).ok_or(too_many(now)),
    }
}

fn too_many(now: DateTime<Utc>) -> Failure {
    Failure::new(429, "api-too-many").after(60 - now.timestamp() % 60)
}

impl Rates {
    /// Whether one of those taken is left; None where the database has to be asked.
    fn take(&self, subject: &str, minute: i64) -> Option<bool> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let (of, left) = taken.get_mut(subject).filter(|(of, _)| *of == minute)?;
        match *left {
            0 => None,
            1.. => {
                (*of, *left) = (minute, *left - 1);
                Some(true)
            }
            _ => Some(false),
        }
    }

    /// While the database cannot count, each process does, by the same limit. None when it is reached.
    fn take_uncounted(&self, subject: &str, minute: i64, limit: i64) -> Option<()> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let (of, left) = taken.entry(format!("{subject} uncounted")).or_insert((minute, limit));
        if *of != minute {
            (*of, *left) = (minute, limit);
        }
        (*left > 0).then(|| *left -= 1)
    }

    fn put(&self, subject: String, minute: i64, left: i64) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|_, (of, _)| *of == minute);
        taken.insert(subject, (minute, left));
    }
}
