//! What an edit form carries beside its fields.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Stale, version, was};

/// What an edit is one of, and where it leads back to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Editing {
    /// The version that the form was made from; of a new thing none.
    version: String,
    /// What the form was filled with.
    was: String,
    pub return_to: String,
}

impl Editing {
    /// An edit of what is new.
    pub fn back_to(return_to: String) -> Self {
        Self { return_to, ..Self::default() }
    }

    pub fn of(version: i64, return_to: String) -> Self {
        Self { version: version.to_string(), was: String::new(), return_to }
    }

    /// What the edit is one of: the row, and its version.
    pub fn edited(&self, id: i64) -> (i64, i64) {
        (id, version(&self.version))
    }

    /// The values of the form's hidden fields.
    pub fn hidden<F: Serialize>(&self, form: &F) -> [(&'static str, String); 3] {
        let was = if self.was.is_empty() { was(form) } else { self.was.clone() };
        [("version", self.version.clone()), ("was", was), ("return_to", self.return_to.clone())]
    }

    /// What differs between the refused form and what is there by now.
    pub fn stale<F: Serialize>(&self, yours: &F, theirs: &F, by: &str, at: DateTime<Utc>) -> Stale {
        Stale::since(&self.was, yours, theirs, by, at)
    }

    /// To be sent again, as an edit of what is there by now.
    pub fn again<F: Serialize>(&self, theirs: &F, version: i64) -> Self {
        Self { version: version.to_string(), was: was(theirs), return_to: self.return_to.clone() }
    }
}
