//! The outbox: what letters were promised, what became of each, and sending or cancelling one by hand.

pub mod model;
mod pages;
pub mod store;

use model::LetterRow;

use crate::{
    change::Audited,
    feature::{Feature, Schedule},
    mail::outbox,
    people::Permission,
    retention::Old,
    web::{Access, MenuEntry, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    menu: &[("menu-record", MenuEntry { path: "/outbox", label: "menu-outbox", icon: "mail" })],
    recorded: &[(LetterRow::KIND, None), ("outbox", None)],
    searched: &[&outbox::TABLE],
    lists: &[&store::LIST],
    schedules: &[Schedule::round("letters-old", |state| {
        Box::pin(LETTERS.forget_after(state, state.config.kept.letters))
    })
    .that_can_be_off()],
    ..Feature::NONE
};

/// Their texts alone: to whom they went, when, and about what stays.
const LETTERS: Old = Old {
    kind: LetterRow::KIND,
    oldest: |conn| Box::pin(store::oldest_text(conn)),
    forget: |tx, before| Box::pin(store::forget_texts(tx, before)),
};

fn routes() -> Vec<Route> {
    let (see, send) = (Access::May(Permission::View), Access::May(Permission::SendLetters));
    vec![
        get("/outbox", see, pages::list),
        post("/outbox/send-all", send, pages::send_all),
        exported("/outbox/export", see, |asked, conn| Box::pin(pages::table(asked, conn))),
        get("/outbox/{id}", see, pages::preview),
        get("/outbox/{id}/html", see, pages::html),
        post("/outbox/{id}/again", send, pages::again),
        post("/outbox/{id}/cancel", send, pages::cancel),
    ]
}
