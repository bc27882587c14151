//! The reference of the API as a page, made from the same description as `/api/openapi.json`.

mod pages;

use crate::web::{Access, MenuEntry, Permission, Route, get};

pub const MENU: MenuEntry = MenuEntry { path: "/api/docs", label: "menu-api-docs", icon: "list" };

pub fn routes() -> Vec<Route> {
    vec![get("/api/docs", Access::May(Permission::View), pages::show)]
}
