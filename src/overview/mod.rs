//! Where a day begins: what needs somebody, how much there is of what, what its reader had open last, and what others
//! have changed today.

mod model;
mod pages;
mod store;

use futures_util::future::BoxFuture;

use crate::{
    error::Result,
    feature::{Feature, Schedule},
    people::Permission,
    state::State,
    web::{Access, MenuEntry, Route, get},
};

pub const FEATURE: Feature = Feature {
    routes,
    // Above all sections.
    menu: &[("", MenuEntry { path: "/", label: "menu-overview", icon: "glance" })],
    schedules: &[Schedule::round("totals", sweep)],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    vec![get("/", Access::May(Permission::View), pages::overview)]
}

/// Counts to the end what the page counts no further than a list does.
fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let totals = store::totals(&mut state.db.conn().await?).await?;
        state.part::<model::Kept>().learn(totals, state.clock.now());
        Ok(())
    })
}
