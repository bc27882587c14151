use serde::{Deserialize, Serialize};

use super::model::NewBrand;
use crate::{
    brand::{Brand, Colour},
    error::FieldErrors,
    forms::fields::{Parsed, optional, optional_email},
};

/// The longest name: it stands in the sender of each letter.
const LONGEST_NAME: usize = 60;

/// As typed; the logo is a file beside it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BrandForm {
    pub name: String,
    pub support: String,
    pub reply_to: String,
    pub colour: String,
    pub logo_remove: String,
}

impl BrandForm {
    pub fn of(brand: &Brand) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            name: text(&brand.name),
            support: text(&brand.support),
            reply_to: text(&brand.reply_to),
            colour: text(&brand.colour),
            logo_remove: String::new(),
        }
    }

    /// What was refused is none in the result, so that the rest can be shown.
    pub fn read(&self) -> (NewBrand, FieldErrors) {
        let mut errors = FieldErrors::default();
        let new = NewBrand {
            name: errors.keep("name", optional(&self.name, LONGEST_NAME)).flatten(),
            support: errors.keep("support", optional_email(&self.support)).flatten(),
            reply_to: errors.keep("reply_to", optional_email(&self.reply_to)).flatten(),
            colour: errors.keep("colour", colour(&self.colour)).flatten(),
        };
        (new, errors)
    }
}

fn colour(value: &str) -> Parsed<Option<Colour>> {
    if value.trim().is_empty() { Ok(None) } else { Colour::parse(value).map(Some) }
}
