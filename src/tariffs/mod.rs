//! Tariffs: named data and traffic limits; every account has exactly one.

mod api;
mod form;
pub mod model;
mod pages;
pub mod service;
pub mod store;

pub use api::calls;

use crate::web::{Access, MenuEntry, Permission, Route, get, post};

pub const MENU: MenuEntry = MenuEntry { path: "/tariffs", label: "menu-tariffs", icon: "list" };

pub fn routes() -> Vec<Route> {
    let (see, edit) = (Access::May(Permission::View), Access::May(Permission::EditResources));
    vec![
        get("/tariffs", see, pages::list),
        get("/tariffs/new", edit, pages::new),
        post("/tariffs/new", edit, pages::create),
        get("/tariffs/{id}", see, pages::edit),
        post("/tariffs/{id}", edit, pages::update),
        get("/tariffs/{id}/delete", edit, pages::confirm_delete).proven(),
        post("/tariffs/{id}/delete", edit, pages::delete).proven(),
    ]
}
