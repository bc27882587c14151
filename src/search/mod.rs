//! One search for everything: accounts, users of all accounts, pages; and with nothing asked for, what its reader had
//! open last. The palette shows the same answer as the page.

pub mod model;
mod pages;
pub mod recent;
mod service;
mod store;

use crate::{
    feature::Feature,
    people::Permission,
    web::{Access, Route, get},
};

pub const FEATURE: Feature = Feature { routes, ..Feature::NONE };

fn routes() -> Vec<Route> {
    vec![get("/search", Access::May(Permission::View), pages::search)]
}
