//! `/accounts/{id}/usage`: what the account uses of each metric, now and in the windows before, and what an
//! administrator puts right.

use actix_web::{http::StatusCode, web::Path};
use askama::Template;
use serde::Deserialize;

use super::{look, metric_name, seen::Seen};
use crate::{
    error::{Error, FieldErrors},
    forms::{
        Choice,
        fields::{number, required},
    },
    i18n::Message,
    people::Permission,
    usage::{
        model::LARGEST,
        service::{self, Correction},
    },
    web::{Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "usage/account.html")]
struct Show<'a> {
    page: &'a Page,
    seen: Seen<'a>,
    form: &'a CorrectionForm,
    errors: FieldErrors,
}

/// As typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CorrectionForm {
    window: String,
    amount: String,
    reason: String,
}

impl Show<'_> {
    /// The windows to choose from, the newest first.
    fn choices(&self) -> Vec<Choice> {
        let all = self.seen.shown();
        let each = all.iter().flat_map(|shown| shown.windows.iter().map(move |told| (shown, *told)));
        each.map(|(shown, told)| {
            let said = format!("{}, {}: {}", shown.name, self.seen.window(told), self.seen.used(told));
            Choice::of(told.id.to_string(), said)
        })
        .collect()
    }
}

pub async fn show(mut page: Page, id: Path<i64>) -> Html {
    let form = page.kept_or(CorrectionForm::default()).await;
    draw(&page, *id, &form, (StatusCode::OK, FieldErrors::default())).await
}

async fn draw(page: &Page, id: i64, form: &CorrectionForm, (status, errors): (StatusCode, FieldErrors)) -> Html {
    let seen = Seen::read(page, id).await?;
    page.html_with(status, &Show { page, seen, form, errors })
}

pub async fn correct(page: Page, id: Path<i64>, posted: Posted<CorrectionForm>) -> Html {
    let form = posted.form;
    let done = match parsed(&form) {
        Ok(correction) => service::correct(&page.state, page.actor(), *id, correction).await,
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(metric) => {
            let said = Message::new("usage-corrected").with("metric", metric_name(&page, metric));
            page.go_saying(&format!("/accounts/{}/usage", *id), said)
        }
        Err(Error::Refused(errors)) => draw(&page, *id, &form, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await,
        Err(error) => Err(error),
    }
}

fn parsed(form: &CorrectionForm) -> Result<Correction, FieldErrors> {
    let mut errors = FieldErrors::default();
    let window = errors.keep("window", form.window.trim().parse().map_err(|_| Message::new("refused-choice")));
    let amount = errors.keep("amount", number(&form.amount, -LARGEST, LARGEST));
    if amount == Some(0) {
        errors.add("amount", "refused-usage-nothing");
    }
    let reason = errors.keep("reason", required(&form.reason, 500));
    errors.or(Correction {
        window: window.unwrap_or_default(),
        amount: amount.unwrap_or_default(),
        reason: reason.unwrap_or_default(),
    })
}
