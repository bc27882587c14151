//! The users of an account: people who sign in to the portal as `login@account`.

mod api;
pub mod avatar;
mod bulk;
mod extras;
mod form;
mod in_account;
pub mod model;
mod pages;
pub mod profile;
pub mod service;
pub mod store;
mod undo;
pub mod welcome;

pub use bulk::end_sessions;
pub use extras::{Avatar, Extras};
pub use form::UserForm;
pub use in_account::InAccount;
use model::Described;
pub use undo::{as_it_is, edit};

use crate::{
    change::Audited,
    feature::Feature,
    people::Permission,
    web::{Access, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    recorded: &[(Described::KIND, Some("/accounts/{account}/users/{id}"))],
    searched: &[&store::TABLE],
    undoes: &[&undo::Users],
    jobs: &[&bulk::Bulk],
    lists: &[&store::LIST],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let see = Access::May(Permission::View);
    let edit = Access::May(Permission::EditUsers);
    let send = Access::May(Permission::SendLetters);
    let lift = Access::May(Permission::LiftSlowDown);
    vec![
        get("/accounts/{id}/users", see, pages::list),
        exported("/accounts/{id}/users/export", see, |asked, conn| Box::pin(pages::table(asked, conn))),
        get("/accounts/{id}/users/new", edit, pages::new),
        post("/accounts/{id}/users/new", edit, pages::create),
        get("/accounts/{id}/users/bulk", see, pages::bulk::ask),
        post("/accounts/{id}/users/bulk", send, pages::bulk::start),
        get("/accounts/{id}/users/{uid}", see, pages::edit),
        post("/accounts/{id}/users/{uid}", edit, pages::update),
        get("/accounts/{id}/users/{uid}/avatar", see, pages::avatar),
        get("/accounts/{id}/users/{uid}/delete", edit, pages::confirm_delete).proven(),
        post("/accounts/{id}/users/{uid}/delete", edit, pages::delete).proven(),
        get("/accounts/{id}/users/{uid}/remove-second-factor", edit, pages::confirm_remove_factor).proven(),
        post("/accounts/{id}/users/{uid}/remove-second-factor", edit, pages::remove_factor).proven(),
        get("/accounts/{id}/users/{uid}/lift", lift, pages::confirm_lift).proven(),
        post("/accounts/{id}/users/{uid}/lift", lift, pages::lift).proven(),
        get("/accounts/{id}/users/{uid}/welcome", send, pages::confirm_welcome),
        post("/accounts/{id}/users/{uid}/welcome", send, pages::send_welcome),
    ]
}
