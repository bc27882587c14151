//! Tokens of the Administrator API: made, rotated, switched off and deleted by owners. The secret is shown once.

mod form;
pub mod model;
mod pages;
pub mod service;
pub mod store;

use model::ApiToken;

use crate::{
    change::Audited,
    feature::{Feature, Schedule},
    people::Permission,
    web::{Access, MenuEntry, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    menu: &[("menu-access", MenuEntry { path: "/api-tokens", label: "menu-api-tokens", icon: "plug" })],
    recorded: &[(ApiToken::KIND, None)],
    searched: &[&store::TABLE],
    schedules: &[Schedule::round("tokens-expiring", service::sweep).that_can_be_off()],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let (see, edit) = (Access::May(Permission::View), Access::May(Permission::EditTokens));
    vec![
        get("/api-tokens", see, pages::list),
        exported("/api-tokens/export", see, |asked, conn| Box::pin(pages::table(asked, conn))),
        get("/api-tokens/new", edit, pages::new).proven(),
        post("/api-tokens/new", edit, pages::create).proven(),
        get("/api-tokens/{id}", edit, pages::edit).proven(),
        post("/api-tokens/{id}", edit, pages::update).proven(),
        get("/api-tokens/{id}/rotate", edit, pages::ask_rotate).proven(),
        post("/api-tokens/{id}/rotate", edit, pages::rotate).proven(),
        get("/api-tokens/{id}/delete", edit, pages::confirm_delete).proven(),
        post("/api-tokens/{id}/delete", edit, pages::delete).proven(),
    ]
}
