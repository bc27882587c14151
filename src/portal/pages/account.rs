use askama::Template;

use crate::{
    error::Error,
    portal::{model::Overview, store},
    web::{Html, Page},
};

#[derive(Template)]
#[template(path = "portal/account.html")]
struct Account<'a> {
    page: &'a Page,
    account: Overview,
    /// The names of the account's master users.
    masters: Vec<String>,
}

pub async fn show(page: Page) -> Html {
    let id = page.user().ok_or(Error::Forbidden)?.account_id;
    let mut conn = page.state.db.conn().await?;
    let account = store::overview(&mut conn, id).await?.ok_or(Error::NotFound)?;
    let masters = store::masters(&mut conn, id).await?;
    page.html(&Account { page: &page, account, masters })
}
