//! Connectors: named ways to reach a database. One feature serves two classes, each with an address of its own:
//! databases, which accounts keep their data in, and external data, which they read from.

mod api;
mod form;
mod host;
pub mod model;
mod pages;
pub mod service;
pub mod store;

pub use api::calls;

use crate::web::{Access, MenuEntry, Permission, Route, get, post};

pub const MENU: [MenuEntry; 2] = [
    MenuEntry { path: "/databases", label: "menu-databases", icon: "database" },
    MenuEntry { path: "/external-data", label: "menu-external-data", icon: "external" },
];

/// The handlers tell the class by the path.
pub fn routes() -> Vec<Route> {
    let (see, edit) = (Access::May(Permission::View), Access::May(Permission::EditResources));
    vec![
        get("/databases", see, pages::list),
        get("/databases/new", edit, pages::new),
        post("/databases/new", edit, pages::create),
        get("/databases/{id}", see, pages::edit),
        post("/databases/{id}", edit, pages::update),
        get("/databases/{id}/delete", edit, pages::confirm_delete).proven(),
        post("/databases/{id}/delete", edit, pages::delete).proven(),
        get("/external-data", see, pages::list),
        get("/external-data/new", edit, pages::new),
        post("/external-data/new", edit, pages::create),
        get("/external-data/{id}", see, pages::edit),
        post("/external-data/{id}", edit, pages::update),
        get("/external-data/{id}/delete", edit, pages::confirm_delete).proven(),
        post("/external-data/{id}/delete", edit, pages::delete).proven(),
    ]
}
