//! One handler for every call: reads the request, finds who calls what, runs it, answers in the format that was asked
//! for.

use std::{collections::BTreeMap, sync::Arc};

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    guard,
    http::{
        Method,
        header::{self, HeaderValue},
    },
    middleware::Next,
    rt,
    web::{self, Bytes, BytesMut, Data, Payload, Query},
};
use futures_util::StreamExt;
use serde_json::{Map, Value};

use super::{
    Answer, Call, Caller, Calls, DOCS, DRY_RUN, Failure, OUTSIDE, Params, ROOT, Rehearsed,
    body::{self, LONGEST},
    describe::ADDRESS,
    envelope::{Envelope, Format},
    idempotency::{self, Claimed},
    rehearsal,
    token::{self, Token},
};
use crate::{
    change::{self, Actor, Watch, store::About},
    error::Error,
    people::Client,
    state::State,
    web::{RequestId, connections::is_too_slow, headers::CallName},
};

/// What is asked, taken from the request, which may be gone before it is done.
struct Asked {
    path: String,
    request_id: String,
    client: Client,
    /// The token of the header.
    secret: Option<String>,
    key: Option<String>,
    rehearsed_in_address: bool,
    format: Format,
    bytes: Bytes,
    params: Map<String, Value>,
}

/// Everything below `/api` but the reading of what is there to be read about it.
pub fn mount() -> actix_web::Scope {
    let is_call = |of: &guard::GuardContext| {
        !(is_read_only(of.head().uri.path()) && matches!(of.head().method, Method::GET | Method::HEAD))
    };
    web::scope("/api").guard(guard::fn_guard(is_call)).default_service(web::to(serve))
}

/// The page about the calls, with a slash behind it or without, and their description.
fn is_read_only(path: &str) -> bool {
    path == ADDRESS || path.trim_end_matches('/') == DOCS
}

/// Around the Host check: what it refuses below `/api` is told in the envelope, too.
pub async fn refusals(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let below = req.path() == "/api" || req.path().starts_with("/api/");
    let answer = next.call(req).await?;
    let error = answer.response().error().and_then(|error| error.as_error::<Error>()).filter(|_| below);
    let Some(error @ Error::Misdirected) = error else { return Ok(answer.map_into_boxed_body()) };
    let failure = Failure::say(error.status().as_u16(), &error.message());
    let format = expected_format(answer.request(), &query(answer.request()));
    let response = Envelope::of(Err(failure), format).respond(format);
    Ok(answer.into_response(response))
}

async fn serve(req: HttpRequest, payload: Payload, state: Data<State>, calls: Data<Calls>) -> HttpResponse {
    let query = query(&req);
    let mut format = expected_format(&req, &query);
    let read = read(&req, payload, &query, &mut format).await;
    let refused = |failure| Envelope::of(Err(with_log(request_id(&req), req.path(), failure)), format);
    let name = call(&calls, req.path()).map(|call| CallName(call.path));
    let (is_call, read_only) = (name.is_some(), is_read_only(req.path()));
    if let Some(name) = name {
        req.extensions_mut().insert(name);
    }
    let envelope = match (query.get("token"), is_call, read) {
        (Some(leaked), ..) => refused(token::leaked(&state, &Client::of(&req, &state), leaked).await),
        (None, false, _) if read_only => refused(Failure::new(405, "api-only-get")),
        (None, false, _) => refused(Failure::new(404, "api-no-such-call")),
        (None, true, Err(failure)) => refused(failure),
        (None, true, Ok((bytes, params))) => {
            let asked = Asked {
                path: req.path().to_owned(),
                request_id: request_id(&req),
                client: Client::of(&req, &state),
                secret: token::of_header(&req),
                key: req.headers().get("idempotency-key").map(|value| value.to_str().unwrap_or_default().to_owned()),
                rehearsed_in_address: query.contains_key(DRY_RUN),
                format,
                bytes,
                params,
            };
            // In a task of its own, which goes on when the caller hangs up.
            let running = rt::spawn(async move {
                // All that a call may do is large, and would be copied from one wrapper into the next.
                let call = Box::pin(run(&state, &calls, asked));
                state.db.in_time(state.running.count(call)).await
            });
            running.await.unwrap_or_else(|_| refused(Failure::new(500, "error-internal").may_be_done()))
        }
    };
    let mut answer = envelope.respond(format);
    if read_only {
        answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    answer
}

fn query(req: &HttpRequest) -> BTreeMap<String, String> {
    Query::from_query(req.query_string()).map(Query::into_inner).unwrap_or_default()
}

fn call<'a>(calls: &'a Calls, path: &str) -> Option<&'a Call> {
    let below = |root| Some(path.strip_prefix(root)?.strip_prefix('/')?.trim_matches('/'));
    below(ROOT).and_then(|name| calls.find(name)).or_else(|| calls.find(below(OUTSIDE)?).filter(|call| call.is_outside))
}

