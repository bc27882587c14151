use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::{
    Words,
    store::{self, Filter, Record},
};
use crate::{
    account_users::{self, model::Head},
    change::{
        Change, Kinds,
        work::{Did, Within},
    },
    db::Conn,
    error::{Error, Result},
    lists::{ListQuery, Listing, Rows},
    views::{self, Around},
    web::{Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "history/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<Record>,
    around: Around,
    words: Words<'a>,
    /// The account whose history this is.
    account: Option<Head>,
}

/// `/audit`: everything, newest first.
pub async fn list(page: Page, query: ListQuery) -> Html {
    show(&page, query, None).await
}

/// `/accounts/{id}/history`.
pub async fn history(page: Page, query: ListQuery, id: Path<i64>) -> Html {
    let head = account_users::store::head(&mut page.state.db.conn().await?, *id).await?.ok_or(Error::NotFound)?;
    show(&page, query, Some(head)).await
}

/// Where whoever takes something back goes on.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Undo {
    return_to: String,
}

/// Takes back what is recorded, as an ordinary change by the same service: where it was changed again since, nothing is.
pub async fn undo(page: Page, id: Path<i64>, posted: Posted<Undo>) -> Html {
    let record = store::find(&mut page.state.db.conn().await?, *id).await?.ok_or(Error::NotFound)?;
    let never = || Error::Conflict("undo-unknown-field".into());
    let work = page.state.part::<Kinds>().of_object(&record.object_kind).ok_or_else(never)?;
    if !page.may(work.needs(&record.action)) {
        return Err(Error::Forbidden);
    }
    let changes = record.changes();
    let fields: Vec<&str> = changes.iter().map(|(field, ..)| field.as_str()).collect();
    let object_id = record.object_id.filter(|_| work.takes_back(&record.action, &fields)).ok_or_else(never)?;
    let mut change = Change::begin(&page.state, page.actor()).await?;
    change.undoes = Some(record.id);
    let task = work.taking_back(record.account_id);
    let within = Within { state: &page.state, change: &mut change };
    let did = work.undo(within, &task, (object_id, &changes)).await?;
    change.commit().await?;
    page.go_saying(&posted.form.return_to, if did == Did::Already { "undo-already" } else { "undo-taken-back" })
}

async fn show(page: &Page, query: ListQuery, account: Option<Head>) -> Html {
    let mut conn = page.state.db.conn().await?;
    if let Some(address) = views::opens_with(page, &mut conn, &store::LIST, &query).await?.filter(|_| account.is_none())
    {
        return page.go(&address);
    }
    let around = views::around(page, &mut conn, &store::LIST, &query).await?;
    let account_id = account.as_ref().map(|account| account.id);
    let rows = read(page, &mut conn, query, (account_id, around.size)).await?;
    page.html(&List { page, rows, around, words: Words::of(page), account })
}

async fn read(
    page: &Page,
    conn: &mut Conn,
    query: ListQuery,
    (account_id, size): (Option<i64>, Option<usize>),
) -> Result<Rows<Record>> {
    let filter = Filter {
        account_id: account_id.or_else(|| query.get("account")?.parse().ok()),
        object_kind: query.get("kind"),
        object_id: query.get("object").and_then(|id| id.parse().ok()),
        action: query.get("action"),
        actor: query.get("who"),
    };
    let filtered = store::listed(&filter);
    let listing = Listing::read(query.clone(), &store::SORTS, "-id").ok_or(Error::NotFound)?.of_size(size);
    Ok(listing.fetch(conn, page.lists(), filtered, store::ROW).await?)
}
