pub mod inside;
pub mod overlay;
pub mod panel;
pub mod portal;
pub mod start;

use chrono::{DateTime, Utc};

use super::{
    model::{Record, Viewed, Why},
    store,
};
use crate::{
    db::Conn,
    error::Result,
    history::{self, store::Record as Act},
    web::Page,
};

/// One visit with what was looked at and what was done in it, as both sides show it.
struct FullVisit {
    visit: Record,
    pages: Vec<Viewed>,
    acts: Vec<Act>,
}

impl FullVisit {
    async fn of(conn: &mut Conn, visit: Record) -> Result<Self> {
        let pages = store::pages(conn, visit.id).await?;
        let acts = history::store::of_visit(conn, visit.id).await?;
        Ok(Self { visit, pages, acts })
    }
}

/// Why and since when it is over; None while it goes on.
fn end(page: &Page, visit: &Record) -> Option<(Why, DateTime<Utc>)> {
    visit.facts.end(page.now(), &page.state.config)
}

fn lasted(page: &Page, visit: &Record) -> String {
    let until = end(page, visit).map_or(page.now(), |(_, at)| at);
    page.n("count-minutes", &visit.minutes(until))
}
