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
    db::Conn,
    error::{Error, Result},
    lists::{ListQuery, Listing, Rows, Sought, Table},
    views::{self, Around},
    web::{Asking, Html, Page, Posted},
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
    let task = work.task_of_one(&record.action, record.account_id);
    if !page.may(work.needs(&task)) {
        return Err(Error::Forbidden);
    }
    let object_id = record.object_id.ok_or_else(never)?;
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let within = Within { state: &page.state, change: &mut change };
    let did = work.take_back(within, &task, (record.id, object_id), &changes).await?;
    change.commit().await?;
    page.go_saying(&posted.form.return_to, if did == Did::Already { "undo-already" } else { "undo-taken-back" })
}

/// `/audit/export` and `/accounts/{id}/history/export`.
pub async fn table(Asking { reader, query, ids }: Asking, conn: &mut Conn) -> Result<Box<dyn Table>> {
    let account = match ids.first() {
        Some(id) => Some(account_users::store::head(conn, *id).await?.ok_or(Error::NotFound)?.id),
        None => None,
    };
    let columns = views::columns(&reader.likings, &LIST, &query);
    Ok(sought(query, account)?.showing(&LIST, &columns).table(reader.lang))
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
