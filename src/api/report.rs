//! What the reports of the platform have in common: each says as of when it is, and has so many parts at most.

use chrono::{DateTime, Duration, SubsecRound, Utc};

use super::{Caller, Failure, Text};
use crate::i18n::Message;

/// In one report.
const MOST: usize = 200;
/// The clocks of two machines may differ by so much.
const AHEAD: Duration = Duration::minutes(5);

/// A time as RFC 3339 has it, if there is one.
pub fn time(given: Option<&Text>) -> Result<Option<DateTime<Utc>>, Message> {
    let given = given.map(|text| text.0.trim()).filter(|text| !text.is_empty());
    let read = |text: &str| DateTime::parse_from_rfc3339(text).map(|at| at.to_utc().trunc_subsecs(6));
    given.map(read).transpose().map_err(|_| "refused-time".into())
}

/// As of when a report is: now, unless it says. Whatever is of the future would make all that follow it older.
pub fn as_of(caller: &Caller, given: Option<&Text>) -> Result<DateTime<Utc>, Failure> {
    let now = caller.state.clock.now();
    match time(given) {
        Ok(Some(at)) if at > now + AHEAD => Err(Failure::field("at", &"refused-report-early".into())),
        Ok(given) => Ok(given.unwrap_or(now)),
        Err(reason) => Err(Failure::field("at", &reason)),
    }
}

/// Refuses more parts than a report may have.
pub fn within<T>(field: &'static str, parts: Vec<T>) -> Result<Vec<T>, Failure> {
    match parts.len() {
        0 => Err(Failure::field(field, &"refused-empty".into())),
        count if count > MOST => {
            Err(Failure::field(field, &Message::new("refused-too-many").with("most", MOST as i64)))
        }
        _ => Ok(parts),
    }
}