fn request_id(req: &HttpRequest) -> String {
    req.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

/// The format of the answer, by the address or the `Accept` header, where they say it.
fn asked_format(req: &HttpRequest, query: &BTreeMap<String, String>) -> Option<Format> {
    let accept = || req.headers().get(header::ACCEPT).and_then(|value| Format::accepted(value.to_str().ok()?));
    query.get("format").and_then(|name| Format::parse(name)).or_else(accept)
}

/// Until the body says otherwise, which may never be read.
fn expected_format(req: &HttpRequest, query: &BTreeMap<String, String>) -> Format {
    asked_format(req, query).or_else(|| Format::of_type(req.content_type())).unwrap_or(Format::Json)
}

/// The body and what stands in it.
async fn read(
    req: &HttpRequest,
    payload: Payload,
    query: &BTreeMap<String, String>,
    format: &mut Format,
) -> Result<(Bytes, Map<String, Value>), Failure> {
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
    if asked_format(req, query).is_none() {
        *format = given;
    }
    let mut params = body::parse(given, &bytes)?;
    // The body wins, but a wrong one in the address is not passed over.
    for asked in [query.get("format").map(|name| name.as_str().into()), params.remove("format")].into_iter().flatten() {
        *format = Value::as_str(&asked)
            .and_then(Format::parse)
            .ok_or_else(|| Failure::field("format", &"api-format".into()))?;
    }
    Ok((bytes, params))
}

async fn collect(mut payload: Payload) -> Result<Bytes, Failure> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| match is_too_slow(&error) {
            true => Failure::new(408, "error-too-slow"),
            false => body::malformed("The body ended too early."),
        })?;
        if bytes.len() + chunk.len() > LONGEST {
            return Err(Failure::new(413, "error-too-large"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

async fn run(state: &Data<State>, calls: &Calls, mut asked: Asked) -> Envelope {
    let (id, path, format) = (asked.request_id.clone(), asked.path.clone(), asked.format);
    let refused = |failure| Envelope::of(Err(with_log(id.clone(), &path, failure)), format);
    let token = match admit(state, &mut asked).await {
        Ok(token) => token,
        Err(failure) => return refused(failure),
    };
    let is_kept = !call(calls, &asked.path).is_some_and(|call| call.is_kept_nowhere);
    let claim = match &asked.key {
        None => None,
        Some(key) if !is_kept => match idempotency::well_formed(key) {
            Ok(()) => None,
            Err(failure) => return refused(failure),
        },
        Some(key) => match idempotency::claim(state, token.id, key, (&path, format, &asked.bytes)).await {
            Ok(Claimed::New(claim)) => Some(claim),
            Ok(Claimed::Done(envelope)) => return envelope,
            Err(failure) => return refused(failure),
        },
    };
    let answer = dispatch(state, calls, token, asked).await;
    let may_be_done = answer.as_ref().is_err_and(|failure| failure.may_be_done);
    let envelope = answer.map_or_else(refused, |answer| Envelope::of(Ok(answer), format));
    if let Some(claim) = claim {
        claim.settle(state, &envelope, may_be_done).await;
    }
    envelope
}

/// The token's owner, if it is good.
async fn admit(state: &State, asked: &mut Asked) -> Result<Token, Failure> {
    let in_body = match asked.params.remove("token") {
        Some(Value::String(secret)) => Some(secret),
        Some(_) => return Err(body::malformed("token: text is expected.")),
        None => None,
    };
    token::authenticate(state, (&asked.client, &asked.request_id), asked.secret.take().or(in_body)).await
}

async fn dispatch(state: &Data<State>, calls: &Calls, token: Token, mut asked: Asked) -> Result<Answer, Failure> {
    let call = call(calls, &asked.path).ok_or_else(|| Failure::new(404, "api-no-such-call"))?;
    let may = token.may(call.scope);
    let Asked { request_id, client, .. } = &asked;
    let (request_id, client) = (request_id.clone(), client.clone());
    let actor = Actor { kind: "token", id: Some(token.id), name: token.name, client, request_id, ..Actor::system("") };
    if may.is_err() {
        let about = About { kind: "call", id: None, name: call.path.to_owned(), account_id: None };
        change::refused(state, actor.clone(), about, &[("scope", String::new(), call.scope.as_str().to_owned())]).await;
    }
    may?;
    let rehearses = rehearsal::asked(call, &mut asked.params, asked.rehearsed_in_address)?;
    let watch = Arc::new(Watch::rehearsing(rehearses));
    let caller = Caller { state: state.clone(), actor: Actor { watch: Some(Arc::clone(&watch)), ..actor } };
    match call.run(&caller, Params(asked.params)).await {
        Ok(_) if rehearses => Answer::of(&Rehearsed::of(watch.take())),
        Err(failure) if failure.code >= 500 && watch.may_be_kept() => Err(failure.may_be_done()),
        answer => answer,
    }
}

/// The caller is told that it failed, the log why.
fn with_log(request: String, path: &str, failure: Failure) -> Failure {
    if failure.code >= 500 {
        tracing::error!(request, path, cause = failure.cause.as_deref().unwrap_or_default(), "call failed");
    }
    failure
}
