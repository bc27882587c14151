//! Files in: accounts, and an account's users, from a table.
//!
//! A file is read into rows. Each row is tried by the service that a form takes, in a job, and taken back; a page says
//! what would become of all. Nothing is written before somebody agrees; then another job does it, row by row.

mod accounts;
mod model;
mod pages;
mod service;
mod store;
mod users;
mod work;

use crate::{
    feature::{Feature, Schedule},
    people::Permission,
    web::{Access, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    jobs: &[&work::Imports],
    schedules: &[Schedule::round("imports", service::sweep)],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let (accounts, users) = (Access::May(Permission::EditAccounts), Access::May(Permission::EditUsers));
    vec![
        get("/accounts/import", accounts, pages::ask),
        post("/accounts/import", accounts, pages::receive),
        get("/accounts/import/template", accounts, pages::template),
        get("/accounts/import/{import}", accounts, pages::show),
        post("/accounts/import/{import}", accounts, pages::go_on),
        exported("/accounts/import/{import}/export", accounts, |asked, conn| Box::pin(pages::table(asked, conn))),
        get("/accounts/{id}/users/import", users, pages::ask),
        post("/accounts/{id}/users/import", users, pages::receive),
        get("/accounts/{id}/users/import/template", users, pages::template),
        get("/accounts/{id}/users/import/{import}", users, pages::show),
        post("/accounts/{id}/users/import/{import}", users, pages::go_on),
        exported("/accounts/{id}/users/import/{import}/export", users, |asked, conn| {
            Box::pin(pages::table(asked, conn))
        }),
    ]
}
