//! Daily and weekly reports: what an account used and how well it arrived, to the users who ask for it, at the account's
//! hour and weekday in its own time zone, once for each local date.

mod content;
mod leave;
pub mod model;
mod pages;
mod run;
pub mod store;

pub use run::{follow_zones, step};

use crate::{
    feature::{Feature, Schedule},
    web::{Access, Route, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    schedules: &[
        Schedule::steps("reports", |state| Box::pin(step(state)))
            .that_can_be_off()
            .next(|state| Box::pin(async { Ok(store::next(&mut state.db.conn().await?).await?) })),
        Schedule::round("reports-over", |state| Box::pin(run::sweep(state))).that_can_be_off(),
    ],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    vec![
        get("/portal/unsubscribe/{token}", Access::Open, pages::ask),
        post("/portal/unsubscribe/{token}", Access::Open, pages::leave),
    ]
}
