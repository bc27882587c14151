use askama::Template;

use crate::{
    error::Error,
    portal::{
        model::{Master, Overview},
        store,
    },
    visits::{model::Record, store::last_for},
    web::{Html, Page},
};

#[derive(Template)]
#[template(path = "portal/account.html")]
struct Account<'a> {
    page: &'a Page,
    account: Overview,
    /// The account's master users.
    masters: Vec<Master>,
    /// The last support visits that the user may know of.
    visits: Vec<Record>,
}

pub async fn show(page: Page) -> Html {
    let user = page.user().ok_or(Error::Forbidden)?;
    let mut conn = page.state.db.conn().await?;
    let (account, masters) = store::overview(&mut conn, user.account_id).await?.ok_or(Error::NotFound)?;
    let visits = last_for(&mut conn, user).await?;
    drop(conn);
    page.html(&Account { page: &page, account, masters, visits })
}
