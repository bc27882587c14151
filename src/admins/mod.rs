//! Administrators: those who sign in to the panel, kept apart from account users.

mod form;
pub mod model;
mod pages;
pub mod service;
pub mod store;
mod way_in;

pub use form::of_entry;
use model::Admin;
pub use way_in::{create_owner, reset, setup_link};

use crate::{
    change::Audited,
    feature::{Feature, Schedule},
    people::Permission,
    web::{Access, MenuEntry, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    menu: &[("menu-access", MenuEntry { path: "/admins", label: "menu-admins", icon: "person" })],
    recorded: &[(Admin::KIND, Some("/admins/{id}"))],
    searched: &[&store::TABLE],
    schedules: &[Schedule::round("admin-names", service::sweep)],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let (see, edit) = (Access::May(Permission::View), Access::May(Permission::EditAdmins));
    vec![
        get("/setup", Access::Open, pages::setup::form),
        post("/setup", Access::Open, pages::setup::create),
        get("/admins", see, pages::list),
        exported("/admins/export", see, |asked, conn| Box::pin(pages::table(asked, conn))),
        get("/admins/new", edit, pages::new).proven(),
        post("/admins/new", edit, pages::create).proven(),
        get("/admins/{id}", see, pages::edit),
        post("/admins/{id}", edit, pages::update).proven(),
        get("/admins/{id}/delete", edit, pages::confirm_delete).proven(),
        post("/admins/{id}/delete", edit, pages::delete).proven(),
        get("/admins/{id}/link", edit, pages::confirm_link).proven(),
        post("/admins/{id}/link", edit, pages::send_link).proven(),
        get("/admins/{id}/remove-second-factor", edit, pages::confirm_remove_factor).proven(),
        post("/admins/{id}/remove-second-factor", edit, pages::remove_factor).proven(),
    ]
}
