//! An account at a glance: who is in it, what it has, and what needs somebody.

mod pages;
mod store;

use crate::{
    feature::Feature,
    people::Permission,
    web::{Access, Route, get},
};

pub const FEATURE: Feature = Feature { routes, ..Feature::NONE };

fn routes() -> Vec<Route> {
    vec![get("/accounts/{id}/overview", Access::May(Permission::View), pages::overview)]
}
