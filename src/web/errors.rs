//! Turns a failed request into a page with a sentence and an id; the cause goes to the log under that id.

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderValue},
    },
    middleware::Next,
};
use askama::Template;
use chrono::{Duration, Timelike};

use super::{Html, Page};
use crate::{
    error::{Error, Result},
    i18n::Message,
    people::{Permission, Role},
};

/// What the page says.
struct Told<'a> {
    status: StatusCode,
    sentence: String,
    /// What else helps its reader on.
    more: Vec<String>,
    /// The page that they came from.
    back: Option<&'a str>,
    /// The words on the way home.
    home: &'static str,
}

/// With the panel's menu around it.
#[derive(Template)]
#[template(path = "error/in_panel.html")]
struct InPanel<'a> {
    page: &'a Page,
    told: Told<'a>,
}

#[derive(Template)]
#[template(path = "error/in_portal.html")]
struct InPortal<'a> {
    page: &'a Page,
    told: Told<'a>,
}

/// For somebody who is not signed in.
#[derive(Template)]
#[template(path = "error/alone.html")]
struct Alone<'a> {
    page: &'a Page,
    told: Told<'a>,
}

/// The right that somebody lacks for what they asked.
struct Missing(Permission);

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
        Some(Error::TooMany(seconds)) => retry_after(&mut made, *seconds),
        Some(Error::Method(allow)) => drop(made.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow))),
        _ => {}
    }
    Ok(answer.into_response(made))
}

/// Notes for the page of this refusal which right is missing.
pub(super) fn lacks(req: &HttpRequest, permission: Permission) {
    req.extensions_mut().insert(Missing(permission));
}

/// 429 with a page that keeps its form.
pub fn wait(page: &Page, seconds: i64, template: &impl Template) -> Html {
    let mut answer = page.html_with(StatusCode::TOO_MANY_REQUESTS, template)?;
    retry_after(&mut answer, seconds);
    Ok(answer)
}

/// How long somebody waits who has tried too often, and until which minute: "14:05 (Europe/Moscow)".
pub fn wait_until(page: &Page, seconds: i64) -> Message {
    let end = (page.now() + Duration::seconds(seconds + 59)).with_timezone(&page.tz);
    let until = format!("{:02}:{:02} ({})", end.hour(), end.minute(), page.tz.name());
    Message::new("error-too-many-until").with("minutes", (seconds + 59) / 60).with("until", until)
}

fn retry_after(answer: &mut HttpResponse, seconds: i64) {
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
}

/// What is known of an error of ours: for the log, for people, and of one that is over soon in how many seconds.
type Known = (String, Message, Option<i64>);

/// The status and the sentence of any error; what is not ours (a broken path, a payload) is told by its status.
fn describe(error: &actix_web::Error) -> (StatusCode, Option<Known>) {
    let Some(error) = error.as_error::<Error>() else { return (error.as_response_error().status_code(), None) };
    let over_in = if let Error::TooMany(seconds) = error { Some(*seconds) } else { None };
    (error.status(), Some((error.to_string(), error.message(), over_in)))
}

fn page(req: &HttpRequest, status: StatusCode, known: Option<&Known>) -> HttpResponse {
    let key = match status {
        StatusCode::NOT_FOUND => "error-not-found",
        StatusCode::PAYLOAD_TOO_LARGE => "error-too-large",
        StatusCode::METHOD_NOT_ALLOWED => "error-method",
        status if status.is_client_error() => "error-malformed",
        _ => "error-internal",
    };
    let Ok(page) = Page::of(req) else { return HttpResponse::new(status) };
    let message = match known {
        Some((_, _, Some(seconds))) => wait_until(&page, *seconds),
        Some((_, message, None)) => message.clone(),
        None => key.into(),
    };
    if status.is_server_error() {
        let cause = known.map_or("", |(cause, ..)| cause);
        tracing::error!(request = page.request_id, path = page.path, cause, "request failed");
    }
    let missing = req.extensions().get::<Missing>().map(|missing| missing.0);
    let more = missing.map(|permission| right(&page, permission)).unwrap_or_default();
    let here = req.uri().path_and_query().map_or("", |it| it.as_str());
    let back = page.referer.as_deref().filter(|from| *from != here || req.method() == Method::POST);
    let told = Told { status, sentence: page.say(&message), more, back, home: page.home_label() };
    let answer = match told.home {
        "error-home" => page.html_with(status, &InPanel { page: &page, told }),
        "error-home-portal" => page.html_with(status, &InPortal { page: &page, told }),
        _ => page.html_with(status, &Alone { page: &page, told }),
    };
    answer.unwrap_or_else(|_| HttpResponse::new(status))
}

/// Which right is missing, and who has it.
fn right(page: &Page, permission: Permission) -> Vec<String> {
    let Some(role) = page.admin().map(|admin| admin.role) else { return Vec::new() };
    let right = page.t(&format!("right-{}", permission.as_str()));
    let lacks = Message::new("error-right").with("right", right).with("role", page.t_role(&role));
    let having: Vec<String> =
        Role::ALL.iter().filter(|role| role.may(permission)).map(|role| page.t_role(role)).collect();
    vec![page.say(&lacks), page.say(&Message::new("error-right-roles").with("roles", having.join(", ")))]
}
