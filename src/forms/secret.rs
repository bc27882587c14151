//! What somebody types and nobody is shown again.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A password or a code, as typed. It stands in no log, and a form that is written out again lacks it: it is null
/// there, and null or no value reads as an empty one.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

/// How the fields of forms that hold one are named. Of these nothing is kept while its owner signs in, when nobody
/// knows yet which form it is; a test compares them with the forms.
pub const NAMES: [&str; 6] = ["password", "password_again", "current_password", "code", "secret", "api_token"];

impl Secret {
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_none()
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<String>::deserialize(deserializer).map(|typed| Self(typed.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_and_never_written() {
        let read: Secret = serde_json::from_str("\"purple herons\"").expect("a text");
        assert_eq!(read.expose(), "purple herons");
        assert_eq!(serde_json::to_string(&read).expect("writes"), "null");
        assert_eq!(format!("{read:?}"), "•••");
        assert_eq!(serde_json::from_str::<Secret>("null").expect("reads"), Secret::default());
    }
}
