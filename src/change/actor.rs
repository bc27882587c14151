//! Who changes something.

use std::sync::Arc;

use super::{Ground, Watch, undo::Undoing};
use crate::{
    error::{Error, Result},
    people::Client,
};

/// Who is named in a record.
#[derive(Clone, Debug)]
pub struct Actor {
    /// `admin`, `user`, `token`, `system` or `nobody`.
    pub kind: &'static str,
    pub id: Option<i64>,
    pub name: String,
    /// The user for whom an administrator acts in a login-as visit.
    pub on_behalf_of: Option<String>,
    /// That visit, whose reason is the record's too.
    pub visit: Option<i64>,
    /// The job that does it for them.
    pub job: Option<i64>,
    pub client: Client,
    pub request_id: String,
    /// Whether whoever acts has shown a moment ago who they are; a program is not asked.
    pub proven: bool,
    /// What their changes stand on.
    pub ground: Option<Arc<dyn Ground>>,
    /// Looks on, or has the changes rehearsed.
    pub watch: Option<Arc<Watch>>,
    /// The record that they take back.
    pub undoes: Option<Arc<Undoing>>,
}

impl Actor {
    /// The program itself: commands and the worker.
    pub fn system(name: &str) -> Self {
        Self {
            kind: "system",
            id: None,
            name: name.to_owned(),
            on_behalf_of: None,
            visit: None,
            job: None,
            client: Client::default(),
            request_id: String::new(),
            proven: true,
            ground: None,
            watch: None,
            undoes: None,
        }
    }

    /// Asked before what can hand somebody to somebody else: where their mail goes, or their password.
    pub fn may_hand_over(&self) -> Result<()> {
        match self {
            _ if self.visit.is_some() => Err(Error::InVisit),
            _ if self.proven => Ok(()),
            _ => Err(Error::Unproven),
        }
    }
}
