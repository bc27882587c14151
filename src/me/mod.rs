//! An administrator's own page: names, language, time zone, theme, and the way to the second factor.

mod form;
mod pages;

use crate::{
    feature::Feature,
    people::Permission,
    web::{Access, Route, get, post},
};

pub const FEATURE: Feature = Feature { routes, ..Feature::NONE };

fn routes() -> Vec<Route> {
    let own = Access::May(Permission::Own);
    vec![
        get("/me", own, pages::edit),
        post("/me", own, pages::update),
        get("/me/password", own, pages::password_form),
        post("/me/password", own, pages::change_password),
    ]
}
