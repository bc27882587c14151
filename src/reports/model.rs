//! The two reports, when the next one is due, and what became of the last ones.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use strum::{EnumString, IntoStaticStr};

use crate::{
    account_users::profile::Alerts,
    accounts::model::AccountState,
    db::{FromRow, kept_as_text},
    mail,
    zones::Zone,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Report {
    Daily,
    Weekly,
}

kept_as_text!(Report);

/// One that is due.
#[derive(Clone, Debug, FromRow)]
pub struct Plan {
    pub account_id: i64,
    #[sqlx(try_from = "String")]
    pub kind: Report,
    /// "2026-03-02"; None where it is still to be found out, from then on.
    pub next_date: Option<String>,
    pub next_at: DateTime<Utc>,
}

/// An account, as far as its reports are concerned.
#[derive(Clone, Debug, FromRow)]
pub struct Account {
    pub id: i64,
    pub tz: String,
    #[sqlx(flatten)]
    pub state: AccountState,
    pub reports_day: i64,
    pub reports_hour: i64,
}

/// What became of one, or that it is planned.
#[derive(Clone, Debug, FromRow)]
pub struct Run {
    #[sqlx(try_from = "String")]
    pub kind: Report,
    pub local_date: String,
    pub planned_at: DateTime<Utc>,
    /// None while it is planned.
    pub ran_at: Option<DateTime<Utc>>,
    /// `planned`, `sent` or `skipped`.
    pub outcome: String,
    pub late: bool,
    /// Why it was skipped: a key after `report-why-`.
    pub reason: String,
    pub letters: i64,
}

/// From one date to another, both among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// Until then one goes in time.
pub const IN_TIME: Duration = Duration::minutes(10);

impl Report {
    pub fn letter(self) -> mail::Kind {
        match self {
            Self::Daily => mail::Kind::DailyReport,
            Self::Weekly => mail::Kind::WeeklyReport,
        }
    }

    pub fn of_letter(kind: mail::Kind) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.letter() == kind)
    }

    /// The box that asks for it.
    pub fn is_ticked(self, alerts: &mut Alerts) -> &mut bool {
        match self {
            Self::Daily => &mut alerts.alert_daily_report,
            Self::Weekly => &mut alerts.alert_weekly_report,
        }
    }

    /// What the report of that date is of: the day or the seven days before it, and as many before those.
    pub fn spans(self, zone: Zone, date: NaiveDate) -> [Span; 2] {
        match self {
            Self::Daily => {
                let day = zone.date_before(date);
                [day, zone.date_before(day)].map(|day| Span { first: day, last: day })
            }
            Self::Weekly => [0, 7].map(|ago| {
                let of = |days: i64| date.checked_sub_signed(Duration::days(ago + days)).unwrap_or(date);
                Span { first: of(7), last: of(1) }
            }),
        }
    }
}

impl Plan {
    /// None where it is still to be found out.
    pub fn date(&self) -> Option<NaiveDate> {
        self.next_date.as_deref().and_then(|date| date.parse().ok())
    }
}

impl Account {
    /// When its hour is on that date; None where there is no such date.
    pub fn on(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        self.zone().at_hour(date, u32::try_from(self.reports_hour).unwrap_or(0).min(23))
    }

    pub fn zone(&self) -> Zone {
        Zone::named(&self.tz)
    }

    /// The first date from this one on whose report is due later than then.
    pub fn next(&self, kind: Report, from: NaiveDate, after: DateTime<Utc>) -> Option<(NaiveDate, DateTime<Utc>)> {
        let within = |number: i64, least, most| u32::try_from(number).unwrap_or(least).clamp(least, most);
        let hour = within(self.reports_hour, 0, 23);
        let weekday = (kind == Report::Weekly).then(|| within(self.reports_day, 1, 7));
        self.zone().next_at_hour(from, after, (weekday, hour))
    }
}

impl Span {
    pub fn holds(&self, date: NaiveDate) -> bool {
        (self.first..=self.last).contains(&date)
    }
}
