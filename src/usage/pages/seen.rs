//! What is seen of an account's usage: each metric now and in the windows before, how well what was sent arrived, and its
//! reports. The same for administrators and for the account's masters.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    amount,
    chart::{Chart, MOST},
    metric_name, share,
};
use crate::{
    account_users::{self, model::Head},
    error::{Error, Result},
    i18n::Message,
    lists::grouped,
    quality::{
        self,
        model::{Day, Kind},
    },
    reports::{self, model::Run},
    usage::{
        model::{Level, Metric, percent},
        service::Limited,
        store::{self, plan::Plan, windows::Told},
    },
    web::Page,
    zones::Zone,
};

pub struct Seen<'a> {
    page: &'a Page,
    pub account: Head,
    plan: Plan,
    windows: Vec<Told>,
    /// The newest first.
    pub days: Vec<Day>,
    /// Those that are planned, and the last ones.
    pub runs: Vec<Run>,
}

/// One metric, as the page shows it.
pub struct Shown<'a> {
    pub code: &'static str,
    pub name: String,
    /// The newest first.
    pub windows: Vec<&'a Told>,
    pub limit: Option<i64>,
    pub hard: bool,
    pub chart: Chart,
    /// How near it is to its limit now.
    pub level: Level,
    pub now: String,
    /// What it comes to at the end of the window, if it goes on so.
    pub projection: Option<String>,
}

/// Less of a window says nothing of the rest, in hundredths.
const ENOUGH: i64 = 10;
/// So many days, and so many reports.
const LAST: i64 = 14;

impl<'a> Seen<'a> {
    pub async fn read(page: &'a Page, id: i64) -> Result<Self> {
        let mut conn = page.state.db.conn().await?;
        let account = account_users::store::head(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let plan = store::plan::find(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let windows = store::windows::last(&mut conn, id, MOST).await?;
        let days = quality::store::last(&mut conn, id, LAST).await?;
        let runs = reports::store::last(&mut conn, id, LAST).await?;
        Ok(Self { page, account, plan, windows, days, runs })
    }
}

impl Seen<'_> {
    fn zone(&self) -> Zone {
        Zone::named(&self.account.tz)
    }

    /// What was reported, each with its limit.
    pub fn shown(&self) -> Vec<Shown<'_>> {
        let reported = Metric::ALL.iter().map(|metric| (*metric, self.of(*metric)));
        reported
            .filter(|(_, windows)| !windows.is_empty())
            .map(|(metric, windows)| self.metric(metric, windows))
            .collect()
    }

    /// "SMS, Pushes": what was not reported.
    pub fn unreported(&self) -> String {
        let none = Metric::ALL.iter().filter(|metric| self.of(**metric).is_empty());
        none.map(|metric| metric_name(self.page, *metric)).collect::<Vec<_>>().join(", ")
    }

    fn of(&self, metric: Metric) -> Vec<&Told> {
        self.windows.iter().filter(|it| it.counted.metric == metric).collect()
    }

    fn metric<'a>(&'a self, metric: Metric, windows: Vec<&'a Told>) -> Shown<'a> {
        let (limit, hard) = self.plan.limit(Limited::Reported(metric));
        let now = self.page.now();
        let running = windows
            .iter()
            .find(|it| it.counted.starts_at <= now)
            .filter(|it| metric.is_gauge() || it.counted.ends_at > now);
        let used = running.map_or(0, |it| it.counted.used);
        let kept: Vec<Told> = windows.iter().map(|it| (*it).clone()).collect();
        Shown {
            code: metric.as_str(),
            name: metric_name(self.page, metric),
            chart: Chart::of(&kept, limit, self.plan.limits.warn_percent),
            level: self.plan.limits.level(metric, used),
            now: self.share(used, limit),
            projection: running.filter(|_| !metric.is_gauge()).and_then(|it| self.projection(it)),
            windows,
            limit,
            hard,
        }
    }

