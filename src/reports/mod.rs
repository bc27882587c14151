//! Daily and weekly reports: what an account used and how well it arrived, to the users who ask for it, at the account's
//! hour and weekday in its own time zone, once for each local date.

mod content;
mod leave;
pub mod model;
mod pages;
mod run;
pub mod store;

pub use run::step;

use futures_util::future::BoxFuture;

use crate::{
    error::Result,
    feature::Feature,
    state::State,
    web::{Access, Route, get, post},
};

pub const FEATURE: Feature =
    Feature { routes, sweep: Some(sweep), runs: Some(("reports", |state| Box::pin(step(state)))), ..Feature::NONE };

fn routes() -> Vec<Route> {
    vec![
        get("/portal/unsubscribe/{token}", Access::Open, pages::ask),
        post("/portal/unsubscribe/{token}", Access::Open, pages::leave),
    ]
}

fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(run::sweep(state))
}
