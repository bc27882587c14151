//! A refused stale edit: per field that differs what was typed, what is there now and what was there before, to choose
//! from and save again.
//!
//! An edit form carries, beside its version, what it was filled with (`was`). The page of a refused edit adds a choice
//! for each field (`choose.title`: `yours` or `theirs`) and what is there now (`theirs.title`); [`resolve`] puts the
//! chosen values in place before any form is read, so no form knows of it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Choice;

pub(crate) type Pairs = Vec<(String, String)>;

/// What a field can be given, for showing names in place of ids: the field's name and its choices.
pub type Options = Vec<(&'static str, Vec<Choice>)>;

/// The options of a form with nothing to choose in it.
pub const NO_OPTIONS: Options = Vec::new();

/// Somebody saved in the meantime.
pub struct Stale {
    pub by: String,
    pub at: DateTime<Utc>,
    pub(crate) yours: Pairs,
    pub(crate) theirs: Pairs,
    pub(crate) was: Option<Pairs>,
}

/// For the form's hidden field `was`: what it was filled with at first.
pub fn was<F: Serialize>(form: &F) -> String {
    let pairs = pairs(form);
    if let Some((_, was)) = pairs.iter().find(|(name, value)| name == "was" && !value.is_empty()) {
        return was.clone();
    }
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(pairs.iter().filter(|(name, value)| is_value(name) && !value.is_empty()));
    let text = text.finish();
    // Nothing at all would mean that it is not known.
    if text.is_empty() { "=".to_owned() } else { text }
}

/// Puts what was chosen of a refused edit's differences in place.
pub(crate) fn resolve(pairs: Pairs) -> Pairs {
    let chosen = |(name, value): &(String, String)| {
        name.strip_prefix("choose.").filter(|_| value == "theirs").map(str::to_owned)
    };
    let taken: Vec<String> = pairs.iter().filter_map(chosen).collect();
    let resolved = pairs.into_iter().filter_map(|(name, value)| match name.strip_prefix("theirs.") {
        Some(field) if taken.iter().any(|it| it == field) => Some((field.to_owned(), value)),
        Some(_) => None,
        None if name.starts_with("choose.") || taken.contains(&name) => None,
        None => Some((name, value)),
    });
    resolved.collect()
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
}

/// The values that are sent for a field; an empty one is none.
pub(crate) fn values<'a>(pairs: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    pairs.iter().filter(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str()).collect()
}

/// What is neither the form's machinery nor asked for this once.
pub(crate) fn is_value(name: &str) -> bool {
    let asked_once =
        matches!(name, "name_confirmed" | "ldap_confirmed" | "over_confirmed" | "release_name" | "only_active");
    let machinery = asked_once || matches!(name, "csrf" | "version" | "was" | "return_to");
    !machinery && !name.ends_with("_remove") && !name.starts_with("send_")
}

pub(crate) fn pairs<F: Serialize>(form: &F) -> Pairs {
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
        let resolved = resolve(of(&[posted.as_slice(), &typed].concat()));
        assert_eq!(resolved, of(&[("roles", "7"), ("roles", "8"), ("name", "A")]));
        assert_eq!(resolve(of(&typed)), of(&typed));
        assert_eq!(resolve(of(&[("choose.active", "theirs"), ("active", "on")])), of(&[]), "theirs may be nothing");
    }
}
