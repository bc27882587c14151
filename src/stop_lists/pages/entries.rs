//! Adding entries as they are pasted.

use actix_web::{http::StatusCode, web::Path};
use askama::Template;
use serde::Deserialize;

use crate::{
    error::{Error, FieldErrors, Result},
    forms::{Choice, fields::choice},
    i18n::Message,
    people::Permission,
    resource::{Stored, Versioned},
    stop_lists::{
        export::Hashes,
        lines::Lines,
        model::{Added, Source, StopList, Why, reason},
        service,
    },
    stops::Kind,
    web::{Export, Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "stop_lists/entries.html")]
struct Sheet<'a> {
    page: &'a Page,
    it: &'a Versioned<StopList>,
    form: &'a EntriesForm,
    kinds: Vec<Choice>,
    errors: FieldErrors,
}

/// As typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EntriesForm {
    values: String,
    kind: String,
    reason: String,
}

impl Sheet<'_> {
    fn reason_against(&self) -> Option<String> {
        self.it.stays().map(|reason| self.page.say(&reason))
    }
}

pub async fn ask(mut page: Page, id: Path<i64>) -> Html {
    let form = page.kept_or(EntriesForm::default()).await;
    show(&page, *id, &form, (StatusCode::OK, FieldErrors::default())).await
}

async fn show(page: &Page, id: i64, form: &EntriesForm, (status, errors): (StatusCode, FieldErrors)) -> Html {
    let it = super::list(page, id).await?;
    let kinds = page.choices("stop-list-kind", Kind::ALL.iter().map(|kind| kind.as_str()));
    page.html_with(status, &Sheet { page, it: &it, form, kinds, errors })
}

/// The hashes of all entries, or of one kind, as a file.
pub async fn export(page: Page, id: Path<i64>, asked: Export) -> Html {
    super::list(&page, *id).await?;
    let kind = asked.query.get("kind").and_then(|code| Kind::try_from(code.to_owned()).ok());
    let hashes = Hashes::of(&page.state, *id, kind).await?;
    page.export_csv(asked, Box::new(hashes)).await
}

pub async fn add(page: Page, id: Path<i64>, posted: Posted<EntriesForm>) -> Html {
    match write(&page, *id, &posted.form).await {
        Ok((it, Added { added, duplicated, updated })) => {
            let said = Message::new("stop-list-added-many").with("name", it.kept.name);
            let said = said.with("added", added).with("duplicated", duplicated).with("updated", updated);
            page.go_saying(&format!("/stop-lists/{id}"), said)
        }
        Err(Error::Refused(errors)) => show(&page, *id, &posted.form, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await,
        Err(error) => Err(error),
    }
}

async fn write(page: &Page, id: i64, form: &EntriesForm) -> Result<(Versioned<StopList>, Added)> {
    let mut errors = FieldErrors::default();
    let given = errors.keep("values", Lines::typed(&form.values)).unwrap_or_default();
    let kind = match form.kind.trim() {
        "" => Some(Kind::Email),
        code => errors.keep("kind", choice(code, |code| Kind::try_from(code.to_owned()).ok())),
    };
    let reason = errors.keep("reason", reason(&form.reason, &given)).unwrap_or_default();
    let kind = errors.or(kind)?.unwrap_or(Kind::Email);
    let why = Why { source: Source::Administrator, reason };
    service::add(&page.state, page.actor(), id, (&given, kind), &why).await
}
