//! A refused stale edit as its page shows it: field by field, or that somebody deleted the row in the meantime.

use actix_web::http::StatusCode;
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Html, Page};
use crate::{
    change,
    error::Error,
    forms::{
        Choice, Stale,
        stale::{is_value, pairs, values},
    },
};

/// One field that differs.
pub struct Difference {
    pub field: String,
    /// Unknown where the form did not say.
    pub was: Option<String>,
    pub yours: String,
    pub theirs: String,
    /// As the form would send them.
    pub their_values: Vec<String>,
    /// Whoever left the field alone wants what the other one made of it.
    pub keeps_yours: bool,
}

/// Somebody deleted it in the meantime.
#[derive(Template)]
#[template(path = "gone.html")]
struct Gone<'a> {
    page: &'a Page,
    prefix: &'a str,
    by: String,
    at: DateTime<Utc>,
    typed: Vec<(String, String)>,
    back: &'a str,
}

impl Stale {
    pub fn differences(&self, page: &Page, options: &[(&'static str, Vec<Choice>)]) -> Vec<Difference> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.yours.iter().chain(&self.theirs) {
            if is_value(name) && !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let differs = |name: &&str| values(&self.yours, name) != values(&self.theirs, name);
        names.into_iter().filter(differs).map(|name| self.difference(page, name, options)).collect()
    }

    fn difference(&self, page: &Page, name: &str, options: &[(&'static str, Vec<Choice>)]) -> Difference {
        let (yours, theirs) = (values(&self.yours, name), values(&self.theirs, name));
        let was = self.was.as_ref().map(|was| values(was, name));
        let is_switch =
            [Some(&yours), Some(&theirs), was.as_ref()].into_iter().flatten().flatten().all(|value| *value == "on");
        let options = options.iter().find(|(field, _)| *field == name).map_or(&[][..], |(_, options)| options);
        let shown = |values: &[&str]| match values {
            _ if is_switch => page.t(if values.is_empty() { "no" } else { "yes" }),
            [] => "–".to_owned(),
            values => values.iter().map(|value| label(options, value)).collect::<Vec<_>>().join(", "),
        };
        Difference {
            field: name.to_owned(),
            was: was.as_deref().map(shown),
            yours: shown(&yours),
            theirs: shown(&theirs),
            keeps_yours: was.as_ref() != Some(&yours),
            their_values: theirs.into_iter().map(str::to_owned).collect(),
        }
    }
}

impl Page {
    /// The answer to an edit of what is no longer there: what was typed is not lost with it. Where nothing has been
    /// deleted, not found.
    pub async fn gone<F: Serialize>(
        &self,
        deleted: (&str, i64, Option<i64>),
        prefix: &str,
        form: &F,
        back: &str,
    ) -> Html {
        let (kind, id, account_id) = deleted;
        let mut conn = self.state.db.conn().await?;
        let (by, at) = change::store::deletion(&mut conn, kind, id, account_id).await?.ok_or(Error::NotFound)?;
        drop(conn);
        let mut typed: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs(form).into_iter().filter(|(name, value)| is_value(name) && !value.is_empty()) {
            match typed.iter_mut().find(|(known, _)| *known == name) {
                Some((_, all)) => *all = format!("{all}, {value}"),
                None => typed.push((name, if value == "on" { self.t("yes") } else { value })),
            }
        }
        self.html_with(StatusCode::CONFLICT, &Gone { page: self, prefix, by, at, typed, back })
    }
}

fn label(options: &[Choice], value: &str) -> String {
    options.iter().find(|choice| choice.value == value).map_or(value, |choice| &choice.label).to_owned()
}
