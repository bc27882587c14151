//! Roles of an account: sets of permitted actions, which say what a user does with what the groups show.

mod api;
mod form;
pub mod model;
mod pages;
pub mod service;
pub mod store;

pub use api::calls;

use crate::web::{Access, Permission, Route, get, post};

pub fn routes() -> Vec<Route> {
    let (see, edit) = (Access::May(Permission::View), Access::May(Permission::EditUsers));
    vec![
        get("/accounts/{id}/roles", see, pages::list),
        get("/accounts/{id}/roles/new", edit, pages::new),
        post("/accounts/{id}/roles/new", edit, pages::create),
        get("/accounts/{id}/roles/{rid}", see, pages::edit),
        post("/accounts/{id}/roles/{rid}", edit, pages::update),
        get("/accounts/{id}/roles/{rid}/delete", edit, pages::confirm_delete).proven(),
        post("/accounts/{id}/roles/{rid}/delete", edit, pages::delete).proven(),
    ]
}
