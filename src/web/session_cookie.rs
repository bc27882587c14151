//! The session that the cookie names: begun, stepped up and ended here and nowhere else.

use std::future::Ready;

use actix_session::SessionExt;
use actix_web::{FromRequest, HttpRequest, cookie::Key, dev::Payload};

use serde::Serialize;

use super::{
    Page, Session, Stage, kept,
    session::{ENTRY, RENEWED},
};
use crate::{
    error::{Error, Result},
    people::{Owner, OwnerKind},
    state::State,
};

/// What a handler changes its reader's session with; the change is stored when the answer leaves.
pub struct SessionCookie(actix_session::Session);

/// What the session cookie of that side is signed with.
pub fn cookie_key(state: &State, side: OwnerKind) -> Key {
    let name = side.cookie();
    Key::derive_from(&[state.seal.sign("cookie", name), state.seal.sign("cookie-2", name)].concat())
}

impl FromRequest for SessionCookie {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Ok(Self(req.get_session())))
    }
}

impl SessionCookie {
    /// A new session under a new id; whatever the cookie named before is gone.
    pub fn begin(&self, page: &Page, owner: Owner, stage: Stage) -> Result<()> {
        let now = page.now();
        let (ip, user_agent) = (page.client.ip.clone(), page.client.user_agent.clone());
        let csrf = kept::token_of(&page.state.seal, owner);
        self.renew(&Session {
            owner,
            stage,
            csrf,
            pending_totp: None,
            ip,
            user_agent,
            started_at: now,
            proved_at: now,
            key_hash: String::new(),
            admin: None,
            user: None,
            brand: None,
            visit: None,
            visiting: None,
            opened: String::new(),
            lists: String::new(),
        })
    }

    /// Continues the session under a new id, after its owner has proved who they are once more; whatever was pending is
    /// dropped.
    pub fn step_up(&self, page: &Page, session: &Session) -> Result<()> {
        self.renew(&Session { proved_at: page.now(), pending_totp: None, ..session.clone() })
    }

    /// Remembers a second factor that is being enrolled.
    pub fn keep_pending(&self, session: &Session, sealed: String) -> Result<()> {
        self.write(&Session { pending_totp: Some(sealed), ..session.clone() })
    }

    pub fn end(&self) {
        self.0.purge();
    }

    /// Continues the session under a new id, and its visit with it.
    pub fn rename(&self, session: &Session) -> Result<()> {
        self.renew(session)
    }

    fn renew(&self, session: &Session) -> Result<()> {
        self.write(session)?;
        self.keep(RENEWED, &true)
    }

    /// A visit is nobody's session of the portal and must never become one.
    fn write(&self, session: &Session) -> Result<()> {
        if session.visit.is_some() {
            return Err(Error::InVisit);
        }
        self.keep(ENTRY, session)
    }

    fn keep(&self, entry: &str, value: &impl Serialize) -> Result<()> {
        Ok(self.0.insert(entry, value).map_err(|error| anyhow::anyhow!("the session was not written: {error}"))?)
    }
}
