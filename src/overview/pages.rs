use std::sync::Arc;

use askama::Template;

use super::{
    model::{Counts, Kept, Moments, Week},
    store,
};
use crate::{
    error::Result,
    history::{self, Words, store::Record},
    i18n::Message,
    lists::{COUNTED, ListQuery, grouped},
    search::recent::{Named, recent},
    web::{Html, Page},
};

#[derive(Template)]
#[template(path = "overview/page.html")]
struct Overview<'a> {
    page: &'a Page,
    counts: Counts,
    moments: Moments,
    totals: Arc<Kept>,
    recent: Vec<Named>,
    changes: Vec<Record>,
    words: Words<'a>,
}

/// A line about what needs somebody.
struct Need {
    icon: &'static str,
    look: &'static str,
    said: String,
    address: &'static str,
}

/// A number, and the list that has as many rows.
struct Number {
    label: &'static str,
    number: String,
    address: Option<String>,
}

/// A bar of the chart, in its units.
struct Bar {
    x: i64,
    y: i64,
    height: i64,
    /// "23 Feb 2026 – 1 Mar 2026".
    days: String,
    number: String,
    address: String,
}

/// How high the chart is, and how far apart its bars are.
const HEIGHT: i64 = 96;
const STEP: i64 = 36;

/// What is counted, how it looks, its sentence, and the list that has it.
const NEEDS: [(&str, &str, &str, &str, &str); 15] = [
    ("letters-failed", "bad", "mail", "home-letters-failed", "/outbox?status=failed"),
    ("letters-late", "warn", "hourglass", "home-letters-late", "/outbox?status=late"),
    ("jobs-failed", "bad", "tasks", "home-jobs-failed", "/tasks?status=failed"),
    ("schedules-failing", "bad", "refresh", "home-schedules-failing", "/schedule-jobs"),
    ("record-altered", "bad", "warning", "home-record-altered", "/audit/verification"),
    ("record-late", "warn", "hourglass", "home-record-late", "/schedule-jobs"),
    ("limit", "warn", "warning", "home-limit", "/accounts?state=limit"),
    ("limit-near", "warn", "gauge", "home-limit-near", "/usage?level=near"),
    ("frozen-long", "cold", "snow", "home-frozen-long", "/accounts?state=frozen-long"),
    ("tokens-leaked", "bad", "plug", "home-tokens-leaked", "/api-tokens?state=leaked"),
    ("tokens-expiring", "warn", "plug", "home-tokens-expiring", "/api-tokens?state=expiring"),
    ("admins-without-factor", "warn", "person", "home-admins-without-factor", "/admins?active=1&has_2fa=0"),
    ("watched", "warn", "shield", "home-watched", "/audit?marked=1"),
    ("notifiers-failing", "bad", "bell", "home-notifiers-failing", "/notifiers?state=failing"),
    ("visits", "warn", "enter", "home-visits", "/visits?state=running"),
];

