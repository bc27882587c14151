//! Parameters that are fields of a form as well, under one name: what is given of them is typed into the form.

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, Error},
};
use serde_json::Value;

use super::params::{Flag, Int, Many, MaybeInt, Text};
use crate::forms::Secret;

/// A parameter that is a field of a form as well.
pub trait Parameter: DeserializeOwned {
    /// As the form has it.
    type Typed;
    /// Whether a `null` says something; else it is as good as nothing.
    const NULL_SAYS: bool = false;
}

/// `#[serde(default, deserialize_with = "parameter")]`: of a [`Parameter`].
pub fn parameter<'de, T: Parameter, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null if !T::NULL_SAYS => Ok(None),
        value => T::deserialize(value).map(Some).map_err(D::Error::custom),
    }
}

/// `#[serde(deserialize_with = "present")]`: of what must be there, in a part of a report that is judged by itself.
pub fn present<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Err(D::Error::custom("something is expected, not nothing")),
        value => T::deserialize(value).map_err(D::Error::custom),
    }
}

/// Text that is shown to nobody.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hidden(pub Text);

impl Parameter for Text {
    type Typed = String;
}

impl Parameter for Hidden {
    type Typed = Secret;
    const NULL_SAYS: bool = true;
}

impl Parameter for Flag {
    type Typed = String;
}

impl Parameter for Int {
    type Typed = String;
}

impl Parameter for MaybeInt {
    type Typed = String;
    const NULL_SAYS: bool = true;
}

impl Parameter for Many<Text> {
    type Typed = Vec<String>;
    const NULL_SAYS: bool = true;
}
