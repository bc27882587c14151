use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    change::{Audited, flag},
    db::FromRow,
    feature::{Does, Schedule},
};

/// How long after a round began the next one does.
pub const EVERY: TimeDelta = TimeDelta::minutes(10);
/// How often what goes on without an end says that it does.
pub const SAID_EVERY: TimeDelta = TimeDelta::minutes(1);
/// For how long one is believed to be at work that does not say that it is done.
pub const BELIEVED: TimeDelta = TimeDelta::minutes(15);

/// What is kept of one, by whatever node it was done.
#[derive(Clone, Debug, Default, FromRow)]
pub struct ScheduleJob {
    pub id: i64,
    pub name: String,
    pub began_at: Option<DateTime<Utc>>,
    pub took_ms: Option<i64>,
    pub running_until: Option<DateTime<Utc>>,
    /// In a row.
    pub failures: i64,
    pub failing_since: Option<DateTime<Utc>>,
    pub error: String,
    pub off_at: Option<DateTime<Utc>>,
    pub off_by: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Off,
    Running,
    Failing,
    /// It should have begun long ago.
    Late,
    Fine,
    /// It has not begun yet.
    New,
}

impl ScheduleJob {
    pub fn standing(&self, schedule: &Schedule, now: DateTime<Utc>) -> Standing {
        let every = if matches!(schedule.does, Does::Round(_)) { EVERY } else { SAID_EVERY };
        match self.began_at {
            _ if self.is_running(now) => Standing::Running,
            _ if self.off_at.is_some() => Standing::Off,
            _ if self.failures > 0 => Standing::Failing,
            None => Standing::New,
            Some(at) if now - at > every * 3 => Standing::Late,
            Some(_) => Standing::Fine,
        }
    }

    pub fn is_running(&self, now: DateTime<Utc>) -> bool {
        self.running_until.is_some_and(|until| now < until)
    }

    /// When the next round begins.
    pub fn next(&self, schedule: &Schedule, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let begins = self.began_at.filter(|_| matches!(schedule.does, Does::Round(_)) && self.off_at.is_none());
        begins.map(|at| (at + EVERY).max(now))
    }
}

impl Audited for ScheduleJob {
    const KIND: &'static str = "schedule_job";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.name.clone()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("active", flag(self.off_at.is_none()))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    #[test]
    fn a_round_is_late_after_half_an_hour_and_steps_after_three_minutes() {
        let round = Schedule::round("it", |_| Box::pin(async { Ok(()) }));
        let steps = Schedule::steps("it", |_| Box::pin(async { Ok(false) }));
        let it = ScheduleJob { began_at: Some(after(0)), ..ScheduleJob::default() };
        let standings = |minutes| [&round, &steps].map(|schedule| it.standing(schedule, after(minutes)));
        assert_eq!(standings(3), [Standing::Fine, Standing::Fine]);
        assert_eq!(standings(4), [Standing::Fine, Standing::Late]);
        assert_eq!(standings(31), [Standing::Late, Standing::Late]);
        assert_eq!([&round, &steps].map(|schedule| it.next(schedule, after(4))), [Some(after(10)), None]);
        assert_eq!(it.next(&round, after(31)), Some(after(31)), "it begins as soon as somebody is there to begin it");
    }

    #[test]
    fn one_at_work_is_believed_to_be_for_a_quarter_of_an_hour() {
        let round = Schedule::round("it", |_| Box::pin(async { Ok(()) }));
        let it =
            ScheduleJob { began_at: Some(after(0)), running_until: Some(after(0) + BELIEVED), ..Default::default() };
        assert_eq!(it.standing(&round, after(14)), Standing::Running);
        assert_eq!(it.standing(&round, after(15)), Standing::Fine);
        let off = ScheduleJob { off_at: Some(after(1)), failures: 2, ..it };
        assert_eq!(off.standing(&round, after(14)), Standing::Running, "what was begun goes on");
        assert_eq!((off.standing(&round, after(15)), off.next(&round, after(15))), (Standing::Off, None));
    }
}
