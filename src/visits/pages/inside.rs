//! What the administrator does from inside a visit, beside looking: permits themselves changes, and ends it.

use askama::Template;

use super::overlay::gone;
use crate::{
    error::{Error, Result},
    people::User,
    visits::{model::Why, service, store},
    web::{Html, Page, Posted, Visit, VisitMode},
};

#[derive(Template)]
#[template(path = "visits/change.html")]
struct Change<'a> {
    page: &'a Page,
    user: &'a User,
    visit: &'a Visit,
}

pub async fn ask_change(page: Page) -> Html {
    let (user, visit) = whom(&page)?;
    if visit.mode == VisitMode::ReadWrite {
        return page.go("/portal");
    }
    page.html(&Change { page: &page, user, visit })
}

pub async fn change(page: Page, _: Posted<()>) -> Html {
    service::widen(&page.state, page.actor(), page.visit().ok_or(Error::Forbidden)?).await?;
    page.go_saying("/portal", "visit-can-change")
}

/// Back to the panel, to the list or page it was begun from.
pub async fn end(page: Page, _: Posted<()>) -> Html {
    let (user, visit) = whom(&page)?;
    service::end(&page.state, page.actor(), visit.id, Why::Ended).await?;
    let begun = store::find(&mut page.state.db.conn().await?, visit.id).await?.and_then(|visit| visit.return_to);
    let back = begun.unwrap_or_else(|| format!("/accounts/{}/users/{}", user.account_id, user.id));
    let mut answer = page.go_saying(&back, "visit-is-over")?;
    answer.add_cookie(&gone(&page)).map_err(|error| anyhow::anyhow!("a cookie was not set: {error}"))?;
    Ok(answer)
}

fn whom(page: &Page) -> Result<(&User, &Visit)> {
    page.user().zip(page.visit()).ok_or(Error::Forbidden)
}
