//! Asks why, then opens the portal as the user.

use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use super::overlay::COOKIE;
use crate::{
    account_users::{
        self,
        model::{Whole, reason_against_visit},
    },
    error::{Error, FieldErrors},
    visits::{form::VisitForm, model::Record, service, store},
    web::{Html, Page, Posted, SessionCookie, own_path},
};

#[derive(Template)]
#[template(path = "visits/start.html")]
struct Start<'a> {
    page: &'a Page,
    whole: &'a Whole,
    form: &'a VisitForm,
    errors: FieldErrors,
    /// Why it cannot be done, if so.
    reason: Option<String>,
    /// The visit that has to end first.
    running: Option<Record>,
}

impl Start<'_> {
    fn back(&self) -> &str {
        &self.form.return_to
    }
}

pub async fn ask(mut page: Page, path: Path<(i64, i64)>) -> Html {
    let form = VisitForm { return_to: back(&page, *path), ..VisitForm::default() };
    let form = page.kept_or(form).await;
    show(&page, *path, &form, StatusCode::OK, FieldErrors::default()).await
}

/// The session gets a new id with it, as at every step up.
pub async fn start(page: Page, path: Path<(i64, i64)>, cookie: SessionCookie, posted: Posted<VisitForm>) -> Html {
    let session = page.session.as_ref().ok_or(Error::Forbidden)?;
    let fallback = back(&page, *path);
    let return_to = own_path(&posted.form.return_to).map_or(fallback, str::to_owned);
    let form = VisitForm { return_to, ..posted.form };
    match service::start(&page.state, page.actor(), session, *path, &form).await {
        Ok(token) => {
            cookie.rename(session)?;
            let mut answer = page.go("/portal")?;
            let visit = page.cookie(COOKIE, token);
            answer.add_cookie(&visit).map_err(|error| anyhow::anyhow!("a cookie was not set: {error}"))?;
            Ok(answer)
        }
        Err(Error::Refused(errors)) => show(&page, *path, &form, StatusCode::UNPROCESSABLE_ENTITY, errors).await,
        Err(Error::Conflict(_)) => show(&page, *path, &form, StatusCode::CONFLICT, FieldErrors::default()).await,
        Err(error) => Err(error),
    }
}

/// The list of users as it was, or the user's page.
fn back(page: &Page, (account_id, id): (i64, i64)) -> String {
    let list = format!("/accounts/{account_id}/users");
    match page.came_from("") {
        came if came.split('?').next() == Some(&list) => came,
        _ => format!("{list}/{id}"),
    }
}

async fn show(
    page: &Page,
    (account_id, id): (i64, i64),
    form: &VisitForm,
    status: StatusCode,
    errors: FieldErrors,
) -> Html {
    let admin = page.admin().ok_or(Error::Forbidden)?;
    let config = &page.state.config;
    let mut conn = page.state.db.conn().await?;
    let whole = account_users::store::find(&mut conn, account_id, id).await?.ok_or(Error::NotFound)?;
    let running =
        store::open_of(&mut conn, admin.id).await?.filter(|visit| visit.facts.end(page.now(), config).is_none());
    drop(conn);
    let reason =
        reason_against_visit(config, whole.account.state, whole.user.settings.active).map(|why| page.say(&why));
    page.html_with(status, &Start { page, whole: &whole, form, errors, reason, running })
}
