//! `/accounts/{id}/usage`: what the account uses of each metric, now and in the windows before, and what an
//! administrator puts right.

use actix_web::{http::StatusCode, web::Path};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    amount,
    chart::{Chart, MOST},
    look, metric_name, share,
};
use crate::{
    account_users::{self, model::Head},
    error::{Error, FieldErrors, Result},
    forms::{
        Choice,
        fields::{number, required},
    },
    i18n::Message,
    lists::grouped,
    people::Permission,
    usage::{
        model::{LARGEST, Level, Metric, percent},
        service::{self, Correction, Limited},
        store::{self, plan::Plan, windows::Told},
    },
    web::{Html, Page, Posted},
    zones::Zone,
};

#[derive(Template)]
#[template(path = "usage/account.html")]
struct Show<'a> {
    page: &'a Page,
    account: Head,
    plan: Plan,
    windows: Vec<Told>,
    form: &'a CorrectionForm,
    errors: FieldErrors,
}

/// As typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CorrectionForm {
    window: String,
    amount: String,
    reason: String,
}

/// One metric, as the page shows it.
struct Shown<'a> {
    code: &'static str,
    name: String,
    /// The newest first.
    windows: Vec<&'a Told>,
    limit: Option<i64>,
    hard: bool,
    chart: Chart,
    /// How near it is to its limit now.
    level: Level,
    now: String,
    /// What it comes to at the end of the window, if it goes on so.
    projection: Option<String>,
}

/// Less of a window says nothing of the rest, in hundredths.
const ENOUGH: i64 = 10;

impl Show<'_> {
    fn zone(&self) -> Zone {
        Zone::named(&self.account.tz)
    }

    /// What was reported, each with its limit.
    fn shown(&self) -> Vec<Shown<'_>> {
        let reported = Metric::ALL.iter().map(|metric| (*metric, self.of(*metric)));
        reported
            .filter(|(_, windows)| !windows.is_empty())
            .map(|(metric, windows)| self.metric(metric, windows))
            .collect()
    }

    /// "SMS, Pushes": what was not reported.
    fn unreported(&self) -> String {
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

    fn users(&self) -> (String, Level, bool) {
        let (limit, hard) = self.plan.limit(Limited::Users);
        let used = self.plan.user_count;
        let level = if limit.is_some_and(|limit| used >= limit && used > 0) { Level::Reached } else { Level::Within };
        (self.share(used, limit), level, hard)
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
    fn moment(&self, at: &DateTime<Utc>) -> String {
        let at = at.with_timezone(&self.zone());
        format!("{}, {}", self.page.lang.date(&at), at.format("%H:%M"))
    }

    fn window(&self, told: &Told) -> String {
        let (from, to) = (&told.counted.starts_at, &told.counted.ends_at);
        format!("{} – {}", self.moment(from), self.moment(to))
    }

    fn used(&self, told: &Told) -> String {
        grouped(told.counted.used, self.page.lang)
    }

    /// What is said of a window: that it was told, and when.
    fn told(&self, told: &Told) -> String {
        let said = |key, at: Option<DateTime<Utc>>| at.map(|at| self.page.t1(key, "at", self.moment(&at)));
        said("usage-was-reached", told.reached_at)
            .or_else(|| said("usage-was-near", told.warned_at))
            .unwrap_or_default()
    }

    /// The windows to choose from, the newest first.
    fn choices(&self) -> Vec<Choice> {
        let all = self.shown();
        let each = all.iter().flat_map(|shown| shown.windows.iter().map(move |told| (shown, *told)));
        each.map(|(shown, told)| {
            let said = format!("{}, {}: {}", shown.name, self.window(told), self.used(told));
            Choice::of(told.id.to_string(), said)
        })
        .collect()
    }
}

pub async fn show(mut page: Page, id: Path<i64>) -> Html {
    let form = page.kept_or(CorrectionForm::default()).await;
    draw(&page, *id, &form, (StatusCode::OK, FieldErrors::default())).await
}

async fn draw(page: &Page, id: i64, form: &CorrectionForm, (status, errors): (StatusCode, FieldErrors)) -> Html {
    let mut conn = page.state.db.conn().await?;
    let account = account_users::store::head(&mut conn, id).await?.ok_or(Error::NotFound)?;
    let plan = store::plan::find(&mut conn, id).await?.ok_or(Error::NotFound)?;
    let windows = store::windows::last(&mut conn, id, MOST).await?;
    drop(conn);
    page.html_with(status, &Show { page, account, plan, windows, form, errors })
}

pub async fn correct(page: Page, id: Path<i64>, posted: Posted<CorrectionForm>) -> Html {
    let form = posted.form;
    let done = match parsed(&form) {
        Ok(correction) => service::correct(&page.state, page.actor(), *id, correction).await,
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(metric) => {
            let said = Message::new("usage-corrected").with("metric", metric_name(&page, metric));
            page.go_saying(&format!("/accounts/{}/usage", *id), said)
        }
        Err(Error::Refused(errors)) => draw(&page, *id, &form, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await,
        Err(error) => Err(error),
    }
}

fn parsed(form: &CorrectionForm) -> Result<Correction, FieldErrors> {
    let mut errors = FieldErrors::default();
    let window = errors.keep("window", form.window.trim().parse().map_err(|_| Message::new("refused-choice")));
    let amount = errors.keep("amount", number(&form.amount, -LARGEST, LARGEST));
    if amount == Some(0) {
        errors.add("amount", "refused-usage-nothing");
    }
    let reason = errors.keep("reason", required(&form.reason, 500));
    errors.or(Correction {
        window: window.unwrap_or_default(),
        amount: amount.unwrap_or_default(),
        reason: reason.unwrap_or_default(),
    })
}
