//! One record: what changed, what else the request did, and whether it can be taken back.

use actix_web::web::Path;
use askama::Template;

use crate::{
    change::{Undoers, Undoes},
    error::{Error, Result},
    history::{
        Words,
        store::{self, Record},
    },
    web::{Html, Page},
};

#[derive(Template)]
#[template(path = "history/record.html")]
struct Show<'a> {
    page: &'a Page,
    record: Record,
    words: Words<'a>,
    /// Of the same request.
    others: Vec<Record>,
    undone_by: Option<i64>,
    /// Why it is not taken back, as a sentence; None where it can be.
    why_not: Option<String>,
}

/// `/audit/{id}`.
pub async fn show(page: Page, id: Path<i64>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let record = store::find(&mut conn, *id).await?.ok_or(Error::NotFound)?;
    let others = store::of_request(&mut conn, &record).await?;
    let undone_by = store::undone_by(&mut conn, record.id).await?;
    drop(conn);
    let why_not = match undoes(&page, &record) {
        Ok(undoes) if !page.may(undoes.needs()) => Some(page.only_reads(undoes.needs())),
        Ok(_) => None,
        Err(reason) => Some(page.t(reason)),
    };
    page.html(&Show { page: &page, words: Words::of(&page), record, others, undone_by, why_not })
}

/// What takes a record back; or why nothing does, as a key.
pub fn undoes(page: &Page, record: &Record) -> Result<&'static dyn Undoes, &'static str> {
    let changes = record.changes();
    let fields: Vec<&str> = changes.iter().map(|(field, ..)| field.as_str()).collect();
    let found = page.state.part::<Undoers>().of(&record.object_kind, &record.action, &fields);
    if record.object_id.is_none() { found.and(Err("undo-nothing")) } else { found }
}