impl Overview<'_> {
    /// Of what its reader may open.
    fn needs(&self) -> Vec<Need> {
        let may = |address: &str| {
            let path = address.split('?').next().unwrap_or_default();
            let above = path.rsplit_once('/').map_or("", |(above, _)| above);
            self.page.may_open(path) || self.page.may_open(above)
        };
        let needs = NEEDS.iter().filter(|(name, _, _, _, address)| self.counts.of(name) > 0 && may(address));
        let said =
            |(name, look, icon, key, address): &(&str, &'static str, &'static str, &'static str, &'static str)| {
                let said = Message::new(*key).with("count", self.counts.of(name)).with("number", self.number(name));
                Need { icon, look, said: self.page.say(&said), address }
            };
        needs.map(said).collect()
    }

    fn is_new_here(&self) -> bool {
        ["active", "inactive", "deleted"].iter().all(|state| self.counts.of(state) == 0)
    }

    fn accounts(&self) -> Vec<Number> {
        let states = ["active", "frozen", "limit", "inactive", "deleted"];
        let number = |state: &&'static str| Number {
            label: match *state {
                "active" => "state-active",
                "frozen" => "state-frozen",
                "limit" => "state-limit",
                "inactive" => "state-inactive",
                _ => "state-deleted",
            },
            number: self.number(state),
            address: Some(format!("/accounts?state={state}")),
        };
        states.iter().map(number).collect()
    }

    fn people(&self) -> Vec<Number> {
        let number = |label, name, address: Option<&str>| Number {
            label,
            number: self.number(name),
            address: address.map(str::to_owned),
        };
        vec![
            number("account-users", "users", Some("/accounts?sort=-users")),
            number("home-sign-ins-today", "sign-ins-today", None),
            number("home-sign-ins-week", "sign-ins-week", None),
            number("home-visits-now", "visits", Some("/visits?state=running")),
        ]
    }

    /// "10,000+" where it is not counted further and housekeeping has not counted it either.
    fn number(&self, name: &str) -> String {
        let (count, lang) = (self.counts.of(name), self.page.lang);
        match self.totals.total(name, count) {
            Some((total, _)) => grouped(total, lang),
            None if count > COUNTED => format!("{}+", grouped(COUNTED, lang)),
            None => grouped(count, lang),
        }
    }

    fn bars(&self) -> Vec<Bar> {
        let count = |at: usize| self.counts.of(&format!("week-{at}"));
        let weeks = self.moments.weeks.iter().enumerate();
        let most = weeks.clone().map(|(at, _)| count(at)).max().unwrap_or(0).max(1);
        let bar = |(at, week): (usize, &Week)| {
            let count = count(at);
            // Something is never nothing.
            let height = (count * HEIGHT / most).max(i64::from(count > 0) * 2);
            let (first, last) = (self.page.lang.date(&week.first), self.page.lang.date(&week.last));
            let list = ListQuery { path: "/accounts".to_owned(), pairs: Vec::new() };
            Bar {
                x: i64::try_from(at).unwrap_or(0) * STEP,
                y: HEIGHT - height,
                height,
                days: format!("{first} – {last}"),
                number: self.number(&format!("week-{at}")),
                address: list
                    .with(&[("created_from", &week.first.to_string()), ("created_to", &week.last.to_string())]),
            }
        };
        weeks.map(bar).collect()
    }

    /// "Counted at 14:05."
    fn counted_at(&self) -> String {
        self.page.t1("home-counted-at", "at", self.page.date_time(&self.counts.at))
    }

    /// When the greatest numbers were counted, where they are not of the same moment.
    fn totals_at(&self) -> Option<String> {
        let totals = ["active", "frozen", "limit", "inactive", "users"];
        let at = totals.iter().find_map(|name| self.totals.total(name, self.counts.of(name)).map(|(_, at)| at))?;
        Some(self.page.t1("home-totals-at", "at", self.page.date_time(&at)))
    }
}

pub async fn overview(page: Page) -> Html {
    let moments = Moments::of(page.now(), page.tz);
    let counts = counts(&page, &moments).await?;
    let recent = recent(&page).await?;
    let reader = page.admin().map_or(0, |admin| admin.id);
    let changes = history::store::of_others(&mut page.state.db.conn().await?, reader, moments.today).await?;
    let (totals, words) = (page.state.part(), Words::of(&page));
    page.html(&Overview { page: &page, counts, moments, totals, recent, changes, words })
}

/// Counted at most once a minute.
async fn counts(page: &Page, moments: &Moments) -> Result<Counts> {
    let kept = page.state.part::<Kept>();
    if let Some(counts) = kept.fresh(page.tz, moments.now) {
        return Ok(counts);
    }
    let counts = Counts::new(store::counts(&mut page.state.db.conn().await?, moments).await?, moments.now);
    kept.keep(page.tz, counts.clone());
    Ok(counts)
}
