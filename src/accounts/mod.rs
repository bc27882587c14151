//! Accounts: the list, the editor with its seven sections, and the quick actions on an account's state.

mod action;
mod api;
mod bulk;
pub mod choices;
mod described;
mod form;
pub mod model;
mod pages;
pub mod service;
pub mod store;
mod undo;
pub mod welcome;

use described::Described;
pub use form::{AccountForm, ActForm};

use crate::{
    change::Audited,
    feature::{Feature, Schedule},
    people::Permission,
    web::{Access, MenuEntry, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    menu: &[("menu-accounts", MenuEntry { path: "/accounts", label: "menu-accounts", icon: "accounts" })],
    recorded: &[(Described::KIND, Some("/accounts/{id}"))],
    searched: &[&store::TABLE],
    schedules: &[
        Schedule::round("accounts-sample", service::sample),
        Schedule::round("accounts-purge", service::sweep).that_can_be_off(),
    ],
    undoes: &[&undo::Accounts],
    jobs: &[&bulk::Bulk],
    lists: &[&pages::list::LIST],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    use pages::{act, bulk, edit, list};
    let (see, change) = (Access::May(Permission::View), Access::May(Permission::EditAccounts));
    vec![
        get("/accounts", see, list::list),
        exported("/accounts/export", see, |asked, conn| Box::pin(list::table(asked, conn))),
        get("/accounts/new", change, edit::new),
        post("/accounts/new", change, edit::create),
        get("/accounts/bulk", change, bulk::ask),
        post("/accounts/bulk", change, bulk::start),
        get("/accounts/{id}", see, edit::edit),
        post("/accounts/{id}", change, edit::update),
        get("/accounts/{id}/activate", change, act::ask_activate),
        post("/accounts/{id}/activate", change, act::activate),
        get("/accounts/{id}/deactivate", change, act::ask_deactivate),
        post("/accounts/{id}/deactivate", change, act::deactivate),
        get("/accounts/{id}/freeze", change, act::ask_freeze),
        post("/accounts/{id}/freeze", change, act::freeze),
        get("/accounts/{id}/unfreeze", change, act::ask_unfreeze),
        post("/accounts/{id}/unfreeze", change, act::unfreeze),
        get("/accounts/{id}/delete", change, act::ask_delete).proven(),
        post("/accounts/{id}/delete", change, act::delete).proven(),
        get("/accounts/{id}/restore", change, act::ask_restore),
        post("/accounts/{id}/restore", change, act::restore),
    ]
}
