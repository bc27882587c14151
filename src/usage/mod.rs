//! What accounts use of what their tariff allows: the platform reports it, here it is counted and held to the limits.
//!
//! What is used is added up by windows, days and months of the account's own zone; of some there is only so much at a
//! time. How an account stands is kept beside it, since lists are sorted by that.

mod api;
mod books;
mod judge;
mod model;
mod pages;
mod report;
pub mod service;
pub mod store;
pub mod turn;
mod window;

use crate::{
    feature::{Feature, Schedule},
    people::Permission,
    web::{Access, MenuEntry, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    menu: &[("menu-accounts", MenuEntry { path: "/usage", label: "menu-usage", icon: "gauge" })],
    recorded: &[("usage", Some("/accounts/{account}/usage"))],
    lists: &[&store::list::LIST],
    schedules: &[
        Schedule::steps("usage", |state| Box::pin(turn::step(state))).next(|state| Box::pin(turn::next(state))),
        Schedule::round("usage-over", |state| Box::pin(turn::sweep(state))).that_can_be_off(),
    ],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let (see, edit) = (Access::May(Permission::View), Access::May(Permission::EditAccounts));
    vec![
        get("/usage", see, pages::list::list),
        exported("/usage/export", see, |asked, conn| Box::pin(pages::list::table(asked, conn))),
        get("/accounts/{id}/usage", see, pages::account::show),
        get("/portal/usage", Access::User, pages::portal::show),
        post("/accounts/{id}/usage/correct", edit, pages::account::correct),
    ]
}
