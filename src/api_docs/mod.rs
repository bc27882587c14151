//! The reference of the API as a page, made from the same description as `/api/openapi.json`.

mod pages;

use crate::{
    api::DOCS,
    web::{Access, MenuEntry, Permission, Route, get},
};

pub const MENU: MenuEntry = MenuEntry { path: DOCS, label: "menu-api-docs", icon: "list" };

pub fn routes() -> Vec<Route> {
    vec![get(DOCS, Access::May(Permission::View), pages::show)]
}
