//! `/portal/usage`: the same for those who look after the account.

use askama::Template;

use super::{look, seen::Seen};
use crate::{
    error::Error,
    web::{Html, Page},
};

#[derive(Template)]
#[template(path = "usage/masters.html")]
struct Show<'a> {
    page: &'a Page,
    seen: Seen<'a>,
}

pub async fn show(page: Page) -> Html {
    let user = page.user().filter(|user| user.master).ok_or(Error::Forbidden)?;
    let seen = Seen::read(&page, user.account_id).await?;
    page.html(&Show { page: &page, seen })
}
