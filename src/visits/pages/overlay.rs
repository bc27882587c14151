//! Lays a running visit over the portal, for one request.

use std::sync::Arc;

use actix_web::{
    HttpRequest,
    body::{BoxBody, MessageBody},
    cookie::{Cookie, CookieJar},
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header},
    middleware::Next,
    web::Data,
};

use crate::{
    db::hash,
    error::{Error, Result},
    people::OwnerKind,
    state::State,
    visits::{service, store},
    web::{Page, Session, cookie_key, cookie_name, enter_visit},
};

/// The name of the cookie that holds a visit's secret.
pub const COOKIE: &str = "visit";

/// Around the portal. Without a visit's cookie it does nothing; with one that does not hold, it takes the cookie away.
pub async fn overlay<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let state = req.app_data::<Data<State>>().cloned().filter(|_| req.path().starts_with("/portal"));
    let known = state.and_then(|state| Some((req.cookie(&cookie_name(COOKIE, state.config.https()))?, state)));
    let Some((cookie, state)) = known else {
        return Ok(next.call(req).await?.map_into_boxed_body());
    };
    match find(&state, req.request(), &cookie).await {
        Ok(Some(session)) => visited(state, session, req, next).await,
        Ok(None) => lost(&state, &cookie, req, next).await,
        Err(error) => Ok(req.error_response(error)),
    }
}

/// Both cookies together: the visit's, and the administrator's as Steward signed it.
async fn find(state: &State, req: &HttpRequest, visit: &Cookie<'_>) -> Result<Option<Session>> {
    let Some(key) = admin_key(state, req) else { return Ok(None) };
    let mut conn = state.db.conn().await?;
    let hashes = (hash(visit.value()), hash(&key));
    Ok(store::session(&mut conn, (&hashes.0, &hashes.1), state.clock.now(), &state.config).await?)
}

fn admin_key(state: &State, req: &HttpRequest) -> Option<String> {
    let name = cookie_name(OwnerKind::Admin.cookie(), state.config.https());
    let mut jar = CookieJar::new();
    jar.add_original(req.cookie(&name)?);
    Some(jar.signed(&cookie_key(state, OwnerKind::Admin)).get(&name)?.value().to_owned())
}

/// A page is put on the record before it leaves; one that cannot be is not shown.
async fn visited<B: MessageBody + 'static>(
    state: Data<State>,
    session: Session,
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let id = session.visit.as_ref().map_or(0, |visit| visit.id);
    enter_visit(&req, session, Arc::new(service::Running { state: state.clone().into_inner(), id }));
    let answer = next.call(req).await?.map_into_boxed_body();
    if *answer.request().method() != Method::GET || answer.status() != StatusCode::OK {
        return Ok(answer);
    }
    let path: String = answer.request().path().chars().take(200).collect();
    match service::viewed(&state, id, &path).await {
        Ok(()) => Ok(answer),
        Err(error) => Ok(ServiceResponse::from_err(error, answer.request().clone())),
    }
}

/// Nobody in the portal, or whoever the browser is there on its own account.
async fn lost<B: MessageBody + 'static>(
    state: &State,
    cookie: &Cookie<'_>,
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if let Err(error) = service::lost(state, cookie.value()).await {
        tracing::warn!(%error, "the end of a visit is not written down yet");
    }
    let page = Page::of(req.request())?;
    let mut answer = next.call(req).await?.map_into_boxed_body();
    let signs_in =
        answer.headers().get(header::LOCATION).is_some_and(|to| to.as_bytes().starts_with(b"/portal/sign-in"));
    let said = if signs_in { Some(page.flash_cookie(Some("visit-is-over".into()))?) } else { None };
    let unset = |error| Error::Internal(anyhow::anyhow!("a cookie was not set: {error}"));
    for cookie in said.into_iter().chain([gone(&page)]) {
        answer.response_mut().add_cookie(&cookie).map_err(unset)?;
    }
    Ok(answer)
}

/// What takes the visit's cookie away.
pub fn gone(page: &Page) -> Cookie<'static> {
    let mut cookie = page.cookie(COOKIE, String::new());
    cookie.make_removal();
    cookie
}
