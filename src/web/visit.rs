//! An administrator's visit to the portal as an account user: an overlay over the administrator's own session, for one
//! request at a time.

use std::sync::Arc;

use actix_web::{HttpMessage, HttpRequest, dev::ServiceRequest};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use super::{Access, Page, Session, access::Verdict};
use crate::{change::Ground, people::Permission};

/// The visit, as the session that lies over the portal has it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Visit {
    pub id: i64,
    /// What it permits now, which may be less than what was confirmed.
    pub mode: VisitMode,
    /// At the latest; sooner when it lies idle.
    pub ends_at: DateTime<Utc>,
    /// Whether the account and the installation would permit changes.
    pub can_widen: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum VisitMode {
    ReadOnly,
    ReadWrite,
}

impl Visit {
    /// In minutes begun, so that it never says none while some is left.
    pub fn minutes_left(&self, now: DateTime<Utc>) -> i64 {
        (self.seconds_left(now) + 59) / 60
    }

    pub fn seconds_left(&self, now: DateTime<Utc>) -> i64 {
        (self.ends_at - now).max(Duration::zero()).num_seconds()
    }
}

impl VisitMode {
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl TryFrom<String> for VisitMode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("no such mode: {text}"))
    }
}

/// A session that counts in place of the one that the portal's cookie names, and what changes made in it stand on.
struct Overlay(Session, Arc<dyn Ground>);

/// Lays an administrator's session over the portal for this one request.
pub fn enter_visit(req: &ServiceRequest, session: Session, ground: Arc<dyn Ground>) {
    req.extensions_mut().insert(Overlay(session, ground));
}

pub(super) fn overlay(req: &HttpRequest) -> Option<Session> {
    req.extensions().get::<Overlay>().map(|overlay| overlay.0.clone())
}

pub(super) fn ground(req: &HttpRequest) -> Option<Arc<dyn Ground>> {
    req.extensions().get::<Overlay>().map(|overlay| Arc::clone(&overlay.1))
}

/// In a visit: everything that the user sees may be looked at, and what is marked so be changed once changes were
/// confirmed. What the user owes is neither asked for nor met, and what asks users for a proof of who they are is not
/// for others to look at. `change` is None where something is only read, and says of a change whether it is marked.
pub(super) fn decide(session: &Session, (access, proven): (Access, bool), change: Option<bool>) -> Option<Verdict> {
    let visit = session.visit.as_ref()?;
    let may = |permission| session.admin.as_ref().is_some_and(|admin| admin.role.may(permission));
    Some(match (access, change) {
        (Access::Visit(permission), _) if may(permission) => Verdict::Pass,
        (Access::User, None) if !proven => Verdict::Pass,
        (Access::User, Some(true)) if visit.mode == VisitMode::ReadWrite => Verdict::Pass,
        (Access::Open, None) => Verdict::Go("/portal"),
        _ => Verdict::Refuse,
    })
}

impl Page {
    /// The visit in which an administrator reads the portal.
    pub fn visit(&self) -> Option<&Visit> {
        self.session.as_ref().and_then(|session| session.visit.as_ref())
    }

    /// Whether a portal page offers its form: in a visit, only once changes were confirmed.
    pub fn can_change(&self) -> bool {
        self.visit().is_none_or(|visit| visit.mode == VisitMode::ReadWrite)
    }

    /// Whether the banner of a visit offers to confirm changes.
    pub fn may_widen(&self) -> bool {
        let could =
            |visit: &Visit| visit.mode == VisitMode::ReadOnly && visit.can_widen && self.path != "/portal/visit/change";
        self.visit().is_some_and(could) && self.may(Permission::ActAsUser)
    }

    /// The visit that runs beside the panel: its id and the user's login.
    pub fn visiting(&self) -> Option<&(i64, String)> {
        self.session.as_ref().and_then(|session| session.visiting.as_ref()).filter(|_| self.may(Permission::LogInAs))
    }
}
