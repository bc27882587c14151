//! Who may do what: one table of roles, named beside every route, asked by every button.

use std::rc::Rc;

use actix_session::SessionExt;
use actix_web::{
    FromRequest, Handler, HttpRequest, HttpResponse, Responder,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    guard,
    http::{Method, header},
    middleware::{Next, from_fn},
    web,
};
use serde::{Deserialize, Serialize};

use super::{OwnerKind, Session, Stage, session};
use crate::{audit, error::Error, state::State};

/// What an administrator may be permitted to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// See everything, the audit trail and the outbox included.
    View,
    /// Change one's own names, language, theme and second factor.
    Own,
    EditAccounts,
    EditUsers,
    EditResources,
    SendLetters,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Owner,
    Manager,
    Support,
    Auditor,
}

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
}

/// One line of a feature's `routes()`.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    mount: Rc<dyn Fn() -> actix_web::Route>,
}

impl Permission {
    pub const ALL: [Self; 6] = [Self::View, Self::Own, Self::EditAccounts, Self::EditUsers, Self::EditResources, Self::SendLetters];
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Owner, Self::Manager, Self::Support, Self::Auditor];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Support => "support",
            Self::Auditor => "auditor",
        }
    }

    /// The table.
    pub fn may(self, permission: Permission) -> bool {
        use Permission::{EditAccounts, EditResources, EditUsers, Own, SendLetters, View};
        match self {
            Self::Owner | Self::Manager => matches!(permission, View | Own | EditAccounts | EditUsers | EditResources | SendLetters),
            Self::Support => matches!(permission, View | Own | SendLetters),
            Self::Auditor => matches!(permission, View | Own),
        }
    }
}

impl TryFrom<String> for Role {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| format!("no such role: {text}"))
    }
}

/// A page to read. HEAD is answered like GET, without the body.
pub fn get<F, Args>(path: &'static str, access: Access, handler: F) -> Route
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
    <F::Output as Responder>::Body: MessageBody,
{
    let mount = move || web::route().guard(guard::Any(guard::Get()).or(guard::Head())).to(handler.clone());
    Route { method: Method::GET, path, access, mount: Rc::new(mount) }
}

/// A change.
pub fn post<F, Args>(path: &'static str, access: Access, handler: F) -> Route
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
    <F::Output as Responder>::Body: MessageBody,
{
    Route { method: Method::POST, path, access, mount: Rc::new(move || web::post().to(handler.clone())) }
}

impl Route {
    /// The route with its rule in front of the handler and of everything the handler reads.
    pub fn mount(&self) -> actix_web::Route {
        let access = self.access;
        (self.mount)().wrap(from_fn(move |req, next| check(access, req, next)))
    }
}

async fn check(access: Access, req: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if let Some(outage) = session::outage(&req.get_session()) {
        return Ok(req.error_response(outage));
    }
    match decide(access, current(req.request()).as_ref(), req.app_data::<web::Data<State>>()) {
        Verdict::Pass => next.call(req).await,
        Verdict::Go(address) => {
            let address = with_return(address, req.request());
            Ok(req.into_response(HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()))
        }
        Verdict::Refuse => {
            audit::refused(req.request()).await;
            Ok(req.error_response(Error::Forbidden))
        }
    }
}

enum Verdict {
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
    }
}

/// The session that the cookie of this part of the site names.
pub fn current(req: &HttpRequest) -> Option<Session> {
    req.get_session().get::<Session>(session::ENTRY).ok().flatten()
}

/// A sign-in page is told where to go on to, when that was a page to read.
fn with_return(address: &'static str, req: &HttpRequest) -> String {
    let wanted = req.uri().path_and_query().map_or("/", |it| it.as_str());
    if !address.ends_with("/sign-in")
        || !matches!(*req.method(), Method::GET)
        || matches!(wanted, "/" | "/accounts" | "/portal")
        || wanted.contains("/sign-in/")
    {
        return address.to_owned();
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("return_to", wanted);
    format!("{address}?{}", query.finish())
}

impl Access {
    /// Which of the two cookies the route lives by.
    pub fn side(self) -> OwnerKind {
        match self {
            Self::UserCode | Self::UserOwing | Self::User => OwnerKind::User,
            _ => OwnerKind::Admin,
        }
    }
}
