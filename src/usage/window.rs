//! Windows: days and months of an account's own zone.
//!
//! Which window an event is in is decided once, when the first event of that time comes: it has a beginning and an end
//! from then on, and windows never overlap. Where an account has moved to another zone meanwhile, the window that runs
//! ends when it was to end, and the next begins there.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

use super::model::Metric;
use crate::zones::Zone;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

impl Window {
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        (self.starts_at..self.ends_at).contains(&at)
    }

    fn length(&self) -> i64 {
        (self.ends_at - self.starts_at).num_seconds()
    }
}

/// The day or month of the calendar.
pub fn of_calendar(zone: Zone, metric: Metric, at: DateTime<Utc>) -> Window {
    let today = at.with_timezone(&zone).date_naive();
    let first = if metric.is_daily() { today } else { today.with_day(1).unwrap_or(today) };
    let mut window = between(zone, metric, first);
    // Where clocks were put back over midnight, a day comes again that was over.
    while window.ends_at <= at {
        window = between(zone, metric, next(metric, window_day(window, zone)));
    }
    window
}

fn window_day(window: Window, zone: Zone) -> NaiveDate {
    window.starts_at.with_timezone(&zone).date_naive()
}

fn between(zone: Zone, metric: Metric, first: NaiveDate) -> Window {
    Window { starts_at: zone.day_begins(first), ends_at: zone.day_begins(next(metric, first)) }
}

fn next(metric: Metric, first: NaiveDate) -> NaiveDate {
    let next =
        if metric.is_daily() { first.checked_add_days(Days::new(1)) } else { first.checked_add_months(Months::new(1)) };
    next.unwrap_or(first)
}

/// The window of a moment beside those that there are.
pub fn place(zone: Zone, metric: Metric, at: DateTime<Utc>, known: impl Iterator<Item = Window> + Clone) -> Window {
    if let Some(window) = known.clone().find(|window| window.holds(at)) {
        return window;
    }
    let whole = of_calendar(zone, metric, at);
    let mut window = whole;
    if let Some(before) = known.clone().map(|it| it.ends_at).filter(|end| *end <= at).max() {
        window.starts_at = window.starts_at.max(before);
    }
    // What is left of a day or month, behind that of another zone, is no window of its own if it is less than half.
    if window.length() * 2 < whole.length() {
        window.ends_at = of_calendar(zone, metric, whole.ends_at).ends_at;
    }
    if let Some(after) = known.map(|it| it.starts_at).filter(|start| *start > at).min() {
        window.ends_at = window.ends_at.min(after);
    }
    window
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::zones;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn said(window: Window) -> String {
        format!("{} – {}", window.starts_at.format("%F %R"), window.ends_at.format("%F %R"))
    }

    fn calendar(zone: &str, metric: Metric, moment: &str) -> String {
        said(of_calendar(Zone::named(zone), metric, at(moment)))
    }

    #[test]
    fn a_day_has_23_24_or_25_hours_and_one_of_lord_howe_half_an_hour_more() {
        use Metric::{ApiRequests, Emails};
        assert_eq!(
            calendar("Europe/Berlin", ApiRequests, "2026-03-29T12:00:00Z"),
            "2026-03-28 23:00 – 2026-03-29 22:00"
        );
        assert_eq!(
            calendar("Europe/Berlin", ApiRequests, "2026-10-25T12:00:00Z"),
            "2026-10-24 22:00 – 2026-10-25 23:00"
        );
        assert_eq!(
            calendar("Australia/Lord_Howe", ApiRequests, "2026-04-04T20:00:00Z"),
            "2026-04-04 13:00 – 2026-04-05 13:30"
        );
        assert_eq!(
            calendar("Antarctica/Troll", ApiRequests, "2026-03-29T12:00:00Z"),
            "2026-03-29 00:00 – 2026-03-29 22:00"
        );
        assert_eq!(
            calendar("Africa/Cairo", ApiRequests, "2026-04-23T23:00:00Z"),
            "2026-04-23 22:00 – 2026-04-24 21:00"
        );
        assert_eq!(calendar("Europe/Berlin", Emails, "2026-03-31T21:59:59Z"), "2026-02-28 23:00 – 2026-03-31 22:00");
        assert_eq!(calendar("Europe/Berlin", Emails, "2026-03-31T22:00:00Z"), "2026-03-31 22:00 – 2026-04-30 22:00");
    }

    #[test]
    fn a_day_that_was_never_there_is_no_window() {
        let days = ["2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z"]
            .map(|it| calendar("Pacific/Apia", Metric::ApiRequests, it));
        assert_eq!(days, ["2011-12-29 10:00 – 2011-12-30 10:00", "2011-12-30 10:00 – 2011-12-31 10:00"]);
    }

    #[test]
    fn a_window_ends_when_it_was_to_end_though_the_zone_is_another() {
        let berlin = of_calendar(Zone::named("Europe/Berlin"), Metric::Emails, at("2026-11-15T12:00:00Z"));
        let moved =
            |zone: &str, moment: &str| said(place(Zone::named(zone), Metric::Emails, at(moment), [berlin].into_iter()));
        assert_eq!(moved("America/New_York", "2026-11-30T22:59:59Z"), said(berlin));
        assert_eq!(
            moved("America/New_York", "2026-11-30T23:00:00Z"),
            "2026-11-30 23:00 – 2027-01-01 05:00",
            "no month of six hours"
        );
        assert_eq!(moved("Asia/Tokyo", "2026-11-30T23:00:00Z"), "2026-11-30 23:00 – 2026-12-31 15:00");
        assert_eq!(moved("America/New_York", "2026-10-31T22:00:00Z"), "2026-10-01 04:00 – 2026-10-31 23:00");
    }

    fn moments() -> impl Strategy<Value = Vec<(usize, i64)>> {
        prop::collection::vec((any::<usize>(), 0..3 * 366 * 86_400_i64), 1..40)
    }

    proptest! {
        /// Whatever the zone is when an event comes, and whichever comes first.
        #[test]
        fn windows_hold_their_moments_and_never_overlap(moments in moments(), daily: bool) {
            let (zones, metric) = (zones::all(), if daily { Metric::ApiRequests } else { Metric::Sms });
            let mut known: Vec<Window> = Vec::new();
            for (zone, seconds) in moments {
                let at = DateTime::from_timestamp(1_700_000_000 + seconds, 0).expect("a time");
                let window = place(zones[zone % zones.len()], metric, at, known.iter().copied());
                prop_assert!(window.holds(at), "{window:?} {at}");
                if !known.contains(&window) {
                    known.push(window);
                }
            }
            known.sort();
            prop_assert!(known.windows(2).all(|pair| pair[0].ends_at <= pair[1].starts_at), "{known:?}");
        }

        #[test]
        fn the_calendar_has_no_gaps(zone: usize, seconds in 0..20 * 366 * 86_400_i64, daily: bool) {
            let (zones, metric) = (zones::all(), if daily { Metric::ApiRequests } else { Metric::Sms });
            let zone = zones[zone % zones.len()];
            let at = DateTime::from_timestamp(1_300_000_000 + seconds, 0).expect("a time");
            let window = of_calendar(zone, metric, at);
            prop_assert!(window.holds(at), "{zone:?} {window:?} {at}");
            prop_assert_eq!(of_calendar(zone, metric, window.ends_at).starts_at, window.ends_at);
        }
    }
}
