//! What grows every day, and how long it is kept.

use std::ops::RangeInclusive;

use anyhow::bail;
use chrono::TimeDelta;

/// How long what grows every day is kept; None is for ever.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// What records say.
    pub records: Option<TimeDelta>,
    /// The texts of letters.
    pub letters: Option<TimeDelta>,
    /// Who tried to sign in, and what came of it.
    pub sign_ins: Option<TimeDelta>,
    /// Jobs that are over.
    pub jobs: Option<TimeDelta>,
}

/// In days: fewer are a slip, more are for ever.
const DAYS: RangeInclusive<i64> = 30..=36_500;

impl Kept {
    pub(super) fn parse(get: impl Fn(&str) -> String) -> anyhow::Result<Self> {
        let days = |name: &str| days(name, &get(name));
        Ok(Self {
            records: days("AUDIT_DAYS")?,
            letters: days("LETTER_DAYS")?,
            sign_ins: days("SIGN_IN_DAYS")?,
            jobs: days("JOB_DAYS")?,
        })
    }
}

/// 0 is for ever.
fn days(name: &str, value: &str) -> anyhow::Result<Option<TimeDelta>> {
    match value.parse() {
        Ok(0) => Ok(None),
        Ok(days) if DAYS.contains(&days) => Ok(Some(TimeDelta::days(days))),
        _ => {
            let (least, most) = (DAYS.start(), DAYS.end());
            bail!("STEWARD_{name}: {value:?} is not a number of days from {least} to {most}, or 0 for ever")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_many_or_none_at_all() {
        let read = |text| days("JOB_DAYS", text).map_err(|error| error.to_string());
        assert_eq!(read("0"), Ok(None));
        assert_eq!(read("30"), Ok(Some(TimeDelta::days(30))));
        for wrong in ["29", "-1", "", "36501", "90d", "99999999999999999999"] {
            let said = format!("STEWARD_JOB_DAYS: {wrong:?} is not a number of days from 30 to 36500, or 0 for ever");
            assert_eq!(read(wrong), Err(said));
        }
    }
}
