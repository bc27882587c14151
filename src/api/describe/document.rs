//! The OpenAPI document.

use serde_json::{Map, Value, json};

use super::{
    DescribedCall, REFUSALS, Refusal,
    schema::{Schemas, answer_name, ask_name, reference, rehearsal_name},
};
use crate::api::{ROOT, Scope};

const ABOUT: &str = "\
The calls by which scripts create, change and suspend accounts and their users, by the same rules, records and letters as the panel.

**Formats.** A body is JSON, or XML under one `<xml>` root; its first character says which, whatever `Content-Type` does. The answer has the format of \
the request unless `format`, in the body or the query, or else `Accept`, says otherwise. In XML everything is text; a list is repeated elements, and \
`array='true'` on an element says that it is one item of a list: `<groups array='true'>Main</groups>` is a list of one, `<groups array='true'/>` an empty \
one. In an answer each row of `data` is a `<data>`, but for users, which are `<user>` elements in one; other lists are marked as in a request.

**Token.** Send it as `Authorization: Bearer …`; where no header can be sent, as `token` in the body. One in the address is refused and marked as leaked. \
The scope that a call needs stands in its `security`.

**Envelope.** Every answer holds `error`, 0 or the HTTP status, and `error_text`, a sentence in English; before them stands `data`, where there is any \
(in XML an empty one where there is none). `errors` names parameters that are refused.

**Names and ids.** A thing is given by its id or its name: a number is an id, text a name, and of text of digits a name wins. 0 is none: as the `id` of a \
save it creates, as any other reference it refers to nothing.

**Doing a thing once.** With an `Idempotency-Key` the same key and body get the first answer again for 24 hours; another body gets 409. A call runs to \
its end when its caller hangs up, so the same key gets its answer.

**Trying first.** With `dry_run: true` in its body a call that writes answers what would change, field by field, and which letters would be queued, \
and changes nothing.

**How often.** Calls a minute are limited by token; 429 says in `Retry-After` after how many seconds to go on.";

pub fn write(calls: &[DescribedCall], schemas: &Schemas) -> Value {
    let paths: Map<String, Value> =
        calls.iter().map(|call| (format!("/{}", call.path), json!({"post": operation(call)}))).collect();
    // Each once, where it comes first: the calls of one may stand apart.
    let mut features: Vec<&str> = Vec::new();
    for feature in calls.iter().map(DescribedCall::feature) {
        if !features.contains(&feature) {
            features.push(feature);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Steward Administrator API", "version": "1.1", "description": ABOUT},
        "servers": [{"url": ROOT, "description": "Below the address of this document's host."}],
        "tags": features.iter().map(|name| json!({"name": name})).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {
                "type": "http",
                "scheme": "bearer",
                "description": scopes(),
            }},
            "parameters": parameters(),
            "responses": REFUSALS.iter().map(|it| (it.name.to_owned(), it.response())).collect::<Map<_, _>>(),
            "schemas": schemas.all,
        },
    })
}

fn operation(call: &DescribedCall) -> Value {
    let usual = reference(&answer_name(call.path));
    let answer = if call.writes { json!({"anyOf": [usual, reference(&rehearsal_name(call.path))]}) } else { usual };
    let example: Value = serde_json::from_str(&call.example.answer_json).unwrap_or_default();
    let done = json!({
        "description": "It is done.",
        "content": {
            "application/json": {"schema": answer, "example": example},
            "application/xml": {"schema": answer, "example": call.example.answer_xml},
        },
    });
    let responses: Map<String, Value> =
        std::iter::once(("200".to_owned(), done)).chain(REFUSALS.iter().map(Refusal::reference)).collect();
    let ask = reference(&ask_name(call.path));
    json!({
        "operationId": call.id(),
        "tags": [call.feature()],
        "summary": call.about,
        "description": format!("Scope: `{}`.", call.scope.as_str()),
        "security": [{"token": [call.scope.as_str()]}],
        "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}, {"$ref": "#/components/parameters/Format"}],
        "requestBody": {
            "required": true,
            "content": {
                "application/json": {"schema": ask, "example": call.example.ask},
                "application/xml": {"schema": ask, "example": call.example.ask_xml},
            },
        },
        "responses": responses,
    })
}

fn parameters() -> Value {
    json!({
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "Up to 128 visible ASCII characters of your choice, kept for 24 hours: the same key and body get the first answer again.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]([ -~]*[!-~])?$"},
        },
        "Format": {
            "name": "format",
            "in": "query",
            "description": "The format of the answer, if it is not that of the request; `format` in the body wins.",
            "schema": {"type": "string", "enum": ["json", "xml"]},
        },
    })
}

fn scopes() -> String {
    let codes: Vec<String> = Scope::ALL.iter().map(|scope| format!("`{}`", scope.as_str())).collect();
    format!(
        "A token from the panel's page *API tokens*, with some of these scopes: {}. It may do at most what the role of whoever made it may do now.",
        codes.join(", ")
    )
}
