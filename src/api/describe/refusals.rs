//! How a call can be refused.

use serde_json::{Map, Value, json};

use crate::api::{
    Failure,
    envelope::{Envelope, Format},
};

/// A line of the table of errors.
pub struct Refusal {
    /// The HTTP status, and `error` of the envelope.
    pub code: u16,
    /// As a component is called.
    pub name: &'static str,
    pub when: &'static str,
    /// The `error_text` of an example.
    text: &'static str,
    /// A header that goes with it, its schema and what it says.
    header: Option<(&'static str, &'static str, &'static str)>,
}

pub const REFUSALS: [Refusal; 14] = [
    Refusal::new(
        400,
        "Malformed",
        "The body cannot be read: neither JSON nor XML, a wrong type, a DOCTYPE, a key that is there twice.",
        "The body is not a JSON object.",
    ),
    Refusal {
        header: Some(("WWW-Authenticate", "string", "Bearer")),
        ..Refusal::new(
            401,
            "NoToken",
            "There is no token, or it is unknown, expired or inactive.",
            "This token is unknown, inactive or expired.",
        )
    },
    Refusal::new(
        402,
        "LimitReached",
        "A limit of the account's tariff is reached; usage/check answers its data beside it.",
        "The tariff does not allow more users.",
    ),
    Refusal::new(
        403,
        "NotPermitted",
        "The token lacks the scope of the call, the administrator who made it may not do this any more, or it stood in the address and is marked as leaked.",
        "This token lacks the scope accounts:write.",
    ),
    Refusal::new(
        404,
        "NotFound",
        "There is no such call, account, user or other thing that was named; if a parameter named it, errors says which.",
        "No tariff named “Basic”. Names are case-sensitive.",
    ),
    Refusal {
        header: Some(("Allow", "string", "POST")),
        ..Refusal::new(405, "OnlyPost", "The request is no POST.", "Calls are made by POST.")
    },
    Refusal::new(
        408,
        "TooSlow",
        "The body took too long to arrive: more than two minutes, or fewer than 4 kB in 10 s.",
        "The request took too long to arrive. Nothing was changed. Please try again.",
    ),
    Refusal::new(
        409,
        "Conflict",
        "The name is taken, also by an account that is deleted and can be restored; the account is frozen or deleted, the version is not the current one, or the Idempotency-Key was used for something else or is in use.",
        "This name is already taken.",
    ),
    Refusal::new(413, "TooLarge", "The body is larger than 1 MB.", "What was sent is too large."),
    Refusal::new(
        415,
        "MediaType",
        "The body is neither JSON nor XML, by its first character and by its Content-Type, or it is compressed.",
        "The body is neither JSON nor XML: say application/json or application/xml.",
    ),
    Refusal::new(
        422,
        "FieldsRefused",
        "A parameter is missing, not known or has a value that cannot be; errors says which and why.",
        "Some fields are refused.",
    ),
    Refusal {
        header: Some(("Retry-After", "integer", "Seconds after which it may be tried again.")),
        ..Refusal::new(
            429,
            "TooMany",
            "Too many calls with this token, wrong tokens from this address, or letters to this user.",
            "Too many calls. Try again later.",
        )
    },
    Refusal::new(
        500,
        "Failed",
        "It failed on our side. The same Idempotency-Key may be sent again: what was not done is done then, what may have been done is answered with 409.",
        "Something went wrong on our side.",
    ),
    Refusal::new(
        503,
        "Unavailable",
        "The database does not answer. The same Idempotency-Key may be sent again: what was not done is done then, what may have been done is answered with 409.",
        "The database does not answer. Try again in a moment.",
    ),
];

impl Refusal {
    const fn new(code: u16, name: &'static str, when: &'static str, text: &'static str) -> Self {
        Self { code, name, when, text, header: None }
    }

    /// As the `responses` of a call refer to it.
    pub fn reference(&self) -> (String, Value) {
        (self.code.to_string(), json!({"$ref": format!("#/components/responses/{}", self.name)}))
    }

    pub fn response(&self) -> Value {
        let errors =
            if self.code == 422 { vec![("title".to_owned(), "Enter something here.".to_owned())] } else { Vec::new() };
        let body = |format| {
            let failure = Failure {
                text: self.text.to_owned(),
                errors: errors.clone(),
                ..Failure::new(self.code, "api-refused")
            };
            Envelope::of(Err(failure), format).body
        };
        let schema = json!({"$ref": "#/components/schemas/Refusal"});
        let in_json: Value = serde_json::from_str(&body(Format::Json)).unwrap_or_default();
        let mut response = json!({
            "description": self.when,
            "content": {
                "application/json": {"schema": schema, "example": in_json},
                "application/xml": {"schema": schema, "example": body(Format::Xml)},
            },
        });
        if let (Some((name, kind, about)), Some(fields)) = (self.header, response.as_object_mut()) {
            let header = json!({"description": about, "required": true, "schema": {"type": kind}});
            fields.insert("headers".to_owned(), Map::from_iter([(name.to_owned(), header)]).into());
        }
        response
    }
}
