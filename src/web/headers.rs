//! What every request passes first: an id, the Host check, one line in the log; and what every answer carries.

use std::{sync::atomic::Ordering, time::Instant};

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        ConnectionType, Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
        uri::Authority,
    },
    middleware::Next,
    web,
};

use super::page::RequestId;
use crate::{config::Config, db::random_bytes, error::Error, state::State};

/// The call that a request to the API turned out to be, for what is counted by address.
pub struct CallName(pub &'static str);

const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                   frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A letter is shown as what it is and can do nothing: no script, no form, nothing from anywhere, and not as a page of
/// this site, only within one.
const LETTER_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; form-action 'none'; \
                          base-uri 'none'; frame-ancestors 'self'";

const FIXED: [(&str, &str); 5] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
];

/// The HTML of a letter as a document of its own.
pub fn letter(status: StatusCode, html: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, LETTER_CSP))
        .body(html)
}

/// Answers that may stand in for a page of another host are not given: 421.
pub async fn check_host(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let host = req
        .headers()
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .or_else(|| req.uri().authority().map(Authority::as_str));
    let known =
        req.app_data::<web::Data<State>>().is_some_and(|state| host.is_some_and(|host| state.config.is_own_host(host)));
    let probe = matches!(req.path(), "/healthz" | "/readyz" | "/metrics");
    if known || probe {
        next.call(req).await.map(ServiceResponse::map_into_boxed_body)
    } else {
        Ok(req.error_response(Error::Misdirected))
    }
}

pub async fn secure<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let begun = Instant::now();
    let id = random_bytes::<8>().map(|byte| format!("{byte:02x}")).concat();
    req.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (req.method().clone(), hide_secret(req.path()));
    let state = req.app_data::<web::Data<State>>().cloned();
    let answering = next.call(req);
    let answered = match &state {
        Some(state) => state.db.in_time(answering).await,
        None => answering.await,
    };
    let took = begun.elapsed();
    let mut answer = answered.inspect_err(|error| tracing::error!(request = id, path, %error, "request failed"))?;
    if let Some(state) = state {
        complete(answer.headers_mut(), &state.config, &path);
        state.metrics.answered(known(&method), route(answer.request()), answer.status().as_u16(), took);
        if state.stopping.load(Ordering::Relaxed) {
            answer.response_mut().head_mut().set_connection_type(ConnectionType::Close);
        }
    }
    let ms = took.as_millis();
    tracing::info!(target: "steward::access", request = id, %method, path, status = answer.status().as_u16(), ms, "answered");
    Ok(answer)
}

/// What strangers make up counts as one method.
fn known(method: &Method) -> &'static str {
    [(Method::GET, "GET"), (Method::HEAD, "HEAD"), (Method::POST, "POST")]
        .into_iter()
        .find(|(it, _)| it == method)
        .map_or("other", |(_, name)| name)
}

/// The pattern of the address, or of the call where one address serves many; "none" of what leads nowhere.
fn route(req: &HttpRequest) -> String {
    let called = req.extensions().get::<CallName>().map(|call| call.0.to_owned());
    called.or_else(|| req.match_pattern().filter(|pattern| !pattern.is_empty())).unwrap_or_else(|| "none".to_owned())
}

fn complete(headers: &mut HeaderMap, config: &Config, path: &str) {
    for (name, value) in FIXED {
        // A page that allows itself even less says so.
        if name == "content-security-policy" && headers.contains_key(name) {
            continue;
        }
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let link_page = ["/setup", "/set-password", "/portal/set-password", "/portal/unsubscribe"]
        .iter()
        .any(|it| path.starts_with(it));
    // Without the secret in any Referer. None at all would hide the origin too, and over plain http that is all a
    // browser says of where a form is from.
    let referrer = if link_page { "strict-origin" } else { "same-origin" };
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(referrer));
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if config.https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
}

/// The log holds no link that could still be used.
fn hide_secret(path: &str) -> String {
    let of = |page: &str| path.split_once(page).map(|(before, _)| format!("{before}{page}…"));
    ["set-password/", "unsubscribe/"].into_iter().find_map(of).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_link_that_could_still_be_used_is_logged() {
        for (path, logged) in [
            ("/set-password/abc", "/set-password/…"),
            ("/portal/set-password/abc", "/portal/set-password/…"),
            ("/portal/unsubscribe/abc", "/portal/unsubscribe/…"),
            ("/accounts/1", "/accounts/1"),
        ] {
            assert_eq!(hide_secret(path), logged);
        }
    }
}
