//! Connectors: named ways to reach a database. One feature serves two classes, each with an address of its own:
//! databases, which accounts keep their data in, and external data, which they read from.

mod api;
mod form;
mod host;
pub mod model;
mod pages;
pub mod store;

use model::Connector;

use crate::{
    feature::Feature,
    people::Permission,
    resource,
    web::{Access, MenuEntry, Route},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    menu: &[
        ("menu-resources", MenuEntry { path: "/databases", label: "menu-databases", icon: "database" }),
        ("menu-resources", MenuEntry { path: "/external-data", label: "menu-external-data", icon: "external" }),
    ],
    recorded: &[("database", Some("/databases/{id}")), ("external_data", Some("/external-data/{id}"))],
    searched: &[&store::TABLE],
    ..Feature::NONE
};

/// The pages tell the class by their path.
fn routes() -> Vec<Route> {
    let access = (Access::May(Permission::View), Access::May(Permission::EditResources));
    let databases = ["/databases", "/databases/new", "/databases/{id}", "/databases/{id}/delete"];
    let external = ["/external-data", "/external-data/new", "/external-data/{id}", "/external-data/{id}/delete"];
    [databases, external].into_iter().flat_map(|paths| resource::routes::<Connector>(paths, access)).collect()
}
