//! Time zones: every offset comes from here, from the one function [`Zone::seconds_at`].
//!
//! There is one table for the process, since zones are facts of the world and are asked for by name in forms, rows and
//! letters alike. It holds what was compiled in and, over that, what the folder of `STEWARD_ZONEINFO` has, which is
//! read again daily.

mod daily;
mod table;

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
    sync::{Arc, LazyLock, Mutex, PoisonError, RwLock},
};

use chrono::{
    DateTime, Duration, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc,
};

use table::{Rules, Table};

/// A zone of the IANA database, with the rules known when it was looked up.
#[derive(Clone, Copy)]
pub struct Zone(&'static Rules);

/// What the clocks of a zone are ahead of UTC at one moment.
#[derive(Clone, Copy, Debug)]
pub struct ZoneOffset {
    zone: Zone,
    fixed: FixedOffset,
}

/// There is no zone of that name.
#[derive(Debug)]
pub struct UnknownZone;

static TABLE: LazyLock<RwLock<Arc<Table>>> = LazyLock::new(|| RwLock::new(Arc::new(Table::compiled_in())));
/// The folder that is read daily, and when that is due.
static FOLDER: Mutex<Option<(PathBuf, DateTime<Utc>)>> = Mutex::new(None);

const DAILY: Duration = Duration::hours(24);
/// After a reading that failed.
const SOON: Duration = Duration::hours(1);
const DAY: i64 = 24 * 60 * 60;

/// Reads the folder at the start, where one is set: one that is missing or broken is an error.
pub fn open(folder: Option<&Path>, now: DateTime<Utc>) -> anyhow::Result<()> {
    if let Some(folder) = folder {
        replace(Table::compiled_in().with_folder(folder)?);
        *FOLDER.lock().unwrap_or_else(PoisonError::into_inner) = Some((folder.to_owned(), now + DAILY));
    }
    Ok(())
}

/// Reads the folder again once a day. One that has become unreadable changes nothing but the log.
pub fn keep_up(now: DateTime<Utc>) {
    let mut due = FOLDER.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((folder, at)) = due.as_mut().filter(|(_, at)| *at <= now) else { return };
    let known = current();
    *at = now + DAILY;
    match known.with_folder(folder) {
        Ok(read) if read.edition() != known.edition() => {
            tracing::info!(edition = read.edition(), "time zones are of another edition now");
            replace(read);
        }
        Ok(read) => replace(read),
        Err(error) => {
            *at = now + SOON;
            let cause = crate::error::sentence(&error);
            tracing::warn!(
                cause,
                edition = known.edition(),
                "time zones could not be read again: the last good ones stay"
            );
        }
    }
}

/// Where the zones come from: "2026f, compiled in", or "2026b, from /usr/share/zoneinfo".
pub fn edition() -> String {
    current().edition().to_owned()
}

/// All zones, by name.
pub fn all() -> Vec<Zone> {
    current().all().map(Zone).collect()
}

fn current() -> Arc<Table> {
    TABLE.read().unwrap_or_else(PoisonError::into_inner).clone()
}

fn replace(table: Table) {
    *TABLE.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(table);
}

impl Zone {
    pub fn utc() -> Self {
        static UTC: LazyLock<Rules> = LazyLock::new(Rules::utc);
        Self(&UTC)
    }

    /// The zone of a row: what was one when it was stored, and UTC should it be none any more.
    pub fn named(name: &str) -> Self {
        name.parse().unwrap_or_default()
    }

    /// "Europe/Berlin".
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// When the clocks of the zone show that time: the first time where they do so twice. Where they never do, because
    /// they are put forward over it, it is as long after the change as the time is after the one at which they are.
    pub fn moment(self, local: NaiveDateTime) -> DateTime<Utc> {
        let before = || self.offset(local.and_utc().timestamp() - DAY).fixed;
        let offset = self.offset_from_local_datetime(&local).earliest().map_or_else(before, |offset| offset.fixed);
        // At the end of all dates an offset makes no difference.
        local.checked_sub_offset(offset).unwrap_or(local).and_utc()
    }

    /// When that day begins there.
    pub fn day_begins(self, day: NaiveDate) -> DateTime<Utc> {
        self.moment(day.and_time(NaiveTime::MIN))
    }

    /// Seconds ahead of UTC, at a time in seconds since 1970.
    fn seconds_at(self, at: i64) -> i32 {
        self.0.seconds_at(at)
    }

    fn offset(self, at: i64) -> ZoneOffset {
        ZoneOffset { zone: self, fixed: FixedOffset::east_opt(self.seconds_at(at)).unwrap_or_else(|| Utc.fix()) }
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        current().find(name).map(Zone).ok_or(UnknownZone)
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::utc()
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl TimeZone for Zone {
    type Offset = ZoneOffset;

    fn from_offset(offset: &ZoneOffset) -> Self {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<ZoneOffset> {
        self.offset_from_local_datetime(&local.and_time(NaiveTime::MIN))
    }

    /// No zone changes its clocks twice within two days, so the offset is that of a day before or that of a day after.
    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<ZoneOffset> {
        let shown = local.and_utc().timestamp();
        let [before, after] = [shown - DAY, shown + DAY].map(|at| self.offset(at));
        let fits = |offset: ZoneOffset| {
            let seconds = offset.fixed.local_minus_utc();
            self.seconds_at(shown - i64::from(seconds)) == seconds
        };
        match (fits(before), fits(after)) {
            (true, true) if before.fixed != after.fixed => MappedLocalTime::Ambiguous(before, after),
            (true, _) => MappedLocalTime::Single(before),
            (_, true) => MappedLocalTime::Single(after),
            _ => MappedLocalTime::None,
        }
    }

    fn offset_from_utc_date(&self, day: &NaiveDate) -> ZoneOffset {
        self.offset_from_utc_datetime(&day.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, at: &NaiveDateTime) -> ZoneOffset {
        self.offset(at.and_utc().timestamp())
    }
}

impl Offset for ZoneOffset {
    fn fix(&self) -> FixedOffset {
        self.fixed
    }
}

impl fmt::Display for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fixed.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn clock(zone: &str, moment: &str) -> String {
        at(moment).with_timezone(&zone.parse::<Zone>().expect("a zone")).format("%F %R %:z").to_string()
    }

    fn moment(zone: &str, local: &str) -> DateTime<Utc> {
        zone.parse::<Zone>().expect("a zone").moment(local.parse().expect("a local time"))
    }

    #[test]
    fn zones_that_changed_their_rules_lately_are_as_they_are_now() {
        assert_eq!(clock("America/Vancouver", "2026-12-15T20:00:00Z"), "2026-12-15 13:00 -07:00");
        assert_eq!(clock("Europe/Berlin", "2026-12-15T20:00:00Z"), "2026-12-15 21:00 +01:00");
        assert_eq!(clock("Asia/Almaty", "2026-12-15T20:00:00Z"), "2026-12-16 01:00 +05:00");
        assert_eq!(clock("America/New_York", "2051-07-15T20:00:00Z"), "2051-07-15 16:00 -04:00");
        assert_eq!(clock("Europe/Dublin", "2026-07-15T12:00:00Z"), "2026-07-15 13:00 +01:00");
    }

    #[test]
    fn a_time_that_the_clocks_show_twice_is_the_first_and_one_that_they_skip_comes_after_the_change() {
        assert_eq!(moment("Europe/Berlin", "2026-10-25T02:30:00"), at("2026-10-25T00:30:00Z"));
        assert_eq!(moment("Europe/Berlin", "2026-03-29T02:30:00"), at("2026-03-29T01:30:00Z"));
        assert_eq!(moment("Australia/Lord_Howe", "2026-10-04T02:00:00"), at("2026-10-03T15:30:00Z"));
        // Neither midnight nor the day exists.
        assert_eq!(moment("Africa/Cairo", "2026-04-24T00:00:00"), at("2026-04-23T22:00:00Z"));
        assert_eq!(moment("Pacific/Apia", "2011-12-30T00:00:00"), at("2011-12-30T10:00:00Z"));
    }

    #[test]
    fn every_hour_of_some_years_goes_there_and_back() {
        for zone in all() {
            let mut utc = at("2024-01-01T00:15:00Z");
            while utc < at("2027-01-01T00:00:00Z") {
                let local = utc.with_timezone(&zone).naive_local();
                let back = zone.from_local_datetime(&local);
                assert!(
                    back.earliest() == Some(utc.with_timezone(&zone))
                        || back.latest() == Some(utc.with_timezone(&zone)),
                    "{zone:?} {utc}"
                );
                utc += Duration::hours(7);
            }
        }
    }
}
