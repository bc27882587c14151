use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::{
    account_users::model::Whole,
    db::{FromRow, Seal},
    people::{Client, Owner},
};

/// Whose sessions a page is about.
pub struct Subject {
    pub owner: Owner,
    /// What they sign in with.
    pub login: String,
    /// The address that both pages stand below.
    pub base: String,
    /// A user of an account, seen by an administrator.
    pub user: Option<Whole>,
    /// The pages above: address and name.
    pub crumbs: Vec<(String, String)>,
    pub is_own: bool,
    pub may_end: bool,
}

#[derive(FromRow)]
pub struct LiveSession {
    pub key_hash: String,
    pub ip: String,
    pub user_agent: String,
    pub started_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
}

/// An attempt to sign in.
#[derive(FromRow)]
pub struct SignIn {
    pub id: i64,
    /// A word of `sign_in::model::Outcome`.
    pub outcome: String,
    pub ip: String,
    pub user_agent: String,
    pub at: DateTime<Utc>,
}

/// Which sessions to end: the id of one, or [`ALL`].
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    pub session: String,
}

/// Every session; one's own, but for the one it is said with.
pub const ALL: &str = "all";

impl LiveSession {
    /// What a page may know a session by: nothing can be learned from it, let alone signed in with.
    pub fn id(&self, seal: &Seal) -> String {
        URL_SAFE_NO_PAD.encode(seal.sign("session-id", &self.key_hash))
    }

    pub fn client(&self) -> Client {
        Client { ip: self.ip.clone(), user_agent: self.user_agent.clone() }
    }
}

impl SignIn {
    pub fn client(&self) -> Client {
        Client { ip: self.ip.clone(), user_agent: self.user_agent.clone() }
    }
}
