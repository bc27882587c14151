//! Asking whether one value is listed, and removing an entry that was found so. What was asked for stands on no page but
//! the one that answers.

use actix_web::{http::StatusCode, web::Path};
use askama::Template;
use serde::Deserialize;

use crate::{
    error::{Error, FieldErrors, Result},
    forms::on,
    i18n::Message,
    lists::ListQuery,
    people::Permission,
    resource::Versioned,
    stop_lists::{
        model::{StopList, reason},
        service::{self, LookedUp},
    },
    stops::{Hit, hex},
    web::{Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "stop_lists/look_up.html")]
struct Ask<'a> {
    page: &'a Page,
    value: &'a str,
    errors: FieldErrors,
    found: Option<LookedUp>,
}

#[derive(Template)]
#[template(path = "stop_lists/remove.html")]
struct Remove<'a> {
    page: &'a Page,
    it: &'a Versioned<StopList>,
    hit: &'a Hit,
    form: &'a RemoveForm,
    errors: FieldErrors,
}

/// As typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AskForm {
    value: String,
}

/// Which entry, by its hash, and why.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    entry: String,
    reason: String,
    sure: String,
}

impl Ask<'_> {
    /// By what it is listed: itself, or a domain.
    fn by(&self, found: &LookedUp, hit: &Hit) -> String {
        let is_itself = found.kind.is_none_or(|kind| kind == hit.kind);
        self.page.t(if is_itself { "stop-list-by-itself" } else { "stop-list-by-domain" })
    }

    fn entry(&self, hit: &Hit) -> String {
        hex(&hit.hash)
    }
}

impl Remove<'_> {
    fn is_complaint(&self) -> bool {
        self.hit.source == "complaint"
    }
}

pub async fn ask(page: Page) -> Html {
    page.html(&Ask { page: &page, value: "", errors: FieldErrors::default(), found: None })
}

pub async fn answer(page: Page, posted: Posted<AskForm>) -> Html {
    let ask = Ask { page: &page, value: &posted.form.value, errors: FieldErrors::default(), found: None };
    match service::look_up(&page.state, page.actor(), &posted.form.value).await {
        Ok(found) => page.html(&Ask { found: Some(found), ..ask }),
        Err(Error::Refused(errors)) => page.html_with(StatusCode::UNPROCESSABLE_ENTITY, &Ask { errors, ..ask }),
        Err(Error::TooMany(seconds)) => {
            let errors = FieldErrors::whole(Message::new("stop-list-too-many").with("seconds", seconds));
            page.html_with(StatusCode::TOO_MANY_REQUESTS, &Ask { errors, ..ask })
        }
        Err(error) => Err(error),
    }
}

pub async fn ask_remove(page: Page, id: Path<i64>, query: ListQuery) -> Html {
    let form = RemoveForm { entry: query.text("entry").to_owned(), ..RemoveForm::default() };
    show_remove(&page, *id, &form, (StatusCode::OK, FieldErrors::default())).await
}

async fn show_remove(page: &Page, id: i64, form: &RemoveForm, (status, errors): (StatusCode, FieldErrors)) -> Html {
    let it = super::list(page, id).await?;
    let hash = hash(&form.entry).ok_or(Error::NotFound)?;
    let hit = service::entry(&page.state, id, hash).await?.ok_or(Error::NotFound)?;
    page.html_with(status, &Remove { page, it: &it, hit: &hit, form, errors })
}

pub async fn remove(page: Page, id: Path<i64>, posted: Posted<RemoveForm>) -> Html {
    let form = &posted.form;
    match write(&page, *id, form).await {
        Ok(it) => {
            let said = Message::new("stop-list-removed-one").with("name", it.kept.name);
            page.go_saying("/stop-lists/look-up", said)
        }
        Err(Error::Refused(errors)) => show_remove(&page, *id, form, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await,
        Err(error) => Err(error),
    }
}

async fn write(page: &Page, id: i64, form: &RemoveForm) -> Result<Versioned<StopList>> {
    let hash = hash(&form.entry).ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::default();
    let reason = errors.keep("reason", reason(&form.reason, &[])).unwrap_or_default();
    if errors.is_empty() && reason.is_empty() {
        errors.add("reason", "refused-empty");
    }
    errors.or(())?;
    let (it, removed) = service::remove(&page.state, page.actor(), id, &[hash], (&reason, on(&form.sure))).await?;
    if removed.complaints > 0 {
        return Err(FieldErrors::one("sure", "refused-stop-complaint").into());
    }
    if removed.removed == 0 { Err(Error::Conflict("stop-list-entry-gone".into())) } else { Ok(it) }
}

/// From 64 hexadecimal digits.
fn hash(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).map(byte).collect()
}
