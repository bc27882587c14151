//! Which accounts may send through a sender: a list, accounts added as they are pasted, and taken away as they are
//! ticked.

use actix_web::{http::StatusCode, web::Path};
use askama::Template;
use serde::Deserialize;

use super::sender;
use crate::{
    db::Conn,
    error::{Error, FieldErrors, Result},
    i18n::Message,
    lists::{ListQuery, Listing, Rows, Sought, Table},
    people::Permission,
    resource::{Stored, Versioned},
    senders::{
        assigned,
        model::Sender,
        store::accounts::{AssignedRow, COLUMNS, FIELDS, ROW, listed},
        typed,
    },
    web::{Asking, Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "senders/accounts.html")]
struct Sheet<'a> {
    page: &'a Page,
    it: &'a Versioned<Sender>,
    rows: Rows<AssignedRow>,
    words: Words,
    form: &'a AssignForm,
    errors: FieldErrors,
}

/// What a row says of its account's state, looked up once.
struct Words {
    active: String,
    inactive: String,
    frozen: String,
    limit: String,
    deleted: String,
}

/// As typed, and as ticked.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AssignForm {
    add: String,
    id: Vec<String>,
}

impl Sheet<'_> {
    fn reason_against(&self) -> Option<String> {
        self.it.stays().map(|reason| self.page.say(&reason))
    }
}

pub async fn list(page: Page, query: ListQuery, id: Path<i64>) -> Html {
    show(&page, (query, *id), &AssignForm::default(), (StatusCode::OK, FieldErrors::default())).await
}

async fn show(page: &Page, (query, id): (ListQuery, i64), form: &AssignForm, shown: (StatusCode, FieldErrors)) -> Html {
    let it = sender(page, id).await?;
    let mut conn = page.state.db.conn().await?;
    let rows = sought(query, id)?.fetch(&mut conn, page.lists()).await?;
    drop(conn);
    let state = |code| page.field_label("state", code);
    let words = Words {
        active: state("active"),
        inactive: state("inactive"),
        frozen: state("frozen"),
        limit: state("limit"),
        deleted: state("deleted"),
    };
    let (status, errors) = shown;
    page.html_with(status, &Sheet { page, it: &it, rows, words, form, errors })
}

pub async fn table(Asking { reader, query, ids }: Asking, conn: &mut Conn) -> Result<Box<dyn Table>> {
    let id = ids.first().copied().ok_or(Error::NotFound)?;
    crate::resource::find::<Sender>(conn, (), id).await?.ok_or(Error::NotFound)?;
    Ok(sought(query, id)?.table(reader.lang))
}

fn sought(query: ListQuery, id: i64) -> Result<Sought<AssignedRow>> {
    let filtered = listed(id, query.get("q"));
    let listing = Listing::read(query, COLUMNS, "title").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, ROW, FIELDS))
}

pub async fn assign(page: Page, id: Path<i64>, posted: Posted<AssignForm>) -> Html {
    let query = || ListQuery { path: page.path.clone(), pairs: Vec::new() };
    match write(&page, *id, &posted.form).await {
        Ok((added, removed)) => {
            let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            let done = Message::new("sender-assigned").with("added", count(added)).with("removed", count(removed));
            page.go_saying(&page.path, done)
        }
        Err(Error::Refused(errors)) => {
            show(&page, (query(), *id), &posted.form, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await
        }
        Err(Error::Conflict(reason)) => {
            let refused = (StatusCode::CONFLICT, FieldErrors::one("add", reason));
            show(&page, (query(), *id), &posted.form, refused).await
        }
        Err(error) => Err(error),
    }
}

async fn write(page: &Page, id: i64, form: &AssignForm) -> Result<(usize, usize)> {
    let add = typed::accounts(&form.add).map_err(|refusal| FieldErrors::one("add", refusal))?;
    let remove: Vec<String> = form.id.iter().map(|id| format!("#{id}")).collect();
    if add.is_empty() && remove.is_empty() {
        return Err(FieldErrors::one("add", "refused-sender-accounts-none").into());
    }
    let (_, assigned) = assigned::assign(&page.state, page.actor(), id, (&add, &remove)).await?;
    Ok(assigned.counts())
}
