//! [`Error`]: a request failed. [`FieldErrors`]: a form was refused.

use std::fmt;

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use serde::Serialize;

use crate::{
    db,
    i18n::{Lang, Message},
};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not found")]
    NotFound,
    #[error("not permitted")]
    Forbidden,
    #[error("not permitted in a visit")]
    InVisit,
    /// Whoever asks has to show first who they are; the way there is [`web::access`](crate::web::access)'s.
    #[error("not without a fresh proof")]
    Unproven,
    #[error("the form is not from this site or too old")]
    Csrf,
    #[error("the request is malformed: {0}")]
    Malformed(&'static str),
    /// What the address can be asked with instead, as `Allow` says it.
    #[error("the method is not allowed, only {0}")]
    Method(&'static str),
    #[error("the request is too large")]
    TooLarge,
    #[error("the request took too long to arrive")]
    TooSlow,
    #[error("the address is not of this site")]
    Misdirected,
    /// Too much of the same from one place; over in so many seconds.
    #[error("too many requests, for another {0} s")]
    TooMany(i64),
    /// The state of things does not allow it; the sentence says why.
    #[error("conflict: {}", Lang::En.say(.0))]
    Conflict(Message),
    /// The tariff does not allow it; the sentence says what it allows.
    #[error("over the limit: {}", Lang::En.say(.0))]
    OverLimit(Message),
    /// What others rely on cannot be deleted: the sentence says so, the titles say who the first few are.
    #[error("in use: {}", Lang::En.say(.0))]
    InUse(Message, Vec<String>),
    /// Somebody saved another version in the meantime.
    #[error("stale version")]
    Stale,
    #[error("refused: {0}")]
    Refused(FieldErrors),
    #[error("the database does not answer: {}", db::said(.0))]
    Unavailable(#[source] db::Error),
    /// The database was told to keep a change and did not say that it has.
    #[error("it is not known whether a change was kept: {}", db::said(.0))]
    Unsure(#[source] db::Error),
    #[error("{}", sentence(.0))]
    Internal(#[from] anyhow::Error),
}

/// Field → sentences, in the order of the form. The field is the control's `name`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FieldErrors(Vec<(&'static str, Message)>);

impl Error {
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::InVisit | Self::Unproven | Self::Csrf => StatusCode::FORBIDDEN,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Conflict(_) | Self::OverLimit(_) | Self::InUse(..) | Self::Stale => StatusCode::CONFLICT,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unsure(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What people are told; the cause is in the log under the request's id.
    pub fn message(&self) -> Message {
        match self {
            Self::NotFound => Message::new("error-not-found"),
            Self::Forbidden => Message::new("error-forbidden"),
            Self::InVisit => Message::new("error-in-visit"),
            Self::Unproven => Message::new("error-unproven"),
            Self::Csrf => Message::new("error-csrf"),
            Self::Malformed(_) => Message::new("error-malformed"),
            Self::Method(_) => Message::new("error-method"),
            Self::TooLarge => Message::new("error-too-large"),
            Self::TooSlow => Message::new("error-too-slow"),
            Self::Misdirected => Message::new("error-misdirected"),
            Self::TooMany(seconds) => {
                Message::new("error-too-many").with("minutes", seconds / 60 + i64::from(seconds % 60 > 0))
            }
            Self::Conflict(message) | Self::OverLimit(message) | Self::InUse(message, _) => message.clone(),
            Self::Stale => Message::new("error-stale"),
            Self::Refused(errors) => errors.first().cloned().unwrap_or(Message::new("error-malformed")),
            Self::Unavailable(_) => Message::new("error-unavailable"),
            Self::Unsure(_) => Message::new("error-unsure"),
            Self::Internal(_) => Message::new("error-internal"),
        }
    }
}

impl Error {
    /// The field that is refused first.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Refused(errors) => errors.iter().next().map(|(field, _)| *field),
            _ => None,
        }
    }

    /// For a write that may meet a name that exists: the refusal of that field.
    pub fn taken(field: &'static str) -> impl FnOnce(db::Error) -> Self {
        move |error| {
            if db::is_taken(&error) { Self::Refused(FieldErrors::one(field, "refused-taken")) } else { error.into() }
        }
    }

    /// For a deletion that may meet a reference made in the meantime.
    pub fn in_use(sentence: Message) -> impl FnOnce(db::Error) -> Self {
        move |error| if db::is_referenced(&error) { Self::InUse(sentence, Vec::new()) } else { error.into() }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// Bare; the page is made around it by `web::errors`, which knows the request.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status())
    }
}

/// A database that does not answer, takes no changes or has no room is unavailable; a reference may have gone; anything
/// else is a mistake of ours.
impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        if db::is_outage(&error) {
            Self::Unavailable(error)
        } else if db::is_referenced(&error) {
            // What was chosen was there when it was looked up, and gone when it was written.
            Self::Conflict("error-reference-gone".into())
        } else {
            Self::Internal(error.into())
        }
    }
}

impl From<db::Unsealable> for Error {
    fn from(error: db::Unsealable) -> Self {
        Self::Internal(error.into())
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Refused(errors)
    }
}

/// An error and its causes in one line, as the operator reads it; what was said already is not said again by the cause
/// of it.
pub fn sentence(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain() {
        let of_database = cause.downcast_ref::<db::Error>();
        let text = of_database.map_or_else(|| cause.to_string(), db::said);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if said.is_empty() {
            said = text;
        } else if !said.contains(&text) {
            said = format!("{said}: {text}");
        }
        if of_database.is_some_and(|error| error.as_database_error().is_some()) {
            // Below stands the same once more, with what the driver adds.
            break;
        }
    }
    said
}

/// In English, for the terminal and the log: "login: This name is taken; choose another."
impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said: Vec<String> =
            self.0.iter().map(|(field, message)| format!("{field}: {}", Lang::En.say(message))).collect();
        f.write_str(&said.join(" "))
    }
}

