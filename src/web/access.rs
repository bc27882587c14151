//! What each route asks of whoever calls it, and where those are sent who do not have it.

use std::rc::Rc;

use actix_session::SessionExt;
use actix_web::{
    FromRequest, Handler, HttpMessage, HttpRequest, HttpResponse, Responder,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    guard,
    http::{Method, header},
    middleware::{Next, from_fn},
    web,
};
use chrono::{DateTime, Duration, Utc};

use super::{Exported, Page, Session, Stage, errors, form, kept, opened, session, visit, way_back};
use crate::{
    change::{self, Actor, store::About},
    error::Error,
    people::{OwnerKind, Permission},
    state::State,
};

/// For how long a proof of who somebody is, a password or a code, is good for the acts that ask for a fresh one.
pub const PROOF_LASTS: Duration = Duration::minutes(10);

/// What a route asks of the one who calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Open,
    /// An administrator who gave the password and owes the code.
    AdminCode,
    /// An administrator who may still owe the enrolment of a second factor.
    AdminOwing,
    /// An administrator with this permission.
    May(Permission),
    /// An account user who gave the password and owes the code.
    UserCode,
    /// An account user who may still owe a new password or an enrolment.
    UserOwing,
    /// An account user who owes nothing.
    User,
    /// An administrator in a visit, with this permission.
    Visit(Permission),
}

/// One line of a feature's `routes()`.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    /// Whether it also asks for a password or code given in the last [`PROOF_LASTS`].
    pub proven: bool,
    /// Whether it is a change that an administrator may make in a visit, once changes were confirmed.
    pub in_visits: bool,
    pub exported: Option<Exported>,
    pub(super) mount: Rc<dyn Fn() -> actix_web::Route>,
}

