//! Jobs: long work that goes on without the request that asked for it, an object at a time, on whichever node is free.
//!
//! A feature names its kinds of work ([`Work`]); whoever asks for one [`start`](service::start)s a job. The worker
//! chooses the objects once and keeps them with their versions, then lets the feature's own service do what is asked,
//! several objects in a transaction, in which the job's counts are written as well: an object is done once, however
//! often a node dies.

mod api;
pub mod model;
mod pages;
mod platform;
mod preview;
pub mod service;
pub mod store;
mod worker;

pub use api::{Begun, Order, begin, selection};
pub use pages::{
    is_for,
    preview::{Control, Form, Preview, Reading},
};
pub use preview::{Found, Selection, json, kept};
pub use service::LETTERS_PER_MINUTE;
pub use worker::step;

use crate::{
    feature::{Feature, Schedule},
    people::Permission,
    web::{Access, MenuEntry, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    menu: &[("menu-record", MenuEntry { path: "/tasks", label: "menu-tasks", icon: "tasks" })],
    lists: &[&store::LIST],
    recorded: &[("job", Some("/tasks/{id}"))],
    schedules: &[
        Schedule::steps("jobs", |state| Box::pin(step(state))),
        Schedule::round("jobs-over", |state| Box::pin(service::sweep(state))).that_can_be_off(),
    ],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    // Each asks for what the job does as well. Whoever sees a list may have it made into a file, and may stop what they
    // have begun; of others' jobs nothing is changed by those who may not at least send letters.
    let (see, own) = (Access::May(Permission::View), Access::May(Permission::Own));
    let change = Access::May(Permission::SendLetters);
    vec![
        get("/tasks", see, pages::list),
        exported("/tasks/export", see, |asked, conn| Box::pin(pages::table(asked, conn))),
        exported("/tasks/{id}/export", see, |asked, conn| Box::pin(pages::table_of_objects(asked, conn))),
        get("/tasks/{id}", see, pages::show),
        get("/tasks/{id}/events", see, pages::events),
        post("/tasks/{id}/cancel", own, pages::cancel),
        post("/tasks/{id}/undo", change, pages::undo),
    ]
}
