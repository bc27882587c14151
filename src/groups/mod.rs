//! Groups of an account: containers of its objects, which say what a user sees.

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
        get("/accounts/{id}/groups", see, pages::list),
        get("/accounts/{id}/groups/new", edit, pages::new),
        post("/accounts/{id}/groups/new", edit, pages::create),
        get("/accounts/{id}/groups/{gid}", see, pages::edit),
        post("/accounts/{id}/groups/{gid}", edit, pages::update),
        get("/accounts/{id}/groups/{gid}/delete", edit, pages::confirm_delete).proven(),
        post("/accounts/{id}/groups/{gid}/delete", edit, pages::delete).proven(),
    ]
}
