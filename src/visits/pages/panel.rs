//! Support visits as administrators see them: all of them.

use actix_web::web::Path;
use askama::Template;
use chrono::{DateTime, Utc};

use super::{FullVisit, end as end_of, lasted};
use crate::{
    db::Conn,
    error::{Error, Result},
    forms::Choice,
    lists::{ListQuery, Listing, Rows, Sought, Table},
    visits::{
        form::EndForm,
        model::{FIELDS, Record, Why},
        service, store,
    },
    web::{Asking, Html, Page, Posted, own_path},
};

#[derive(Template)]
#[template(path = "visits/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<Record>,
    states: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "visits/show.html")]
struct Show<'a> {
    page: &'a Page,
    whole: FullVisit,
    can_end: bool,
    /// The list as it was.
    back: String,
}

const BASE: &str = "/visits";

pub async fn list(page: Page, query: ListQuery) -> Html {
    let rows = sought(page.now(), query)?.fetch(&mut page.state.db.conn().await?, page.lists()).await?;
    let states = page.choices("visit-state", ["running"]);
    page.html(&List { page: &page, rows, states })
}

pub async fn table(Asking { reader, query, .. }: Asking, _: &mut Conn) -> Result<Box<dyn Table>> {
    Ok(sought(reader.now, query)?.table(reader.lang))
}

fn sought(now: DateTime<Utc>, query: ListQuery) -> Result<Sought<Record>> {
    let account = query.get("account").map(|name| name.trim().to_lowercase());
    let listed = store::listed(query.get("who"), account);
    let filtered = match query.get("state") {
        Some("running") => store::running(listed, now).counting_itself(),
        _ => listed,
    };
    let listing = Listing::read(query, &store::SORTS, "-id").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, store::ROW, &FIELDS))
}

pub async fn show(page: Page, id: Path<i64>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let visit = store::find(&mut conn, *id).await?.ok_or(Error::NotFound)?;
    let can_end = end_of(&page, &visit).is_none() && may_end(&page, &visit).is_some();
    let whole = FullVisit::of(&mut conn, visit).await?;
    drop(conn);
    let back = page.way_back(BASE);
    page.html(&Show { page: &page, whole, can_end, back })
}

/// Back to the list that led to the visit's page; from the line that stands on every page, back to that page.
pub async fn end(page: Page, id: Path<i64>, posted: Posted<EndForm>) -> Html {
    let visit = store::find(&mut page.state.db.conn().await?, *id).await?.ok_or(Error::NotFound)?;
    let why = may_end(&page, &visit).ok_or(Error::Forbidden)?;
    service::end(&page.state, page.actor(), *id, why).await?;
    let back = own_path(&posted.form.return_to).map_or_else(|| page.came_from(BASE), str::to_owned);
    page.go_saying(&back, "visit-is-over")
}

fn may_end(page: &Page, visit: &Record) -> Option<Why> {
    page.admin().and_then(|reader| service::may_end(reader, visit))
}
