//! The record as a list, of all and of an account.

use actix_web::web::Path;
use askama::Template;

use super::filters::{self, Asked, Offered};
use crate::{
    account_users::{self, model::Head},
    db::Conn,
    error::{Error, Result},
    history::{
        Words,
        store::{self, LIST, Record},
    },
    lists::{ListQuery, Listing, Rows, Sought, Table},
    views::{self, Around},
    web::{Asking, Html, Page},
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
    offered: Offered,
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

/// `/audit/export` and `/accounts/{id}/history/export`.
pub async fn table(Asking { reader, query, ids }: Asking, conn: &mut Conn) -> Result<Box<dyn Table>> {
    let account = match ids.first() {
        Some(id) => Some(account_users::store::head(conn, *id).await?.ok_or(Error::NotFound)?.id),
        None => None,
    };
    let columns = views::columns(&reader.likings, &LIST, &query);
    let asked = Asked::read(&reader, conn, &query).await?;
    // A file says nothing of filters that narrow nothing.
    if asked.is_wide || !asked.unread.is_empty() {
        return Err(Error::Conflict("audit-file-unread".into()));
    }
    Ok(sought(query, &asked, account)?.showing(&LIST, &columns).table(reader.lang))
}

async fn show(page: &Page, query: ListQuery, account: Option<Head>) -> Html {
    let mut conn = page.state.db.conn().await?;
    if let Some(address) = views::opens_with(page, &mut conn, &LIST, &query).await? {
        return page.go(&address);
    }
    let mut around = views::around(page, &mut conn, &LIST, &query).await?;
    let asked = Asked::read(&page.reader(), &mut conn, &query).await?;
    around.missing.extend(asked.unread.iter().map(|label| page.t(label)));
    if asked.is_wide {
        around.missing.push(page.t("audit-network-wide"));
    }
    let sought = sought(query, &asked, account.as_ref().map(|account| account.id))?;
    let rows = sought.of_size(around.size).fetch(&mut conn, page.lists()).await?;
    let offered = Offered::of(page);
    page.html(&List { page, rows, around, words: Words::of(page), account, offered })
}

fn sought(query: ListQuery, asked: &Asked, account_id: Option<i64>) -> Result<Sought<Record>> {
    let filtered = store::listed(&asked.filter(&query, account_id));
    let listing = Listing::read(query, &store::SORTS, "-id").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, store::ROW, &store::FIELDS))
}

impl List<'_> {
    fn query(&self) -> &ListQuery {
        &self.rows.listing.query
    }

    /// Why there is nothing, and where there might be: the last days, or what else was asked for.
    fn looks_further(&self) -> Option<String> {
        let in_period =
            filters::is_lately(self.query()) || ["from", "to"].iter().any(|it| self.query().get(it).is_some());
        in_period.then(|| filters::further_back(self.query()))
    }
}

/// What a row has room for; the record's own page has the whole.
const SHOWN: usize = 300;

fn in_short(value: &str) -> String {
    let mut chars = value.chars();
    let shown: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_some() { format!("{shown}…") } else { shown }
}
