//! `/settings/alerts`: from which share on it is told that something comes back.

use actix_web::http::StatusCode;
use askama::Template;

use super::{
    form::AlertsForm,
    model::AlertSettings,
    store::{self, ID},
};
use crate::{
    change::Change,
    error::{Error, FieldErrors, Result},
    forms::{Editing, Stale},
    web::{Html, Page, Posted},
};

const ADDRESS: &str = "/settings/alerts";

#[derive(Template)]
#[template(path = "quality/alerts.html")]
struct Edit<'a> {
    page: &'a Page,
    stored: AlertSettings,
    form: &'a AlertsForm,
    editing: &'a Editing,
    errors: FieldErrors,
    stale: Option<Stale>,
}

impl Edit<'_> {
    fn changed(&self) -> String {
        let AlertSettings { updated_by, updated_at, .. } = &self.stored;
        if updated_by.is_empty() { String::new() } else { self.page.changed(updated_by, updated_at) }
    }
}

async fn stored(page: &Page) -> Result<AlertSettings> {
    Ok(store::settings(&mut page.state.db.conn().await?).await?)
}

pub async fn edit(mut page: Page) -> Html {
    let stored = stored(&page).await?;
    let fresh = Editing::of(stored.version, ADDRESS.to_owned());
    let (form, editing) = page.kept_edit(AlertsForm::of(&stored), fresh).await;
    page.html(&Edit {
        page: &page,
        stored,
        form: &form,
        editing: &editing,
        errors: FieldErrors::default(),
        stale: None,
    })
}

pub async fn update(page: Page, posted: Posted<AlertsForm>) -> Html {
    let (form, editing) = (&posted.form, posted.editing()?);
    let refused = match save(&page, editing.edited(ID).1, form).await {
        Ok(()) => return page.go_saying(ADDRESS, "alerts-saved"),
        Err(refused) => refused,
    };
    let there = stored(&page).await?;
    let show = |stored, editing, errors, stale| Edit { page: &page, stored, form, editing, errors, stale };
    match refused {
        Error::Refused(errors) => page.refused(&show(there, &editing, errors, None)),
        Error::Stale => {
            let theirs = AlertsForm::of(&there);
            let stale = editing.stale(form, &theirs, &there.updated_by, there.updated_at);
            let again = editing.again(&theirs, there.version);
            page.html_with(StatusCode::CONFLICT, &show(there, &again, FieldErrors::default(), Some(stale)))
        }
        error => Err(error),
    }
}

/// `version` is the one the edit was made from.
async fn save(page: &Page, version: i64, form: &AlertsForm) -> Result<()> {
    let new = form.parse()?;
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let before = store::settings(&mut change.conn).await?;
    if !store::update_settings(&mut change, version, &new).await? {
        return Err(Error::Stale);
    }
    let after = store::settings(&mut change.conn).await?;
    change.updated("update", &before, &after).await?;
    change.commit().await
}
