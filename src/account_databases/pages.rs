use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use super::{index::Index, model::AccountDatabase, place::InDatabase, service, store};
use crate::{
    account_users::{self, model::Head},
    db::Conn,
    error::{Error, Result},
    i18n::Message,
    lists::{Field, ListQuery, Listing, Rows, Sought, Table, grouped},
    resource::{Editor, Place, Versioned, find},
    web::{Asked, Asking, Confirm, Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "account_databases/list.html")]
struct List<'a> {
    page: &'a Page,
    account: Head,
    rows: Rows<AccountDatabase>,
}

impl List<'_> {
    fn profiles(&self, row: &AccountDatabase) -> String {
        grouped(row.profiles, self.page.lang)
    }
}

static FIELDS: [Field<AccountDatabase>; 7] = [
    Field::new("id", |row| row.id.into()),
    Field::new("name", |row| (&row.name).into()),
    Field::new("profiles", |row| row.profiles.into()),
    Field::new("created_at", |row| row.created_at.into()),
    Field::new("changed_at", |row| row.changed_at.into()),
    Field::new("reported_at", |row| row.reported_at.into()),
    Field::new("indexes", |row| row.indexes.into()),
];

/// The account, its database and the index.
type Ids = Path<(i64, i64, i64)>;

/// `/accounts/{id}/databases`: what the platform has reported.
pub async fn list(page: Page, query: ListQuery, id: Path<i64>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let account = account_users::store::head(&mut conn, *id).await?.ok_or(Error::NotFound)?;
    let rows = sought(query, account.id)?.fetch(&mut conn, page.lists()).await?;
    drop(conn);
    page.html(&List { page: &page, account, rows })
}

pub async fn table(Asking { reader, query, ids }: Asking, conn: &mut Conn) -> Result<Box<dyn Table>> {
    let id = ids.first().copied().ok_or(Error::NotFound)?;
    let account = account_users::store::head(conn, id).await?.ok_or(Error::NotFound)?;
    Ok(sought(query, account.id)?.table(reader.lang))
}

fn sought(query: ListQuery, account_id: i64) -> Result<Sought<AccountDatabase>> {
    let filtered = store::listed(account_id, query.get("q"));
    let listing = Listing::read(query, &store::SORTS, "name").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, store::ROW, &FIELDS))
}

/// What there is to see of a database are its indexes.
pub async fn show(page: Page, ids: Path<(i64, i64)>) -> Html {
    let (account_id, id) = *ids;
    let found = store::find(&mut page.state.db.conn().await?, account_id, id).await?;
    found.ok_or(Error::NotFound)?;
    page.go(&Index::list_path(InDatabase { account_id, id }))
}

pub async fn retry(page: Page, ids: Ids, posted: Posted<Asked>) -> Html {
    let (of, id) = place(&ids);
    let it = service::retry(&page.state, page.actor(), of, id, &posted.form).await?;
    page.go_saying(&Index::list_path(of), Message::new("index-retried").with("name", it.label()))
}

pub async fn confirm_delete(page: Page, ids: Ids) -> Html {
    page.html(&ask(&page, &ids).await?)
}

pub async fn delete(page: Page, ids: Ids, posted: Posted<Asked>) -> Html {
    let (of, id) = place(&ids);
    match service::delete(&page.state, page.actor(), of, id, &posted.form).await {
        Ok(it) => {
            page.go_saying(&Index::list_path(of), Message::new("index-deletion-ordered").with("name", it.label()))
        }
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &ask(&page, &ids).await?.stale()),
        Err(error) => Err(error),
    }
}

/// Says which segments will be slower.
async fn ask<'a>(page: &'a Page, ids: &Ids) -> Result<Confirm<'a>> {
    let (of, id) = place(ids);
    let mut conn = page.state.db.conn().await?;
    let around = of.frame(&mut conn).await?;
    let it: Versioned<Index> = find(&mut conn, of, id).await?.ok_or(Error::NotFound)?;
    let question = Message::new("index-delete").with("name", it.label());
    let confirm = Confirm::new(page, question, Index::list_path(of), it.version).danger().saying("index-delete-means");
    let confirm = match it.segments.0.as_slice() {
        [] => confirm,
        slower => confirm.saying("index-segments-slow").because(slower.to_vec()),
    };
    Ok(confirm.unless(InDatabase::frozen(&around).or_else(|| it.reason_against_deletion())))
}

fn place(ids: &Ids) -> (InDatabase, i64) {
    let (account_id, database, id) = **ids;
    (InDatabase { account_id, id: database }, id)
}
