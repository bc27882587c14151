use actix_web::web::Path;
use askama::Template;

use super::{
    Words,
    store::{self, Filter, Record},
};
use crate::{
    account_users::{self, model::Head},
    error::{Error, Result},
    lists::{ListQuery, Listing, Rows, Sought},
    web::{Export, Html, Page},
};

#[derive(Template)]
#[template(path = "history/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<Record>,
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

/// `/audit/export`.
pub async fn export(page: Page, asked: Export) -> Html {
    page.export(asked.format, sought(asked.query, None)?).await
}

/// `/accounts/{id}/history/export`.
pub async fn export_history(page: Page, asked: Export, id: Path<i64>) -> Html {
    let head = account_users::store::head(&mut page.state.db.conn().await?, *id).await?.ok_or(Error::NotFound)?;
    page.export(asked.format, sought(asked.query, Some(head.id))?).await
}

async fn show(page: &Page, query: ListQuery, account: Option<Head>) -> Html {
    let sought = sought(query, account.as_ref().map(|account| account.id))?;
    let rows = sought.fetch(&mut page.state.db.conn().await?, page.lists()).await?;
    page.html(&List { page, rows, words: Words::of(page), account })
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
