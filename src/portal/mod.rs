//! What account users see: their account, their profile, their security.

pub mod model;
pub mod store;

use crate::web::Route;

pub fn routes() -> Vec<Route> {
    vec![]
}
