//! `/schedule-jobs`: what Steward does by itself, when it last did, whether it worked, and *Run now*.

mod model;
mod pages;
mod runner;
mod service;
pub mod store;
mod tidy;

use crate::{
    change::Audited,
    feature::{Feature, Schedule},
    people::Permission,
    web::{Access, MenuEntry, Route, get, post},
};

pub use runner::{begin, round, steps};
pub use tidy::fold_some;

use model::ScheduleJob;

pub const FEATURE: Feature = Feature {
    routes,
    menu: &[("menu-settings", MenuEntry { path: "/schedule-jobs", label: "menu-schedule-jobs", icon: "refresh" })],
    recorded: &[(ScheduleJob::KIND, Some("/schedule-jobs")), ("api-answer", None)],
    // After the others', while the sessions that visits hung on can still say when they ended.
    schedules: &[
        Schedule::round("sessions", |state| Box::pin(tidy::sessions(state))),
        Schedule::round("api-answers", |state| Box::pin(tidy::answers(state))),
        Schedule::round("zones", |state| Box::pin(tidy::zones(state))),
        Schedule::round("search-texts", |state| Box::pin(async { fold_some(state).await.map(drop) })),
        Schedule::round("planner", |state| Box::pin(tidy::planner(state))),
    ],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let (see, edit) = (Access::May(Permission::View), Access::May(Permission::EditSettings));
    vec![
        get("/schedule-jobs", see, pages::list),
        post("/schedule-jobs/{name}/run", edit, pages::run),
        post("/schedule-jobs/{name}/off", edit, pages::off),
        post("/schedule-jobs/{name}/on", edit, pages::on),
    ]
}
