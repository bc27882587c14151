//! Forms: what is typed becomes what is meant, and what an edit carries beside its fields.

mod editing;
pub mod fields;
pub mod secret;
pub(crate) mod stale;

pub use editing::Editing;
pub use secret::Secret;
pub use stale::{NO_OPTIONS, Options, Stale, was};

/// One option of a select or a list of check boxes.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn of(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// Whether a check box was ticked.
pub fn on(value: &str) -> bool {
    matches!(value, "on" | "true" | "1")
}

/// The version an edit form was made from; one that is no number is never current.
pub fn version(value: &str) -> i64 {
    value.parse().unwrap_or(0)
}
