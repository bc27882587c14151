//! When it is an hour of a day in a zone, for what is done once on each local date.
//!
//! An hour that the clocks skip comes with the first moment after they were put forward, one that they show twice comes
//! the first time, and a date that a zone has left out has none.

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};

use super::Zone;

/// So many days ahead of a date there is another of that weekday, whatever a zone leaves out.
const AHEAD: u64 = 15;

impl Zone {
    /// When it is that hour on that date there; None where there is no such date.
    pub fn at_hour(self, date: NaiveDate, hour: u32) -> Option<DateTime<Utc>> {
        let time = NaiveTime::from_hms_opt(hour, 0, 0)?;
        self.has_date(date).then(|| self.first_at(date.and_time(time)))
    }

    /// The first date from this one on which is that weekday (1 is Monday), or whichever, and at that hour later than
    /// then; with when that is.
    pub fn next_at_hour(
        self,
        from: NaiveDate,
        after: DateTime<Utc>,
        (weekday, hour): (Option<u32>, u32),
    ) -> Option<(NaiveDate, DateTime<Utc>)> {
        let fits = |date: &NaiveDate| weekday.is_none_or(|weekday| date.weekday().number_from_monday() == weekday);
        let dates = (0..=AHEAD).filter_map(|days| from.checked_add_days(Days::new(days))).filter(fits);
        dates.filter_map(|date| Some((date, self.at_hour(date, hour)?))).find(|(_, at)| *at > after)
    }

    /// The date there at that moment.
    pub fn date_at(self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self).date_naive()
    }

    pub fn has_date(self, date: NaiveDate) -> bool {
        self.date_at(self.first_at(date.and_time(NaiveTime::MIN))) == date
    }

    /// The date before, leaving out those that there are not.
    pub fn date_before(self, date: NaiveDate) -> NaiveDate {
        let before = (1..=3).filter_map(|days| date.checked_sub_days(Days::new(days)));
        before.into_iter().find(|date| self.has_date(*date)).unwrap_or(date)
    }

    /// When the clocks show that time for the first time, or a later one where they never do.
    fn first_at(self, local: NaiveDateTime) -> DateTime<Utc> {
        if let Some(at) = self.from_local_datetime(&local).earliest() {
            return at.to_utc();
        }
        // They are put forward over it, once within these days: before, they show less, and from then on more.
        let shown = |at: DateTime<Utc>| at.with_timezone(&self).naive_local();
        let (mut before, mut after) = (local.and_utc() - Duration::days(2), local.and_utc() + Duration::days(2));
        while after - before > Duration::seconds(1) {
            let middle = before + Duration::seconds((after - before).num_seconds() / 2);
            if shown(middle) < local { before = middle } else { after = middle }
        }
        after
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zones;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn hour(zone: &str, date: &str, hour: u32) -> Option<DateTime<Utc>> {
        Zone::named(zone).at_hour(date.parse().expect("a date"), hour)
    }

    #[test]
    fn a_skipped_hour_comes_right_after_the_change_and_a_doubled_one_the_first_time() {
        for (zone, date, of, is) in [
            ("Europe/Berlin", "2026-03-29", 2, "2026-03-29T01:00:00Z"),
            ("Europe/Berlin", "2026-03-29", 3, "2026-03-29T01:00:00Z"),
            ("Europe/Berlin", "2026-10-25", 2, "2026-10-25T00:00:00Z"),
            ("Australia/Lord_Howe", "2026-10-04", 2, "2026-10-03T15:30:00Z"),
            ("Australia/Lord_Howe", "2026-04-05", 1, "2026-04-04T14:00:00Z"),
            ("Antarctica/Troll", "2026-03-29", 1, "2026-03-29T01:00:00Z"),
            ("Antarctica/Troll", "2026-03-29", 2, "2026-03-29T01:00:00Z"),
            ("Africa/Cairo", "2026-04-24", 0, "2026-04-23T22:00:00Z"),
            // The clocks go from 23:00 to the midnight of the next date, and this one has its hour then.
            ("America/Nuuk", "2026-03-28", 23, "2026-03-29T01:00:00Z"),
            ("Pacific/Apia", "2011-12-31", 0, "2011-12-30T10:00:00Z"),
        ] {
            assert_eq!(hour(zone, date, of), Some(at(is)), "{zone} {date} {of}");
        }
        assert_eq!(hour("Pacific/Apia", "2011-12-30", 9), None, "there was no such date");
    }

    #[test]
    fn the_next_one_leaves_out_dates_that_there_are_not() {
        let apia = Zone::named("Pacific/Apia");
        let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let daily = apia.next_at_hour(date("2011-12-30"), at("2011-12-29T23:00:00Z"), (None, 9));
        assert_eq!(daily, Some((date("2011-12-31"), at("2011-12-30T19:00:00Z"))));
        let friday = apia.next_at_hour(date("2011-12-24"), at("2011-12-24T23:00:00Z"), (Some(5), 9));
        assert_eq!(friday.map(|it| it.0), Some(date("2012-01-06")));
        assert_eq!(apia.date_before(date("2011-12-31")), date("2011-12-29"));
    }

    /// Each account is a zone, an hour, and the weekday of its weekly report: 10,000 accounts over three years with
    /// `STEWARD_PLANNED_ACCOUNTS=10000`, else some of them.
    #[test]
    fn every_local_date_of_three_years_has_exactly_one() {
        let zones = zones::all();
        let accounts = std::env::var("STEWARD_PLANNED_ACCOUNTS").ok().and_then(|it| it.parse().ok());
        for account in 0..accounts.unwrap_or(zones.len()) {
            // A number without a common divisor, so that every zone meets every hour.
            let (zone, hour) = (zones[account % zones.len()], u32::try_from(account * 7 % 24).expect("small"));
            let weekday = u32::try_from(account % 7 + 1).expect("small");
            let (begins, ends) = (at("2025-01-01T00:30:00Z"), at("2028-01-01T00:30:00Z"));
            for weekday in [None, Some(weekday)] {
                let (mut found, mut now) = (Vec::new(), begins);
                let mut from = zone.date_at(now);
                while let Some((date, next)) = zone.next_at_hour(from, now, (weekday, hour)) {
                    if next >= ends {
                        break;
                    }
                    found.push(date);
                    let days_late = (zone.date_at(next) - date).num_days();
                    assert!(next > now && (0..=1).contains(&days_late), "{zone:?} {date} {next}");
                    (from, now) = (date.succ_opt().expect("a date"), next);
                }
                let first = *found.first().expect("some");
                let mut all = first.iter_days().take_while(|date| date <= found.last().expect("some"));
                let asked = |date: &NaiveDate| weekday.is_none_or(|it| date.weekday().number_from_monday() == it);
                assert!(
                    all.by_ref().filter(|it| asked(it) && zone.has_date(*it)).eq(found.iter().copied()),
                    "{zone:?}"
                );
                assert!(found.len() >= if weekday.is_none() { 1094 } else { 156 }, "{zone:?} {}", found.len());
            }
        }
    }
}
