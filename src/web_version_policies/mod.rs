//! Web-version policies: of which channels the platform keeps web versions of messages, and for how long.

mod api;
mod form;
pub mod model;
mod pages;
pub mod service;
pub mod store;

pub use api::calls;

use crate::web::{Access, MenuEntry, Permission, Route, get, post};

pub const MENU: MenuEntry =
    MenuEntry { path: "/web-version-policies", label: "menu-web-version-policies", icon: "box" };

pub fn routes() -> Vec<Route> {
    let (see, edit) = (Access::May(Permission::View), Access::May(Permission::EditResources));
    vec![
        get("/web-version-policies", see, pages::list),
        get("/web-version-policies/new", edit, pages::new),
        post("/web-version-policies/new", edit, pages::create),
        get("/web-version-policies/{id}", see, pages::edit),
        post("/web-version-policies/{id}", edit, pages::update),
        get("/web-version-policies/{id}/delete", edit, pages::confirm_delete).proven(),
        post("/web-version-policies/{id}/delete", edit, pages::delete).proven(),
    ]
}
