//! The record as people and programs read it: `/audit`, an account's history, `audit/list`.

mod api;
mod pages;
mod shown;
pub mod store;
mod words;

pub use shown::shown;
pub use words::Words;

use crate::{
    feature::Feature,
    people::Permission,
    web::{Access, MenuEntry, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    recorded: &[("list", None)],
    menu: &[("menu-record", MenuEntry { path: "/audit", label: "menu-audit", icon: "clock" })],
    lists: &[&store::LIST],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    vec![
        get("/audit", Access::May(Permission::View), pages::list),
        exported("/audit/export", Access::May(Permission::View), |asked, conn| Box::pin(pages::table(asked, conn))),
        // Whoever takes something back needs what it takes to do it as well.
        post("/audit/{id}/undo", Access::May(Permission::Own), pages::undo),
        exported("/accounts/{id}/history/export", Access::May(Permission::View), |asked, conn| {
            Box::pin(pages::table(asked, conn))
        }),
        get("/accounts/{id}/history", Access::May(Permission::View), pages::history),
    ]
}
