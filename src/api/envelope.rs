//! `error`, `error_text` and what goes with them. The HTTP status equals `error`, 200 for 0.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use serde_json::{Map, Value};

use super::{Answer, xml};
use crate::{
    error::{Error, FieldErrors},
    i18n::{Lang, Message},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Xml,
}

/// Why a call was not carried out.
#[derive(Debug)]
pub struct Failure {
    /// The HTTP status and the `error` of the envelope.
    pub code: u16,
    pub text: String,
    /// Field → sentence.
    pub errors: Vec<(String, String)>,
    /// Seconds after which it may be tried again.
    pub retry_after: Option<i64>,
    /// For the log only.
    pub cause: Option<String>,
    /// What was asked for may have been done all the same.
    pub may_be_done: bool,
}

/// An answer as it is sent, and kept for a repeated [`Idempotency-Key`](super::idempotency).
#[derive(Clone, Debug)]
pub struct Envelope {
    pub status: u16,
    pub retry_after: Option<i64>,
    pub body: String,
}

impl Format {
    pub fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "xml" => Some(Self::Xml),
            _ => None,
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Xml => "application/xml; charset=utf-8",
        }
    }
}

impl Failure {
    pub fn new(code: u16, key: &'static str) -> Self {
        Self::say(code, &key.into())
    }

    pub fn say(code: u16, message: &Message) -> Self {
        Self { code, text: Lang::En.say(message), errors: Vec::new(), retry_after: None, cause: None, may_be_done: false }
    }

    /// A refused field.
    pub fn field(field: impl Into<String>, message: &Message) -> Self {
        let text = Lang::En.t("api-refused");
        Self { code: 422, text, errors: vec![(field.into(), Lang::En.say(message))], retry_after: None, cause: None, may_be_done: false }
    }

    pub fn after(self, seconds: i64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// That nothing was changed cannot be said any more.
    pub fn may_be_done(self) -> Self {
        Self { text: Lang::En.t("error-unsure"), may_be_done: true, ..self }
    }

    /// Fields as the API calls them, where that is another name than the form's.
    pub fn naming(mut self, names: &[(&str, &str)]) -> Self {
        for (field, _) in &mut self.errors {
            if let Some((_, name)) = names.iter().find(|(form, _)| form == field) {
                *field = (*name).to_owned();
            }
        }
        self
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = match &error {
            Error::Conflict(message) if message.key == "tariff-limit-users" => 402,
            error => error.status().as_u16(),
        };
        let cause = (code >= 500).then(|| error.to_string());
        match error {
            Error::Refused(errors) => errors.into(),
            Error::InUse(sentence, by) if !by.is_empty() => {
                let used = Message::new("api-used-by").with("what", Lang::En.say(&sentence)).with("accounts", by.join(", "));
                Self::say(code, &used)
            }
            Error::TooMany(seconds) => Self::say(code, &error.message()).after(seconds),
            error => Self { cause, ..Self::say(code, &error.message()) },
        }
    }
}

impl From<FieldErrors> for Failure {
    fn from(errors: FieldErrors) -> Self {
        let taken = errors.iter().any(|(_, message)| message.key == "refused-taken");
        // A name that is taken is a conflict with what is there, not a mistake in the field.
        let mut failure = Self::new(if taken { 409 } else { 422 }, if taken { "api-taken" } else { "api-refused" });
        for (field, message) in errors.iter() {
            if !failure.errors.iter().any(|(known, _)| known == field) {
                failure.errors.push(((*field).to_owned(), Lang::En.say(message)));
            }
        }
        failure
    }
}

impl From<crate::db::Error> for Failure {
    fn from(error: crate::db::Error) -> Self {
        Error::from(error).into()
    }
}

impl Envelope {
    pub fn of(result: Result<Answer, Failure>, format: Format) -> Self {
        let (status, retry_after, text, fields, row) = match result {
            Ok(answer) => (200, None, Lang::En.t("api-successful"), answer.fields, answer.row),
            Err(failure) => (failure.code, failure.retry_after, failure.text, errors(failure.errors), xml::ITEM),
        };
        let error = if status == 200 { 0 } else { status };
        let head = [("error".to_owned(), error.into()), ("error_text".to_owned(), text.into())];
        let fields: Map<String, Value> = head.into_iter().chain(fields).collect();
        let body = match format {
            Format::Json => Value::Object(fields).to_string(),
            Format::Xml => xml::write(&fields, row),
        };
        Self { status, retry_after, body }
    }

    pub fn respond(self, format: Format) -> HttpResponse {
        let mut answer = HttpResponse::build(StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        if let Some(seconds) = self.retry_after {
            answer.insert_header((header::RETRY_AFTER, seconds));
        }
        if self.status == 405 {
            answer.insert_header((header::ALLOW, "POST"));
        }
        if self.status == 401 {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        answer.content_type(format.content_type()).body(self.body)
    }
}

fn errors(errors: Vec<(String, String)>) -> Map<String, Value> {
    if errors.is_empty() {
        return Map::new();
    }
    let errors: Map<String, Value> = errors.into_iter().map(|(field, sentence)| (field, sentence.into())).collect();
    Map::from_iter([("errors".to_owned(), errors.into())])
}
