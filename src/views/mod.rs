//! Views: a list's address under a name, for oneself, a role or all; and how each person likes a list: its columns and
//! their order, rows a page, density, which views stand above it and which one it opens with.
//!
//! The address is the truth. A view fills it; `view=7` in it only says where it came from.

mod around;
mod liking;
mod model;
mod pages;
mod service;
mod store;

pub use around::{Around, around, columns, opens_with};
use model::View;

use crate::{
    change::Audited,
    feature::Feature,
    people::Permission,
    web::{Access, Route, get, post},
};

pub const FEATURE: Feature = Feature { routes, recorded: &[(View::KIND, Some("/views/{id}/edit"))], ..Feature::NONE };

fn routes() -> Vec<Route> {
    let own = Access::May(Permission::Own);
    vec![
        get("/views", own, pages::list),
        post("/views", own, pages::create),
        get("/views/columns", own, pages::columns::show),
        post("/views/columns", own, pages::columns::choose),
        get("/views/{id}", own, pages::open),
        post("/views/{id}", own, pages::like),
        get("/views/{id}/edit", own, pages::edit),
        post("/views/{id}/edit", own, pages::update),
        post("/views/{id}/save", own, pages::save),
        get("/views/{id}/delete", own, pages::confirm_delete).proven(),
        post("/views/{id}/delete", own, pages::delete).proven(),
    ]
}
