//! A refused stale edit: per field that differs what was typed, what is there now and what was there before, to choose
//! from and save again.
//!
//! An edit form carries, beside its version, what it was filled with (`was`). The page of a refused edit adds a choice
//! for each field (`choose.title`: `yours` or `theirs`) and what is there now (`theirs.title`); [`settle`] puts the
//! chosen values in place before any form is read, so no form knows of it.

use actix_web::http::StatusCode;
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Choice, Html, Page};
use crate::{audit, error::Error};

type Pairs = Vec<(String, String)>;

/// What a field can be given, for showing names in place of ids: the field's name and its choices.
pub type Options = Vec<(&'static str, Vec<Choice>)>;

/// Of a form with nothing to choose in it.
pub const NO_OPTIONS: Options = Vec::new();

/// Somebody saved in the meantime.
pub struct Stale {
    pub by: String,
    pub at: DateTime<Utc>,
    yours: Pairs,
    theirs: Pairs,
    was: Option<Pairs>,
}

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

/// For the form's hidden field `was`: what it was filled with at first.
pub fn was<F: Serialize>(form: &F) -> String {
    let pairs = pairs(form);
    if let Some((_, was)) = pairs.iter().find(|(name, value)| name == "was" && !value.is_empty()) {
        return was.clone();
    }
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(pairs.iter().filter(|(name, value)| is_value(name) && !value.is_empty()));
    text.finish()
}

/// Puts what was chosen of a refused edit's differences in place.
pub(super) fn settle(pairs: Pairs) -> Pairs {
    let chosen = |(name, value): &(String, String)| {
        name.strip_prefix("choose.").filter(|_| value == "theirs").map(str::to_owned)
    };
    let taken: Vec<String> = pairs.iter().filter_map(chosen).collect();
    let settled = pairs.into_iter().filter_map(|(name, value)| match name.strip_prefix("theirs.") {
        Some(field) if taken.iter().any(|it| it == field) => Some((field.to_owned(), value)),
        Some(_) => None,
        None if name.starts_with("choose.") || taken.contains(&name) => None,
        None => Some((name, value)),
    });
    settled.collect()
}

impl Stale {
    /// `by` and `at`: who saved what is there now. The form is to carry the version of `theirs` from now on, and
    /// [`was`] of it.
    pub fn new<F: Serialize>(yours: &F, theirs: &F, by: &str, at: DateTime<Utc>) -> Self {
        let was = pairs(yours).into_iter().find(|(name, _)| name == "was").map(|(_, was)| was).unwrap_or_default();
        Self::since(&was, yours, theirs, by, at)
    }

    /// `was` is what the form was filled with; empty where it is not known.
    pub(super) fn since<F: Serialize>(was: &str, yours: &F, theirs: &F, by: &str, at: DateTime<Utc>) -> Self {
        let was = (!was.is_empty()).then(|| url::form_urlencoded::parse(was.as_bytes()).into_owned().collect());
        Self { by: by.to_owned(), at, yours: pairs(yours), theirs: pairs(theirs), was }
    }

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
        let (by, at) = audit::store::deletion(&mut conn, kind, id, account_id).await?.ok_or(Error::NotFound)?;
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

/// The values that are sent for a field; an empty one is none.
fn values<'a>(pairs: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    pairs.iter().filter(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str()).collect()
}

/// What is neither the form's machinery nor asked for this once.
fn is_value(name: &str) -> bool {
    let machinery = matches!(name, "csrf" | "version" | "was" | "return_to" | "name_confirmed" | "release_name");
    !machinery && !name.ends_with("_remove") && !name.starts_with("send_")
}

fn pairs<F: Serialize>(form: &F) -> Pairs {
    let encoded = serde_html_form::to_string(form).unwrap_or_default();
    url::form_urlencoded::parse(encoded.as_bytes()).into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Pairs {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_was_chosen_takes_the_place_of_what_was_typed() {
        let posted = [
            ("choose.roles", "theirs"),
            ("theirs.roles", "7"),
            ("theirs.roles", "8"),
            ("choose.name", "yours"),
            ("theirs.name", "B"),
        ];
        let typed = [("name", "A"), ("roles", "1")];
        let settled = settle(of(&[posted.as_slice(), &typed].concat()));
        assert_eq!(settled, of(&[("roles", "7"), ("roles", "8"), ("name", "A")]));
        assert_eq!(settle(of(&typed)), of(&typed));
        assert_eq!(settle(of(&[("choose.active", "theirs"), ("active", "on")])), of(&[]), "theirs may be nothing");
    }
}
