//! What a refused stale edit shows: per field that differs, what was typed and what is there now.

use serde::Serialize;

/// Somebody saved in the meantime; the form below it is as typed, and saving again replaces theirs.
pub struct Stale {
    pub by: String,
    pub at: chrono::DateTime<chrono::Utc>,
    /// Field, yours, theirs.
    pub differences: Vec<(String, String, String)>,
}

/// The fields of two forms of one type that differ, secrets and machinery left out.
pub fn differences<F: Serialize>(yours: &F, theirs: &F) -> Vec<(String, String, String)> {
    let (yours, theirs) = (joined(yours), joined(theirs));
    let names = yours.iter().chain(&theirs).map(|(name, _)| name);
    let mut seen = Vec::new();
    for name in names {
        let quiet = name.contains("password") || matches!(name.as_str(), "csrf" | "version" | "return_to" | "confirmed");
        let value =
            |pairs: &[(String, String)]| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
        if !quiet && !seen.iter().any(|(known, _, _)| known == name) && value(&yours) != value(&theirs) {
            seen.push((name.clone(), value(&yours), value(&theirs)));
        }
    }
    seen
}

/// Each field once, several values of one joined.
fn joined<F: Serialize>(form: &F) -> Vec<(String, String)> {
    let encoded = serde_html_form::to_string(form).unwrap_or_default();
    let mut fields: Vec<(String, String)> = Vec::new();
    for (name, value) in url::form_urlencoded::parse(encoded.as_bytes()) {
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) => {
                all.push_str(", ");
                all.push_str(&value);
            }
            None => fields.push((name.into_owned(), value.into_owned())),
        }
    }
    fields
}
