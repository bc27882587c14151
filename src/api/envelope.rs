//! `error`, `error_text` and what goes with them. The HTTP status equals `error`, 200 for 0.

use std::cmp::Ordering;

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Answer, xml};
use crate::{
    error::{Error, FieldErrors},
    i18n::{Lang, Message},
};

/// Where an answer keeps what was asked for: before everything else.
pub const DATA: &str = "data";

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
    /// What was asked for, where it is answered although it is refused.
    pub data: Option<Box<Value>>,
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

    /// The format of a body, by its `Content-Type`.
    pub fn of_type(content_type: &str) -> Option<Self> {
        match content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "application/json" => Some(Self::Json),
            "application/xml" | "text/xml" => Some(Self::Xml),
            _ => None,
        }
    }

    /// What an `Accept` header would rather have; None where it is all one to it.
    pub fn accepted(header: &str) -> Option<Self> {
        let json = quality(header, "application", "json");
        let xml = quality(header, "application", "xml").max(quality(header, "text", "xml"));
        match json.total_cmp(&xml) {
            Ordering::Greater => Some(Self::Json),
            Ordering::Less => Some(Self::Xml),
            Ordering::Equal => None,
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Xml => "application/xml; charset=utf-8",
        }
    }
}

/// How much a media type is wanted, from 0 to 1: as the range says that names it most exactly.
fn quality(header: &str, kind: &str, name: &str) -> f32 {
    let wanted = [format!("{kind}/{name}"), format!("{kind}/*"), "*/*".to_owned()];
    let ranges: Vec<(String, f32)> = header.split(',').map(range).collect();
    let found = wanted.iter().find_map(|wanted| ranges.iter().find(|(range, _)| range == wanted));
    found.map_or(0.0, |(_, quality)| *quality)
}

fn range(text: &str) -> (String, f32) {
    let mut parts = text.split(';').map(|part| part.trim().to_ascii_lowercase());
    let name = parts.next().unwrap_or_default();
    let quality = parts.find_map(|part| part.strip_prefix("q=")?.trim().parse().ok());
    (name, quality.unwrap_or(1.0))
}

impl Failure {
    pub fn new(code: u16, key: &'static str) -> Self {
        Self::say(code, &key.into())
    }

    pub fn say(code: u16, message: &Message) -> Self {
        Self {
            code,
            text: sentence(message),
            errors: Vec::new(),
            retry_after: None,
            cause: None,
            may_be_done: false,
            data: None,
        }
    }

    /// A refused field.
    pub fn field(field: impl Into<String>, message: &Message) -> Self {
        let text = Lang::En.t("api-refused");
        Self {
            code: 422,
            text,
            errors: vec![(field.into(), sentence(message))],
            retry_after: None,
            cause: None,
            may_be_done: false,
            data: None,
        }
    }

    pub fn with_data(self, data: &impl Serialize) -> Self {
        Self { data: serde_json::to_value(data).ok().map(Box::new), ..self }
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

/// As scripts read it: whole, where it heads a page without its full stop, and with the parameter that answers it where
/// a form has a tick.
fn sentence(message: &Message) -> String {
    let said = match &*message.key {
        "account-name-held" => Lang::En.say(&Message { key: "api-name-held".into(), args: message.args.clone() }),
        _ => Lang::En.say(message),
    };
    if said.ends_with(['.', '!', '?', '…']) { said } else { said + "." }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = match &error {
            Error::OverLimit(_) => 402,
            error => error.status().as_u16(),
        };
        let cause = (code >= 500).then(|| error.to_string());
        match error {
            Error::Refused(errors) => errors.into(),
            Error::InUse(what, by) if !by.is_empty() => {
                let count = i64::try_from(by.len()).unwrap_or(i64::MAX);
                let used = Message::new("api-used-by").with("what", Lang::En.say(&what)).with("count", count);
                Self::say(code, &used.with("accounts", by.join(", ")))
            }
            Error::TooMany(seconds) => Self::say(code, &error.message()).after(seconds),
            error => Self { cause, ..Self::say(code, &error.message()) },
        }
    }
}

impl From<FieldErrors> for Failure {
    fn from(errors: FieldErrors) -> Self {
        let says = |key: &str| errors.iter().find(|(_, message)| message.key == key).map(|(_, message)| message);
        // A name that is taken is a conflict with what is there, not a mistake in the field.
        let mut failure = match (says("account-name-held"), says("refused-taken")) {
            (Some(held), _) => Self::say(409, held),
            (None, Some(_)) => Self::new(409, "api-taken"),
            (None, None) => Self::new(422, "api-refused"),
        };
        for (field, message) in errors.iter() {
            if !failure.errors.iter().any(|(known, _)| known == field) {
                failure.errors.push(((*field).to_owned(), sentence(message)));
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
        let (status, retry_after, text, mut fields, row) = match result {
            Ok(answer) => (200, None, Lang::En.t("api-successful"), answer.fields, answer.row),
            Err(failure) => {
                let data = failure.data.map(|data| (DATA.to_owned(), *data));
                let fields = errors(failure.errors).into_iter().chain(data).collect();
                (failure.code, failure.retry_after, failure.text, fields, None)
            }
        };
        let error = if status == 200 { 0 } else { status };
        // XML that was done without an answer says so by an empty element.
        let nothing = (format == Format::Xml && status == 200).then_some(Value::Null);
        let data = fields.shift_remove(DATA).or(nothing).map(|data| (DATA.to_owned(), data));
        let head = [("error".to_owned(), error.into()), ("error_text".to_owned(), text.into())];
        let fields: Map<String, Value> = data.into_iter().chain(head).chain(fields).collect();
        let body = match format {
            Format::Json => Value::Object(fields).to_string(),
            Format::Xml => xml::write(&fields, row),
        };
        Self { status, retry_after, body }
    }

    pub fn respond(self, format: Format) -> HttpResponse {
        let mut answer =
            HttpResponse::build(StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accept_header_counts_where_it_would_rather_have_one_of_the_two() {
        for (header, expected) in [
            ("*/*", None),
            ("", None),
            ("text/html", None),
            ("application/json, application/xml", None),
            ("application/xml", Some(Format::Xml)),
            ("Text/XML", Some(Format::Xml)),
            ("application/json", Some(Format::Json)),
            ("application/json;q=0.5, text/xml;q=0.9", Some(Format::Xml)),
            ("application/xml;q=0, text/*;q=0, */*", Some(Format::Json)),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some(Format::Xml)),
        ] {
            assert_eq!(Format::accepted(header), expected, "{header}");
        }
    }
}
