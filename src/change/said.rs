//! Values as the record has them.

use crate::db;

/// `yes` or nothing, as switches are recorded.
pub fn flag(on: bool) -> String {
    if on { "yes".to_owned() } else { String::new() }
}

/// A value that may be absent.
pub fn maybe<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// Makes sure that what is kept is what the two engines can compare.
pub fn encode(changes: &[(&'static str, String, String)]) -> db::Result<String> {
    serde_json::to_string(changes).map_err(|error| db::Error::Encode(error.into()))
}
