//! `/portal/unsubscribe/{token}`: the one form that is taken without its token, since mail programs post to it (RFC 8058).

use actix_web::web::Path;
use askama::Template;

use super::leave;
use crate::web::{Html, Page};

/// The same for every link, whatever it opens.
#[derive(Template)]
#[template(path = "reports/leave.html")]
struct Leave<'a> {
    page: &'a Page,
    done: bool,
}

/// Looking changes nothing, as often as mail scanners may look.
pub async fn ask(page: Page, _: Path<String>) -> Html {
    page.html(&Leave { page: &page, done: false })
}

pub async fn leave(page: Page, token: Path<String>) -> Html {
    leave::leave(&page.state, page.actor(), &token).await?;
    page.html(&Leave { page: &page, done: true })
}
