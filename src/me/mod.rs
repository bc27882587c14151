//! An administrator's own page.

use crate::web::Route;

pub fn routes() -> Vec<Route> {
    vec![]
}
