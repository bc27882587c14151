//! Support visits as the account sees them: a user those to themselves, a master those to everybody.

use actix_web::web::Path;
use askama::Template;

use super::{FullVisit, end as end_of, lasted};
use crate::{
    error::Error,
    lists::{ListQuery, Listing, Rows},
    visits::{
        form::EndForm,
        model::{Record, Why},
        service, store,
    },
    web::{Html, Page, Posted, own_path},
};

#[derive(Template)]
#[template(path = "visits/portal_list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<Record>,
}

#[derive(Template)]
#[template(path = "visits/portal_show.html")]
struct Show<'a> {
    page: &'a Page,
    whole: FullVisit,
    can_end: bool,
    /// The list as it was.
    back: String,
}

const BASE: &str = "/portal/visits";

pub async fn list(page: Page, query: ListQuery) -> Html {
    let user = page.user().ok_or(Error::Forbidden)?;
    let listing = Listing::read(query, &store::SORTS, "-id").ok_or(Error::NotFound)?;
    let rows =
        listing.fetch(&mut page.state.db.conn().await?, page.lists(), store::listed_for(user), store::ROW).await?;
    page.html(&List { page: &page, rows })
}

pub async fn show(page: Page, id: Path<i64>) -> Html {
    let user = page.user().ok_or(Error::Forbidden)?;
    let mut conn = page.state.db.conn().await?;
    let visit = store::find_for(&mut conn, user, *id).await?.ok_or(Error::NotFound)?;
    let can_end = page.visit().is_none() && end_of(&page, &visit).is_none();
    let whole = FullVisit::of(&mut conn, visit).await?;
    drop(conn);
    let back = page.way_back(BASE);
    page.html(&Show { page: &page, whole, can_end, back })
}

/// Whoever is helped may send the helper away.
pub async fn end(page: Page, id: Path<i64>, posted: Posted<EndForm>) -> Html {
    let user = page.user().ok_or(Error::Forbidden)?;
    store::find_for(&mut page.state.db.conn().await?, user, *id).await?.ok_or(Error::NotFound)?;
    service::end(&page.state, page.actor(), *id, Why::EndedByUser).await?;
    page.go_saying(own_path(&posted.form.return_to).unwrap_or(BASE), "visit-is-over")
}
