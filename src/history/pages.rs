use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::{
    Words,
    store::{self, Filter, LIST, Record},
};
use crate::{
    account_users::{self, model::Head},
    change::{
        Change, Kinds,
        work::{Did, Within},
    },
    error::{Error, Result},
    lists::{ListQuery, Listing, Rows, Sought},
    views::{self, Around},
    web::{Export, Html, Page, Posted},
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
    let changes = record.changes();
    let fields: Vec<&str> = changes.iter().map(|(field, ..)| field.as_str()).collect();
    let work =
        page.state.part::<Kinds>().taking_back(&record.object_kind, &record.action, &fields).ok_or_else(never)?;
    if !page.may(work.needs(&record.action)) {
        return Err(Error::Forbidden);
    }
    let object_id = record.object_id.ok_or_else(never)?;
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let task = work.task_of_one(record.account_id);
    let within = Within { state: &page.state, change: &mut change };
    let did = work.take_back(within, &task, (record.id, object_id), &changes).await?;
    change.commit().await?;
    page.go_saying(&posted.form.return_to, if did == Did::Already { "undo-already" } else { "undo-taken-back" })
}

/// `/audit/export`.
pub async fn export(page: Page, asked: Export) -> Html {
    let columns = views::columns(&page, &LIST, &asked.query);
    page.export(asked.format, sought(asked.query, None)?.showing(&LIST, &columns)).await
}

/// `/accounts/{id}/history/export`.
pub async fn export_history(page: Page, asked: Export, id: Path<i64>) -> Html {
    let head = account_users::store::head(&mut page.state.db.conn().await?, *id).await?.ok_or(Error::NotFound)?;
    let columns = views::columns(&page, &LIST, &asked.query);
    page.export(asked.format, sought(asked.query, Some(head.id))?.showing(&LIST, &columns)).await
}

async fn show(page: &Page, query: ListQuery, account: Option<Head>) -> Html {
    let mut conn = page.state.db.conn().await?;
    if let Some(address) = views::opens_with(page, &mut conn, &LIST, &query).await? {
        return page.go(&address);
    }
    let around = views::around(page, &mut conn, &LIST, &query).await?;
    let sought = sought(query, account.as_ref().map(|account| account.id))?;
    let rows = sought.of_size(around.size).fetch(&mut conn, page.lists()).await?;
    page.html(&List { page, rows, around, words: Words::of(page), account })
}

fn sought(query: ListQuery, account_id: Option<i64>) -> Result<Sought<Record>> {
    let filter = Filter {
        account_id: account_id.or_else(|| query.get("account")?.parse().ok()),
        object_kind: query.get("kind"),
        object_id: query.get("object").and_then(|id| id.parse().ok()),
        action: query.get("action"),
        actor: query.get("who"),
    };
    let filtered = store::listed(&filter);
    let listing = Listing::read(query, &store::SORTS, "-id").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, store::ROW, &store::FIELDS))
}
