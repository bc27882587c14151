//! The record as people and programs read it: `/audit`, an account's history, `audit/list`.

mod api;
mod pages;
mod shown;
pub mod store;

pub use api::calls;
pub use shown::shown;

use crate::{
    people::Permission,
    web::{Access, MenuEntry, Route, get},
};

pub const MENU: MenuEntry = MenuEntry { path: "/audit", label: "menu-audit", icon: "clock" };

pub fn routes() -> Vec<Route> {
    vec![
        get("/audit", Access::May(Permission::View), pages::list),
        get("/accounts/{id}/history", Access::May(Permission::View), pages::history),
    ]
}
