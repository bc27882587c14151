//! Turns a failed request into a page with a sentence and an id; the cause goes to the log under that id.

use actix_web::{
    HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    middleware::Next,
};
use askama::Template;

use super::Page;
use crate::{
    error::{Error, Result},
    i18n::Message,
};

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    page: &'a Page,
    status: u16,
    sentence: String,
}

/// Around everything, and around the pages of each side within their session, which alone knows in which language its
/// reader reads: a refusal of any layer below comes out as a page. (What fails below without a request, a session that
/// could not be written, stays a bare answer: actix keeps the request to itself while it routes.)
pub async fn pages(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let answer = next.call(req).await?;
    let Some((status, known)) = answer.response().error().map(describe) else {
        return Ok(answer.map_into_boxed_body());
    };
    let mut made = page(answer.request(), status, known.as_ref());
    match answer.response().error().and_then(|error| error.as_error()) {
        Some(Error::TooMany(seconds)) => {
            drop(made.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds)));
        }
        Some(Error::Method(allow)) => drop(made.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow))),
        _ => {}
    }
    Ok(answer.into_response(made))
}

/// The status and the sentence of any error; what is not ours (a broken path, a payload) is told by its status.
fn describe(error: &actix_web::Error) -> (StatusCode, Option<(String, Message)>) {
    match error.as_error::<Error>() {
        Some(error) => (error.status(), Some((error.to_string(), error.message()))),
        None => (error.as_response_error().status_code(), None),
    }
}

fn page(req: &HttpRequest, status: StatusCode, known: Option<&(String, Message)>) -> HttpResponse {
    let key = match status {
        StatusCode::NOT_FOUND => "error-not-found",
        StatusCode::PAYLOAD_TOO_LARGE => "error-too-large",
        StatusCode::METHOD_NOT_ALLOWED => "error-method",
        status if status.is_client_error() => "error-malformed",
        _ => "error-internal",
    };
    let Ok(page) = Page::of(req) else { return HttpResponse::new(status) };
    let message = known.map_or_else(|| key.into(), |(_, message)| message.clone());
    if status.is_server_error() {
        let cause = known.map_or("", |(cause, _)| cause);
        tracing::error!(request = page.request_id, path = page.path, cause, "request failed");
    }
    let template = ErrorPage { sentence: page.say(&message), status: status.as_u16(), page: &page };
    page.html_with(status, &template).unwrap_or_else(|_| HttpResponse::new(status))
}
