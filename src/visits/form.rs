use serde::Deserialize;

use crate::{
    error::FieldErrors,
    forms::fields::{Parsed, optional, required},
    i18n::Message,
    web::own_path,
};

const SHORTEST: usize = 10;
const LONGEST: usize = 500;

/// Why somebody wants to log in as a user, as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct VisitForm {
    pub reason: String,
    pub ticket: String,
    pub return_to: String,
}

/// Where the end of a visit leads back to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    pub return_to: String,
}

/// Why somebody visits, parsed.
pub struct Purpose {
    pub reason: String,
    pub ticket: Option<String>,
    /// To where its end leads back.
    pub return_to: Option<String>,
}

impl VisitForm {
    pub fn parse(&self) -> Result<Purpose, FieldErrors> {
        let mut errors = FieldErrors::default();
        let reason = errors.keep("reason", reason(&self.reason)).unwrap_or_default();
        let ticket = errors.keep("ticket", optional(&self.ticket, 80)).flatten();
        let return_to = own_path(&self.return_to).map(str::to_owned);
        errors.or(Purpose { reason, ticket, return_to })
    }
}

fn reason(typed: &str) -> Parsed<String> {
    let reason = required(typed, LONGEST)?;
    match reason.chars().count() {
        length if length < SHORTEST => {
            Err(Message::new("refused-too-short").with("shortest", SHORTEST as i64).with("length", length as i64))
        }
        _ => Ok(reason),
    }
}
