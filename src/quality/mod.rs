//! How well what accounts send arrives: the platform reports by days what was sent and what came back, and too much of
//! that is told to the users who want to know.

mod alert;
mod api;
mod form;
pub mod model;
mod pages;
mod report;
pub mod store;

use model::AlertSettings;

use crate::{
    change::Audited,
    feature::{Feature, Schedule},
    people::Permission,
    web::{Access, MenuEntry, Route, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    menu: &[("menu-settings", MenuEntry { path: "/settings/alerts", label: "menu-alerts", icon: "warning" })],
    recorded: &[(AlertSettings::KIND, Some("/settings/alerts"))],
    schedules: &[Schedule::round("quality-over", |state| Box::pin(report::sweep(state))).that_can_be_off()],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let owners = Access::May(Permission::EditSettings);
    vec![get("/settings/alerts", owners, pages::edit), post("/settings/alerts", owners, pages::update)]
}
