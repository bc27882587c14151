//! The page by which the signing secret of a webhook is changed, and shown once.

use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use super::{
    model::{Kind, Notifier},
    signing::{self, Issued},
};
use crate::{
    error::{Error, Result},
    i18n::Message,
    people::Permission,
    resource::{Versioned, find},
    web::{Access, Asked, Confirm, Html, Page, Posted, Route, get, post},
};

pub fn routes() -> Vec<Route> {
    let edit = Access::May(Permission::EditResources);
    vec![get("/notifiers/{one}/secret", edit, ask).proven(), post("/notifiers/{one}/secret", edit, rotate).proven()]
}

#[derive(Template)]
#[template(path = "notifiers/secret.html")]
struct Secret<'a> {
    page: &'a Page,
    issued: &'a Issued,
}

async fn ask(page: Page, id: Path<i64>) -> Html {
    page.html(&asking(&page, *id).await?)
}

/// The answer shows the secret, which cannot be read again.
async fn rotate(page: Page, id: Path<i64>, posted: Posted<Asked>) -> Html {
    match signing::rotate(&page.state, page.actor(), *id, &posted.form).await {
        Ok(issued) => page.html(&Secret { page: &page, issued: &issued }),
        Err(Error::Stale) => page.html_with(StatusCode::CONFLICT, &asking(&page, *id).await?.stale()),
        Err(Error::Conflict(_)) => page.html_with(StatusCode::CONFLICT, &asking(&page, *id).await?),
        Err(error) => Err(error),
    }
}

async fn asking(page: &Page, id: i64) -> Result<Confirm<'_>> {
    let it: Versioned<Notifier> = find(&mut page.state.db.conn().await?, (), id).await?.ok_or(Error::NotFound)?;
    let against = (it.kind != Kind::Webhook).then(|| Message::new("notifier-not-signed"));
    let question = Message::new("notifier-rotate").with("name", it.name.as_str());
    let confirm = Confirm::new(page, question, format!("/notifiers/{id}"), it.version);
    Ok(confirm.saying("notifier-rotate-means").unless(against))
}
