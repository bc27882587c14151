//! The reference of the API as a page, made from the same description as `/api/openapi.json`.

mod pages;
mod words;

use crate::{
    api::DOCS,
    feature::Feature,
    people::Permission,
    web::{Access, MenuEntry, Route, get},
};

pub const FEATURE: Feature = Feature {
    routes,
    menu: &[("menu-access", MenuEntry { path: DOCS, label: "menu-api-docs", icon: "code" })],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    vec![get(DOCS, Access::May(Permission::View), pages::show)]
}
