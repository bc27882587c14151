//! One handler for every call: reads the request, finds who calls what, runs it, answers in the format that was asked for.

use std::{collections::BTreeMap, sync::Arc};

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    http::{Method, header},
    web::{self, Bytes, BytesMut, Data, Payload, Query},
};
use futures_util::StreamExt;
use serde_json::{Map, Value};

use super::{
    Answer, Caller, Calls, DRY_RUN, Failure, Params, ROOT, Rehearsed,
    body::{self, LONGEST},
    envelope::{Envelope, Format},
    idempotency::{self, Claimed},
    rehearsal,
    token::{self, Token},
};
use crate::{
    audit::{Actor, Watch},
    i18n::Message,
    state::State,
    web::{Client, RequestId, headers::CallName},
};

/// A request, read and taken apart.
struct Request {
    bytes: Bytes,
    params: Map<String, Value>,
}

pub fn mount() -> actix_web::Scope {
    web::scope(ROOT).default_service(web::to(serve))
}

async fn serve(req: HttpRequest, payload: Payload, state: Data<State>, calls: Data<Calls>) -> HttpResponse {
    let query: BTreeMap<String, String> = Query::from_query(req.query_string()).map(Query::into_inner).unwrap_or_default();
    let mut format = query.get("format").and_then(|name| Format::parse(name)).unwrap_or_else(|| expected_format(&req));
    let read = read(&req, payload, &query, &mut format).await;
    let envelope = match (query.get("token"), read) {
        (Some(leaked), _) => {
            let failure = token::leaked(&state, &Client::of(&req, &state), leaked).await;
            Envelope::of(Err(with_log(&req, failure)), format)
        }
        (None, Ok(request)) => run(&req, &state, &calls, (request, &query, format)).await,
        (None, Err(failure)) => Envelope::of(Err(failure), format),
    };
    envelope.respond(format)
}

/// As the content type says, until the body says otherwise.
fn expected_format(req: &HttpRequest) -> Format {
    if req.content_type().ends_with("/xml") { Format::Xml } else { Format::Json }
}

async fn read(req: &HttpRequest, payload: Payload, query: &BTreeMap<String, String>, format: &mut Format) -> Result<Request, Failure> {
    if req.method() != Method::POST {
        return Err(Failure::new(405, "api-only-post"));
    }
    let coded = req.headers().get(header::CONTENT_ENCODING).is_some_and(|value| value.as_bytes() != b"identity");
    if coded {
        return Err(Failure::new(415, "api-media-type"));
    }
    let bytes = collect(payload).await?;
    let content_type = req.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or("?"));
    let given = body::format(content_type, &bytes)?;
    if !query.contains_key("format") {
        *format = given;
    }
    let mut params = body::parse(given, &bytes)?;
    // The body wins, but a wrong one in the address is not passed over.
    for asked in [query.get("format").map(|name| name.as_str().into()), params.remove("format")].into_iter().flatten() {
        *format = Value::as_str(&asked).and_then(Format::parse).ok_or_else(|| Failure::field("format", &"api-format".into()))?;
    }
    Ok(Request { bytes, params })
}

async fn collect(mut payload: Payload) -> Result<Bytes, Failure> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| body::malformed("The body ended too early."))?;
        if bytes.len() + chunk.len() > LONGEST {
            return Err(Failure::new(413, "error-too-large"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

async fn run(
    req: &HttpRequest,
    state: &Data<State>,
    calls: &Calls,
    (mut request, query, format): (Request, &BTreeMap<String, String>, Format),
) -> Envelope {
    let client = Client::of(req, state);
    let token = match admit(req, state, &client, &mut request.params).await {
        Ok(token) => token,
        Err(failure) => return Envelope::of(Err(with_log(req, failure)), format),
    };
    let key = req.headers().get("idempotency-key").map(|value| value.to_str().unwrap_or_default());
    let claim = match key {
        None => None,
        Some(key) => match idempotency::claim(state, token.id, key, (req.path(), format, &request.bytes)).await {
            Ok(Claimed::New(claim)) => Some(claim),
            Ok(Claimed::Done(envelope)) => return envelope,
            Err(failure) => return Envelope::of(Err(with_log(req, failure)), format),
        },
    };
    let answer = carry_out(req, state, calls, (token, client, request, query)).await;
    let may_be_done = answer.as_ref().is_err_and(|failure| failure.may_be_done);
    let envelope = Envelope::of(answer.map_err(|failure| with_log(req, failure)), format);
    if let Some(claim) = claim {
        claim.settle(state, &envelope, may_be_done).await;
    }
    envelope
}

/// The token's owner, if it is good.
async fn admit(req: &HttpRequest, state: &State, client: &Client, params: &mut Map<String, Value>) -> Result<Token, Failure> {
    let in_body = params.remove("token");
    let in_body = match in_body {
        Some(Value::String(secret)) => Some(secret),
        Some(_) => return Err(body::malformed("token: text is expected.")),
        None => None,
    };
    let secret = token::of_header(req).or(in_body);
    token::authenticate(state, client, secret).await
}

async fn carry_out(
    req: &HttpRequest,
    state: &Data<State>,
    calls: &Calls,
    (token, client, mut request, query): (Token, Client, Request, &BTreeMap<String, String>),
) -> Result<Answer, Failure> {
    let path = req.path().strip_prefix(ROOT).unwrap_or_default().trim_matches('/');
    let call = calls.find(path).ok_or_else(|| Failure::new(404, "api-no-such-call"))?;
    req.extensions_mut().insert(CallName(call.path));
    if !token.scopes.contains(&call.scope) {
        return Err(Failure::say(403, &Message::new("api-no-scope").with("scope", call.scope.code())));
    }
    let rehearses = rehearsal::asked(call, &mut request.params, query.contains_key(DRY_RUN))?;
    let watch = Arc::new(Watch::rehearsing(rehearses));
    let request_id = req.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let watched = Some(Arc::clone(&watch));
    let actor = Actor { kind: "token", id: Some(token.id), name: token.name, client, request_id, watch: watched, ..Actor::system("") };
    let caller = Caller { state: state.clone(), actor };
    match call.run(&caller, Params(request.params)).await {
        Ok(_) if rehearses => Answer::of(&Rehearsed::of(watch.take())),
        Err(failure) if failure.code >= 500 && watch.may_be_kept() => Err(failure.may_be_done()),
        answer => answer,
    }
}

/// The caller is told that it failed, the log why.
fn with_log(req: &HttpRequest, failure: Failure) -> Failure {
    if failure.code >= 500 {
        let request = req.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
        tracing::error!(request, path = req.path(), cause = failure.cause.as_deref().unwrap_or_default(), "call failed");
    }
    failure
}
