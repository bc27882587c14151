//! The pages of stop lists beside the form of one: asking for a value, adding entries, removing one.

mod entries;
mod import;
mod look_up;

use super::model::StopList;
use crate::{
    error::{Error, Result},
    people::Permission,
    resource::{Versioned, find},
    web::{Access, Page, Route, exported, get, post},
};

pub fn routes() -> Vec<Route> {
    let see = Access::May(Permission::View);
    let (ask, edit) = (Access::May(Permission::LookUpStops), Access::May(Permission::EditStopLists));
    vec![
        get("/stop-lists/look-up", ask, look_up::ask),
        post("/stop-lists/look-up", ask, look_up::answer),
        get("/stop-lists/{one}/entries", edit, entries::ask),
        post("/stop-lists/{one}/entries", edit, entries::add),
        get("/stop-lists/{one}/entries/export", edit, entries::export).proven(),
        get("/stop-lists/{one}/import", edit, import::ask),
        post("/stop-lists/{one}/import", edit, import::receive),
        get("/stop-lists/{one}/import/{import}", see, import::show),
        exported("/stop-lists/{one}/import/{import}/export", see, |asked, conn| Box::pin(import::table(asked, conn))),
        get("/stop-lists/{one}/remove", edit, look_up::ask_remove),
        post("/stop-lists/{one}/remove", edit, look_up::remove),
    ]
}

async fn list(page: &Page, id: i64) -> Result<Versioned<StopList>> {
    find(&mut page.state.db.conn().await?, (), id).await?.ok_or(Error::NotFound)
}
