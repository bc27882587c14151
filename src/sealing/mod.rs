//! The record sealed: a number for each record in the order of commits, a tree over all of them, and checkpoints that
//! are signed, so that what is altered, removed or slipped in later is found, from a file alone.

pub mod anchors;
mod check;
mod edge;
mod entry;
mod export;
mod keys;
mod lines;
mod note;
mod pages;
mod retention;
mod service;
pub mod store;
pub mod tree;
mod verification;
mod verify;

use anchors::Anchors;

use crate::{
    change::Audited,
    feature::{Feature, Schedule},
    people::Permission,
    web::{Access, Route, get, post},
};

pub use check::database;
pub use export::export;
pub use note::PublicKey;
pub use service::{public_keys, step};
pub use verification::step as verify_some;
pub use verify::{Verdict, verify};

/// What of the record is itself recorded.
const KIND: &str = "record";
const REMOVED: &str = "remove";
const UP_TO: &str = "up_to";

pub const FEATURE: Feature = Feature {
    routes,
    schedules: &[
        Schedule::steps("sealing", |state| Box::pin(step(state))),
        Schedule::steps("verification", |state| Box::pin(verify_some(state))).that_can_be_off(),
        Schedule::round("record-over", retention::sweep),
        Schedule::round("checkpoints", anchors::sweep).that_can_be_off(),
    ],
    recorded: &[(KIND, Some(verification::ADDRESS)), (Anchors::KIND, Some(verification::ADDRESS))],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    vec![
        get(verification::ADDRESS, Access::May(Permission::View), pages::show),
        post(verification::ADDRESS, Access::May(Permission::EditSettings), pages::begin),
        // Mail goes to where it says.
        post("/audit/anchors", Access::May(Permission::EditSettings), pages::anchor).proven(),
    ]
}
