use std::sync::Arc;

use actix_web::web::Path;
use askama::Template;

use super::{
    shown::shown,
    store::{self, Filter, Record},
};
use crate::{
    change::Recorded,
    error::{Error, Result},
    lists::{ListQuery, Listing, Rows},
    web::{Html, Page},
};

#[derive(Template)]
#[template(path = "history/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<Record>,
    recorded: Arc<Recorded>,
    /// The account whose history this is.
    account: Option<Account>,
}

struct Account {
    id: i64,
    title: String,
}

impl Record {
    /// Field, old, new.
    pub fn changes(&self) -> Vec<(String, String, String)> {
        serde_json::from_str(&self.changes).unwrap_or_default()
    }
}

impl List<'_> {
    fn field(&self, record: &Record, field: &str) -> String {
        self.page.field_label(&record.object_kind, field)
    }

    /// Field, old, new, as the form of the object shows them.
    fn changes(&self, record: &Record) -> Vec<(String, String, String)> {
        let kind = record.object_kind.as_str();
        let said = |field: &str, value: &str| shown(self.page, kind, field, value);
        let changes = record.changes().into_iter();
        changes.map(|(field, old, new)| (self.field(record, &field), said(&field, &old), said(&field, &new))).collect()
    }

    /// Where the object can be seen, if it has a page.
    fn link(&self, record: &Record) -> Option<String> {
        let (_, page) = self.recorded.0.iter().find(|(kind, _)| *kind == record.object_kind)?;
        let link = (*page)?.replace("{id}", &record.object_id?.to_string());
        match record.account_id {
            Some(id) => Some(link.replace("{account}", &id.to_string())),
            None => Some(link).filter(|link| !link.contains("{account}")),
        }
    }

    fn action(&self, record: &Record) -> String {
        self.page.field_label("action", &record.action)
    }

    fn kind(&self, record: &Record) -> String {
        self.page.field_label("kind", &record.object_kind)
    }
}

/// `/audit`: everything, newest first.
pub async fn list(page: Page, query: ListQuery) -> Html {
    show(&page, query, None).await
}

/// `/accounts/{id}/history`.
pub async fn history(page: Page, query: ListQuery, id: Path<i64>) -> Html {
    let title = store::account_title(&mut page.state.db.conn().await?, *id).await?.ok_or(Error::NotFound)?;
    show(&page, query, Some(Account { id: *id, title })).await
}

async fn show(page: &Page, query: ListQuery, account: Option<Account>) -> Html {
    let rows = read(page, query, account.as_ref().map(|account| account.id)).await?;
    page.html(&List { page, rows, recorded: page.state.part(), account })
}

async fn read(page: &Page, query: ListQuery, account_id: Option<i64>) -> Result<Rows<Record>> {
    let filter = Filter {
        account_id: account_id.or_else(|| query.get("account")?.parse().ok()),
        object_kind: query.get("kind"),
        object_id: query.get("object").and_then(|id| id.parse().ok()),
        action: query.get("action"),
        actor: query.get("who"),
    };
    let filtered = store::listed(&filter);
    let listing = Listing::read(query.clone(), &store::SORTS, "-id").ok_or(Error::NotFound)?;
    let mut conn = page.state.db.conn().await?;
    Ok(listing.fetch(&mut conn, page.lists(), filtered, store::ROW).await?)
}
