//! The pages of a sender beside its form: its accounts, and its queue.

mod accounts;
mod queue;

use super::model::Sender;
use crate::{
    error::{Error, Result},
    people::Permission,
    resource::{Versioned, find},
    web::{Access, Page, Route, exported, get, post},
};

pub fn routes() -> Vec<Route> {
    let (see, edit) = (Access::May(Permission::View), Access::May(Permission::EditResources));
    vec![
        get("/senders/{one}/accounts", see, accounts::list),
        post("/senders/{one}/accounts", edit, accounts::assign),
        exported("/senders/{one}/accounts/export", see, |asked, conn| Box::pin(accounts::table(asked, conn))),
        get("/senders/{one}/queue", see, queue::show),
        get("/senders/{one}/hold", edit, queue::ask_hold),
        post("/senders/{one}/hold", edit, queue::hold),
        get("/senders/{one}/release", edit, queue::ask_release),
        post("/senders/{one}/release", edit, queue::release),
        get("/senders/{one}/purge", edit, queue::ask_purge).proven(),
        post("/senders/{one}/purge", edit, queue::purge).proven(),
    ]
}

async fn sender(page: &Page, id: i64) -> Result<Versioned<Sender>> {
    find(&mut page.state.db.conn().await?, (), id).await?.ok_or(Error::NotFound)
}