impl FieldErrors {
    pub fn one(field: &'static str, message: impl Into<Message>) -> Self {
        let mut errors = Self::default();
        errors.add(field, message);
        errors
    }

    /// A refusal of the form as a whole: its `id` is `form`, and its label what is edited.
    pub fn whole(message: impl Into<Message>) -> Self {
        Self::one("form", message)
    }

    pub fn add(&mut self, field: &'static str, message: impl Into<Message>) {
        self.0.push((field, message.into()));
    }

    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &(&'static str, Message)> {
        self.0.iter()
    }

    /// The sentences of one field.
    pub fn of(&self, field: &str) -> Vec<&Message> {
        self.0.iter().filter(|(name, _)| *name == field).map(|(_, message)| message).collect()
    }

    pub fn first(&self) -> Option<&Message> {
        self.0.first().map(|(_, message)| message)
    }

    /// Keeps what was refused and goes on with nothing, so that one pass reports every field.
    pub fn keep<T>(&mut self, field: &'static str, parsed: std::result::Result<T, Message>) -> Option<T> {
        parsed.map_err(|message| self.add(field, message)).ok()
    }

    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::*;

    #[test]
    fn a_cause_is_said_once_and_on_one_line() {
        let refused = || std::io::Error::other("Connection refused\n  (os error 111)");
        let twice = anyhow::Error::new(refused())
            .context("Connection error: Connection refused (os error 111)")
            .context("the mail server");
        assert_eq!(sentence(&twice), "the mail server: Connection error: Connection refused (os error 111)");
        let inside: Result<()> = Err(Error::from(twice));
        assert_eq!(
            sentence(&inside.context("it failed").expect_err("it did")),
            "it failed: the mail server: Connection error: Connection refused (os error 111)"
        );
        assert_eq!(sentence(&anyhow!("alone")), "alone");
    }

    #[test]
    fn no_error_is_said_in_the_words_of_the_program() {
        let errors = FieldErrors::one("login", "refused-taken");
        let message = || Message::new("account-is-frozen");
        for error in [
            Error::Refused(errors),
            Error::Conflict(message()),
            Error::InUse(message(), Vec::new()),
            Error::Method("GET, HEAD"),
        ] {
            let said = error.to_string();
            assert!(!said.contains(['{', '[', '"', '_']) && said.contains(' '), "{said}");
        }
    }
}
