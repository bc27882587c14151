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
use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::{OwnerKind, Session, Stage, session};
use crate::{audit, error::Error, state::State};

/// For how long a proof of who somebody is, a password or a code, is good for the acts that ask for a fresh one.
pub const PROOF_LASTS: Duration = Duration::minutes(10);

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
    /// End the sessions of account users.
    EndSessions,
    /// See the portal as an account user, to help.
    LogInAs,
    /// Change things in the portal as an account user.
    ActAsUser,
    /// Administrators: make, change, switch off, delete.
    EditAdmins,
    /// Tokens of the API: see, make, change, delete.
    EditTokens,
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
    /// Whether it also asks for a password or code given in the last [`PROOF_LASTS`].
    pub proven: bool,
    mount: Rc<dyn Fn() -> actix_web::Route>,
}

impl Permission {
    pub const ALL: [Self; 11] = [
        Self::View,
        Self::Own,
        Self::EditAccounts,
        Self::EditUsers,
        Self::EditResources,
        Self::SendLetters,
        Self::EndSessions,
        Self::LogInAs,
        Self::ActAsUser,
        Self::EditAdmins,
        Self::EditTokens,
    ];
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
        use Permission::{EditAccounts, EditResources, EditUsers, EndSessions, LogInAs, Own, SendLetters, View};
        match self {
            Self::Owner => true,
            Self::Manager => matches!(permission, View | Own | EditAccounts | EditUsers | EditResources | SendLetters | EndSessions),
            Self::Support => matches!(permission, View | Own | SendLetters | EndSessions | LogInAs),
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
    Route { method: Method::GET, path, access, proven: false, mount: Rc::new(mount) }
}

/// A change.
pub fn post<F, Args>(path: &'static str, access: Access, handler: F) -> Route
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
    <F::Output as Responder>::Body: MessageBody,
{
    Route { method: Method::POST, path, access, proven: false, mount: Rc::new(move || web::post().to(handler.clone())) }
}

impl Route {
    /// The same for acts of the highest risk: whoever proved long ago who they are is asked again, and comes back.
    pub fn proven(self) -> Self {
        Self { proven: true, ..self }
    }

    /// The route with its rule in front of the handler and of everything the handler reads.
    pub fn mount(&self) -> actix_web::Route {
        let (access, proven) = (self.access, self.proven);
        (self.mount)().wrap(from_fn(move |req, next| check(access, proven, req, next)))
    }
}

async fn check(
    access: Access,
    proven: bool,
    req: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if let Some(outage) = session::outage(&req.get_session()) {
        return Ok(req.error_response(outage));
    }
    let session = current(req.request());
    let state = req.app_data::<web::Data<State>>();
    let verdict = match decide(access, session.as_ref(), state) {
        Verdict::Pass if proven && !is_proven(session.as_ref(), state) => Verdict::Go(prove(access.side())),
        verdict => verdict,
    };
    match verdict {
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

fn is_proven(session: Option<&Session>, state: Option<&web::Data<State>>) -> bool {
    session.zip(state).is_some_and(|(session, state)| state.clock.now() - session.proved_at < PROOF_LASTS)
}

fn prove(side: OwnerKind) -> &'static str {
    match side {
        OwnerKind::Admin => "/prove",
        OwnerKind::User => "/portal/prove",
    }
}

/// The session that the cookie of this part of the site names.
pub fn current(req: &HttpRequest) -> Option<Session> {
    req.get_session().get::<Session>(session::ENTRY).ok().flatten()
}

/// A page that asks who somebody is, is told where to go on to: signing in, to what was a page to read; proving it again, to the page that
/// asks for what was to be done, which has the same address.
fn with_return(address: &'static str, req: &HttpRequest) -> String {
    let proving = address.ends_with("/prove");
    let wanted = req.uri().path_and_query().map_or("/", |it| it.as_str());
    if !(proving || address.ends_with("/sign-in"))
        || !(proving || matches!(*req.method(), Method::GET))
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
