//! The record as people and programs read it: `/audit`, an account's history, `audit/list`.

mod api;
mod pages;
pub mod plan;
mod shown;
pub mod store;
mod words;

pub use shown::shown;
pub use words::Words;

use crate::{
    error::Result,
    feature::{Feature, Schedule},
    people::Permission,
    state::State,
    web::{Access, MenuEntry, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    recorded: &[("list", None)],
    schedules: &[Schedule::round("record-spans", |state| Box::pin(note_spans(state))).that_can_be_off()],
    menu: &[("menu-record", MenuEntry { path: "/audit", label: "menu-audit", icon: "clock" })],
    lists: &[&store::LIST],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    vec![
        get("/audit", Access::May(Permission::View), pages::list::list),
        exported("/audit/export", Access::May(Permission::View), |asked, conn| {
            Box::pin(pages::list::table(asked, conn))
        }),
        get("/audit/{id}", Access::May(Permission::View), pages::record::show),
        // Whoever takes something back needs what it takes to do it as well.
        get("/audit/{id}/undo", Access::May(Permission::Own), pages::undo::ask),
        post("/audit/{id}/undo", Access::May(Permission::Own), pages::undo::undo),
        exported("/accounts/{id}/history/export", Access::May(Permission::View), |asked, conn| {
            Box::pin(pages::list::table(asked, conn))
        }),
        get("/accounts/{id}/history", Access::May(Permission::View), pages::list::history),
    ]
}

/// Notes all spans that are settled, each in a transaction of its own.
async fn note_spans(state: &State) -> Result<()> {
    loop {
        let mut tx = state.db.begin().await?;
        if !store::spans::note_next(&mut tx, state.clock.now()).await? {
            return Ok(());
        }
        tx.commit().await?;
    }
}
