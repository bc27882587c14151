//! The API as a document: OpenAPI 3.1 for programs, and the same call by call for the page that people read. Both are
//! made from the types of the calls, once, when the application starts.
//!
//! It is in English whatever the reader's language: it is the reference of an interface whose names and sentences are
//! English.

mod document;
mod refusals;
mod rows;
mod schema;
mod words;

use actix_web::{HttpResponse, web::Data};
use serde_json::{Map, Value};

pub use refusals::{REFUSALS, Refusal};
pub use words::Field;

use super::{
    Answer, Call, Calls, Scope,
    call::Example,
    envelope::{Envelope, Format},
    xml,
};
use schema::Schemas;

/// Where the document is. It holds no secret, and a script wants it before it has a token: it is given to everybody.
pub const ADDRESS: &str = "/api/openapi.json";

/// Everything there is to say about the calls.
pub struct Description {
    /// OpenAPI, as it is sent.
    document: String,
    pub calls: Vec<DescribedCall>,
}

/// A call, for a reader.
pub struct DescribedCall {
    pub path: &'static str,
    pub scope: Scope,
    /// And so can be rehearsed.
    pub writes: bool,
    pub about: &'static str,
    pub given: Vec<Field>,
    pub answered: Vec<Field>,
    pub example: Written,
}

/// An example in both formats, as it is sent.
pub struct Written {
    /// With its values, for the document.
    ask: Map<String, Value>,
    pub ask_json: String,
    pub ask_xml: String,
    pub answer_json: String,
    pub answer_xml: String,
}

impl Description {
    pub fn of(calls: &Calls) -> Self {
        let schemas = Schemas::of(calls);
        let calls: Vec<DescribedCall> = calls.0.iter().map(|call| DescribedCall::of(call, &schemas)).collect();
        Self { document: document::write(&calls, &schemas).to_string(), calls }
    }
}

impl DescribedCall {
    fn of(call: &Call, schemas: &Schemas) -> Self {
        Self {
            path: call.path,
            scope: call.scope,
            writes: call.writes(),
            about: call.about,
            given: words::fields(&schemas.all, &schema::ask_name(call.path)),
            answered: words::fields(&schemas.all, &schema::answer_name(call.path)),
            example: Written::of(call.example.as_ref(), call.row),
        }
    }

    /// `accounts/users` of `accounts/users/list`.
    pub fn feature(&self) -> &'static str {
        self.path.rsplit_once('/').map_or("", |(feature, _)| feature)
    }

    /// `list` of `accounts/users/list`.
    pub fn name(&self) -> &'static str {
        self.path.rsplit_once('/').map_or(self.path, |(_, name)| name)
    }

    /// What it is known by where no slash may stand.
    pub fn id(&self) -> String {
        self.path.replace('/', "_")
    }
}

impl Written {
    fn of(example: Option<&Example>, row: Option<&'static str>) -> Self {
        let ask = example.map(|it| it.ask.clone()).unwrap_or_default();
        let answered = |format| {
            let fields = example.map(|it| it.answer.clone()).unwrap_or_default();
            Envelope::of(Ok(Answer { fields, row }), format).body
        };
        Self {
            ask_json: Value::Object(ask.clone()).to_string(),
            ask_xml: xml::write_request(&ask),
            ask,
            answer_json: answered(Format::Json),
            answer_xml: answered(Format::Xml),
        }
    }
}

/// `GET /api/openapi.json`.
pub async fn serve(description: Data<Description>) -> HttpResponse {
    HttpResponse::Ok().content_type(Format::Json.content_type()).body(description.document.clone())
}
