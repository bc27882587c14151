use std::sync::Arc;

use actix_web::web::Path;
use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    model::{ScheduleJob, Standing},
    service, store,
};
use crate::{
    feature::{Does, Schedule, Schedules},
    i18n::Message,
    people::Permission,
    web::{Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "schedule_jobs/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Vec<Row>,
}

struct Row {
    schedule: &'static Schedule,
    job: ScheduleJob,
    standing: Standing,
    next: Option<DateTime<Utc>>,
}

pub async fn list(page: Page) -> Html {
    let state = &page.state;
    let known = store::all(&mut state.db.conn().await?).await?;
    let mut rows = Vec::new();
    for schedule in &state.part::<Schedules>().0 {
        let job = known.iter().find(|it| it.name == schedule.name).cloned().unwrap_or_default();
        let next = match schedule.next {
            Some(next) if job.off_at.is_none() => next(state).await?,
            _ => job.next(schedule, page.now()),
        };
        rows.push(Row { schedule, standing: job.standing(schedule, page.now()), job, next });
    }
    // What fails is seen first.
    rows.sort_by_key(|row| row.standing != Standing::Failing);
    page.html(&List { page: &page, rows })
}

pub async fn run(page: Page, name: Path<String>, _: Posted<()>) -> Html {
    let schedule = service::find(&page.state, &name)?;
    let state = Arc::clone(&page.state);
    let is_over = service::run(&state, page.actor(), schedule).await?;
    let job = service::job(&state, schedule).await?;
    let said = match (is_over, job.error.is_empty()) {
        (false, _) => Message::new("schedule-begun"),
        (true, true) => Message::new("schedule-done").with("took", took(&page, job.took_ms.unwrap_or_default())),
        (true, false) => Message::new("schedule-failed").with("error", job.error),
    };
    page.go_saying("/schedule-jobs", said.with("name", name_of(&page, schedule)))
}

pub async fn off(page: Page, name: Path<String>, _: Posted<()>) -> Html {
    switch(&page, &name, true).await
}

pub async fn on(page: Page, name: Path<String>, _: Posted<()>) -> Html {
    switch(&page, &name, false).await
}

async fn switch(page: &Page, name: &str, is_off: bool) -> Html {
    let schedule = service::find(&page.state, name)?;
    service::switch(&page.state, page.actor(), schedule, is_off).await?;
    let said = if is_off { "schedule-switched-off" } else { "schedule-switched-on" };
    page.go_saying("/schedule-jobs", Message::new(said).with("name", name_of(page, schedule)))
}

fn name_of(page: &Page, schedule: &Schedule) -> String {
    page.field_label("schedule", schedule.name)
}

/// "35 ms", "12 s".
fn took(page: &Page, ms: i64) -> String {
    let (key, count) = if ms < 1000 { ("took-ms", ms) } else { ("took-s", ms / 1000) };
    page.say(&Message::new(key).with("count", count))
}

impl List<'_> {
    fn what(&self, row: &Row) -> String {
        self.page.field_label("schedule-what", row.schedule.name)
    }

    /// The reader's zone is not everybody's.
    fn in_utc(&self, at: &DateTime<Utc>) -> Option<String> {
        let is_another = self.page.tz.name() != "UTC";
        is_another.then(|| format!("{}, {} UTC", self.page.lang.date(at), at.format("%H:%M")))
    }

    fn failures(&self, row: &Row) -> String {
        self.page.say(&Message::new("schedule-failures").with("count", row.job.failures))
    }

    fn look(&self, row: &Row) -> (&'static str, &'static str, &'static str) {
        match row.standing {
            Standing::Off => ("", "off", "schedule-is-off"),
            Standing::Running => ("cold", "hourglass", "schedule-is-running"),
            Standing::Failing => ("bad", "warning", "schedule-is-failing"),
            Standing::Late => ("limit", "warning", "schedule-is-late"),
            Standing::Fine => ("active", "check", "schedule-is-fine"),
            Standing::New => ("", "clock", "schedule-is-new"),
        }
    }

    fn may_edit(&self) -> bool {
        self.page.may(Permission::EditSettings)
    }
}

impl Row {
    fn is_round(&self) -> bool {
        matches!(self.schedule.does, Does::Round(_))
    }
}
