//! The record sealed: a number for each record in the order of commits, a tree over all of them, and checkpoints that
//! are signed, so that what is altered, removed or slipped in later is found, from a file alone.

mod check;
mod edge;
mod entry;
mod export;
mod keys;
mod note;
mod service;
pub mod store;
pub mod tree;
mod verify;

use crate::feature::{Feature, Schedule};

pub use check::database;
pub use export::export;
pub use note::PublicKey;
pub use service::{public_keys, step};
pub use verify::{Verdict, verify};

/// What of the record is itself recorded.
const KIND: &str = "record";
const REMOVED: &str = "remove";
const UP_TO: &str = "up_to";

pub const FEATURE: Feature = Feature {
    schedules: &[Schedule::steps("sealing", |state| Box::pin(step(state)))],
    recorded: &[(KIND, None)],
    ..Feature::NONE
};
