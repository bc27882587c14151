//! What account users see: their account, their profile, their security. Signing in is `sign_in`'s, for both sides.

pub mod model;
mod pages;
pub mod store;

use crate::{
    feature::Feature,
    web::{Access, Route, get, post},
};

pub const FEATURE: Feature = Feature { routes, ..Feature::NONE };

fn routes() -> Vec<Route> {
    use pages::{account, profile, security};
    let (user, owing) = (Access::User, Access::UserOwing);
    vec![
        get("/portal", user, account::show),
        get("/portal/profile", user, profile::edit),
        post("/portal/profile", user, profile::update).in_visits(),
        get("/portal/avatar", user, profile::avatar),
        get("/portal/security", user, security::show),
        post("/portal/security", user, security::change_password),
        get("/portal/new-password", owing, security::new_password_form),
        post("/portal/new-password", owing, security::new_password),
    ]
}