/// GET and HEAD.
pub fn reading() -> actix_web::Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// A page to read. HEAD is answered like GET, without the body.
pub fn get<F, Args>(path: &'static str, access: Access, handler: F) -> Route
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
    <F::Output as Responder>::Body: MessageBody,
{
    let mount = move || reading().to(handler.clone());
    Route { method: Method::GET, path, access, proven: false, in_visits: false, exported: None, mount: Rc::new(mount) }
}

/// A change.
pub fn post<F, Args>(path: &'static str, access: Access, handler: F) -> Route
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
    <F::Output as Responder>::Body: MessageBody,
{
    let mount = move || web::post().to(handler.clone());
    Route { method: Method::POST, path, access, proven: false, in_visits: false, exported: None, mount: Rc::new(mount) }
}

impl Route {
    /// Makes it a route for acts of the highest risk: whoever proved long ago who they are is asked again, and comes
    /// back.
    pub fn proven(self) -> Self {
        Self { proven: true, ..self }
    }

    /// A change of the portal that is not refused in a read-write visit. Without this every change is.
    pub fn in_visits(self) -> Self {
        Self { in_visits: true, ..self }
    }

    /// The route with its rule in front of the handler and of everything the handler reads.
    ///
    /// `has_page`: there is a page to read at the address, to which a form can come back.
    pub fn mount(&self, has_page: bool) -> actix_web::Route {
        let (access, proven, in_visits) = (self.access, self.proven, self.in_visits);
        (self.mount)().wrap(from_fn(move |req, next| check((access, proven, in_visits, has_page), req, next)))
    }
}

async fn check(
    (access, proven, in_visits, has_page): (Access, bool, bool, bool),
    mut req: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if let Some(outage) = session::outage(&req.get_session()) {
        return Ok(req.error_response(outage));
    }
    let session = current(req.request());
    let state = req.app_data::<web::Data<State>>();
    let change = (req.method() == Method::POST).then_some(in_visits);
    let in_visit = session.as_ref().and_then(|session| visit::decide(session, (access, proven), change));
    let verdict = match in_visit.unwrap_or_else(|| decide(access, session.as_ref(), state)) {
        Verdict::Pass if proven && !has_proof(session.as_ref(), state) => Verdict::Go(prove(session.as_ref(), access)),
        verdict => verdict,
    };
    match verdict {
        Verdict::Pass => follow_up(next.call(req).await?, session.as_ref(), access).await,
        Verdict::Go(address) => {
            let payload = req.take_payload();
            let keeps = *req.method() != Method::GET && has_page && !is_step(req.path());
            let kept = if keeps { kept::keep(req.request(), payload).await } else { None };
            let answer = send(address, req.request(), kept);
            Ok(req.into_response(answer))
        }
        Verdict::Refuse => {
            form::discard(req.take_payload()).await;
            refused(req.request()).await;
            if let Access::May(permission) = access {
                errors::lacks(req.request(), permission);
            }
            let refusal =
                if session.is_some_and(|session| session.visit.is_some()) { Error::InVisit } else { Error::Forbidden };
            Ok(req.error_response(refusal))
        }
    }
}

/// What a handler found only when it had looked: that a visit may not do this, which is recorded like a refusal of the
/// route, or that this needs a fresh proof, for which the form waits.
async fn follow_up(
    answer: ServiceResponse<BoxBody>,
    session: Option<&Session>,
    access: Access,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    opened::note(&answer, session);
    let found = answer.response().error().and_then(|error| error.as_error::<Error>());
    let (in_visit, unproven) = (matches!(found, Some(Error::InVisit)), matches!(found, Some(Error::Unproven)));
    if in_visit {
        refused(answer.request()).await;
    }
    if !unproven {
        return Ok(answer);
    }
    let kept = kept::keep_received(answer.request()).await;
    let asked = send(prove(session, access), answer.request(), kept);
    Ok(answer.into_response(asked))
}

/// A refused permission goes on the record.
async fn refused(req: &HttpRequest) {
    let (Ok(page), Some(state)) = (Page::of(req), req.app_data::<web::Data<State>>()) else { return };
    let account_id = page.visit().and(page.user()).map(|user| user.account_id);
    let about = About { kind: "page", id: None, name: format!("{} {}", req.method(), req.path()), account_id };
    // What was refused is on the record whatever has become of the visit.
    change::refused(state, Actor { ground: None, ..page.actor() }, about, &[]).await;
}

/// To the page that asks for what is owed, which leads back to where this request went; a form posted there waits on
/// its own page.
fn send(address: &'static str, req: &HttpRequest, kept: Option<kept::Kept>) -> HttpResponse {
    let mut answer = HttpResponse::SeeOther();
    let wanted = match kept {
        Some(kept) => {
            answer.cookie(kept.cookie);
            Some(kept.address)
        }
        // Proving leads back to the page that asks for what was to be done, which has the same address.
        None if *req.method() == Method::GET || address.ends_with("/prove") => Some(here(req, address)),
        None => None,
    };
    answer.insert_header((header::LOCATION, with_return(address, wanted))).finish()
}

/// The address that was asked for. A proof is a detour: the list or page that led here is named in it, since the
/// browser will not.
fn here(req: &HttpRequest, address: &str) -> String {
    let here = req.uri().path_and_query().map_or_else(String::new, |it| it.as_str().to_owned());
    let state =
        req.app_data::<web::Data<State>>().filter(|_| address.ends_with("/prove") && *req.method() == Method::GET);
    match state
        .and_then(|state| way_back::came_from(req, state))
        .filter(|came| !here.contains(way_back::RETURN_TO) && *came != here)
    {
        Some(came) => {
            let end =
                url::form_urlencoded::Serializer::new(String::new()).append_pair(way_back::RETURN_TO, &came).finish();
            format!("{here}{}{end}", if here.contains('?') { '&' } else { '?' })
        }
        None => here,
    }
}

pub(super) enum Verdict {
    Pass,
    Go(&'static str),
    Refuse,
}

fn decide(access: Access, session: Option<&Session>, state: Option<&web::Data<State>>) -> Verdict {
    let required = state.is_none_or(|state| state.config.admin_2fa_required);
    let done = session.filter(|session| session.stage == Stage::Done);
    let half = session.is_some_and(|session| session.stage == Stage::Code);
    match access {
        Access::Open => Verdict::Pass,
        Access::AdminCode | Access::UserCode if half => Verdict::Pass,
        Access::AdminCode => Verdict::Go("/sign-in"),
        Access::UserCode => Verdict::Go("/portal/sign-in"),
        Access::AdminOwing | Access::May(_) => match done.and_then(|session| session.admin.as_ref()) {
            None => Verdict::Go("/sign-in"),
            Some(_) if access == Access::AdminOwing => Verdict::Pass,
            Some(admin) if required && !admin.has_2fa => Verdict::Go("/me/second-factor"),
            Some(admin) => match access {
                Access::May(permission) if !admin.role.may(permission) => Verdict::Refuse,
                _ => Verdict::Pass,
            },
        },
        Access::UserOwing | Access::User => match done.and_then(|session| session.user.as_ref()) {
            None => Verdict::Go("/portal/sign-in"),
            Some(_) if access == Access::UserOwing => Verdict::Pass,
            Some(user) if user.must_change_password => Verdict::Go("/portal/new-password"),
            Some(user) if user.force_2fa_auth && !user.has_2fa => Verdict::Go("/portal/second-factor"),
            Some(_) => Verdict::Pass,
        },
        Access::Visit(_) => Verdict::Go(if done.is_some() { "/portal" } else { "/portal/sign-in" }),
    }
}

fn has_proof(session: Option<&Session>, state: Option<&web::Data<State>>) -> bool {
    session.zip(state).is_some_and(|(session, state)| is_proven(session, state.clock.now()))
}

/// Who has nothing to prove it with, neither a password of their own nor a second factor, is not asked: they could only
/// be asked for ever.
pub(super) fn is_proven(session: &Session, now: DateTime<Utc>) -> bool {
    let has_nothing = session.user.as_ref().is_some_and(|user| !user.has_password && !user.has_2fa);
    now - session.proved_at < PROOF_LASTS || (has_nothing && session.visit.is_none())
}

/// Who is in a visit is an administrator and proves that.
fn prove(session: Option<&Session>, access: Access) -> &'static str {
    match session.map_or(access.side(), |session| session.owner.kind) {
        OwnerKind::Admin => "/prove",
        OwnerKind::User => "/portal/prove",
    }
}

/// The session that the cookie of this part of the site names.
pub fn current(req: &HttpRequest) -> Option<Session> {
    visit::overlay(req).or_else(|| req.get_session().get::<Session>(session::ENTRY).ok().flatten())
}

/// A page that asks who somebody is, is told where to go on to.
fn with_return(address: &'static str, wanted: Option<String>) -> String {
    let elsewhere = |wanted: &String| !matches!(wanted.as_str(), "/" | "/portal") && !is_step(wanted);
    match wanted.filter(elsewhere) {
        Some(wanted) if address.ends_with("/sign-in") || address.ends_with("/prove") => {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.append_pair("return_to", &wanted);
            format!("{address}?{}", query.finish())
        }
        _ => address.to_owned(),
    }
}

/// A step of signing in, which nobody is led back to.
fn is_step(path: &str) -> bool {
    path.contains("/sign-in/")
}

impl Access {
    /// Which of the two cookies the route lives by.
    pub fn side(self) -> OwnerKind {
        match self {
            Self::UserCode | Self::UserOwing | Self::User | Self::Visit(_) => OwnerKind::User,
            _ => OwnerKind::Admin,
        }
    }
}