    /// "18,204 of 100,000 (18 %)"
    fn share(&self, used: i64, limit: Option<i64>) -> String {
        let so_much = amount(self.page, used, limit);
        match limit {
            Some(limit) => format!("{so_much} ({})", share(self.page, percent(used, limit))),
            None => so_much,
        }
    }

    pub fn users(&self) -> (String, Level, bool) {
        let (limit, hard) = self.plan.limit(Limited::Users);
        let used = self.plan.user_count;
        (self.share(used, limit), self.plan.limits.level_of(limit, used), hard)
    }

    fn projection(&self, told: &Told) -> Option<String> {
        let it = &told.counted;
        let (whole, passed) = (it.ends_at - it.starts_at, self.page.now() - it.starts_at);
        if passed.num_seconds() * 100 < whole.num_seconds() * ENOUGH || it.used == 0 {
            return None;
        }
        let most = i128::from(it.used) * i128::from(whole.num_seconds()) / i128::from(passed.num_seconds().max(1));
        let used = grouped(i64::try_from(most).unwrap_or(i64::MAX), self.page.lang);
        let said = Message::new("usage-projection").with("used", used).with("until", self.moment(&it.ends_at));
        Some(self.page.say(&said))
    }

    /// In the account's own zone, in which its windows are.
    pub fn moment(&self, at: &DateTime<Utc>) -> String {
        let at = at.with_timezone(&self.zone());
        format!("{}, {}", self.page.lang.date(&at), at.format("%H:%M"))
    }

    pub fn window(&self, told: &Told) -> String {
        let (from, to) = (&told.counted.starts_at, &told.counted.ends_at);
        format!("{} – {}", self.moment(from), self.moment(to))
    }

    pub fn used(&self, told: &Told) -> String {
        self.number(&told.counted.used)
    }

    pub fn number(&self, number: &i64) -> String {
        grouped(*number, self.page.lang)
    }

    /// What is said of a window: that it was told, and when.
    pub fn told(&self, told: &Told) -> String {
        let said = |key, at: Option<DateTime<Utc>>| at.map(|at| self.page.t1(key, "at", self.moment(&at)));
        said("usage-was-reached", told.reached_at)
            .or_else(|| said("usage-was-near", told.warned_at))
            .unwrap_or_default()
    }

    pub fn date(&self, day: &str) -> String {
        day.parse::<NaiveDate>().map_or_else(|_| day.to_owned(), |day| self.page.lang.date(&day))
    }

    /// "3 (0.016 %)" of each kind.
    pub fn came_back(&self, day: &Day) -> Vec<(&'static str, String)> {
        let said = |kind: &Kind| {
            let count = self.number(&day.of(*kind));
            let share = day.share(*kind).map(|share| format!(" ({})", quality::model::said(share, self.page.lang)));
            (kind.label(), format!("{count}{}", share.unwrap_or_default()))
        };
        Kind::ALL.iter().map(said).collect()
    }

    /// What became of a report, with why.
    pub fn outcome(&self, run: &Run) -> String {
        match run.outcome.as_str() {
            "skipped" => {
                let why = self.page.field_label("report-why", &run.reason);
                self.page.t1("report-skipped", "why", why)
            }
            "planned" => self.page.t("report-planned"),
            _ => {
                let letters = self.page.n(if run.late { "report-sent-late" } else { "report-sent" }, &run.letters);
                let at = run.ran_at.map(|at| self.moment(&at)).unwrap_or_default();
                format!("{letters}, {at}")
            }
        }
    }

    /// The look and the icon of what became of a report.
    pub fn look(run: &Run) -> (&'static str, &'static str) {
        match run.outcome.as_str() {
            "skipped" => ("warn", "warning"),
            "planned" => ("frozen", "clock"),
            _ if run.late => ("warn", "check"),
            _ => ("active", "check"),
        }
    }

    /// In the account's zone, and in the reader's where that is another.
    pub fn planned(&self, run: &Run) -> String {
        let there = self.moment(&run.planned_at);
        if self.zone() == self.page.tz {
            return there;
        }
        let both = Message::new("report-both-times").with("there", there);
        self.page.say(&both.with("here", self.page.date_time(&run.planned_at)))
    }
}
