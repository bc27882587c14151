//! Work on many objects: what a feature says of a kind of it. Choosing, counting, pacing, stopping and taking back are
//! alike for all kinds and are done by the jobs.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;

use super::Change;
use crate::{
    db::{Conn, FromRow},
    error::{Error, Result},
    i18n::Message,
    people::Permission,
    state::State,
};

/// What is to be done with which objects.
#[derive(Clone, Debug, FromRow)]
pub struct Task {
    /// What it works on, as a feature names it: `accounts`, `users`.
    pub kind: String,
    /// What it does with each: `freeze`, `delete` …
    pub act: String,
    /// What goes with the act, as JSON that its kind reads.
    pub params: String,
    /// Which objects, as JSON that its kind reads.
    pub selection: String,
    /// The account whose objects they are.
    pub account_id: Option<i64>,
}

/// An object as it was chosen.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub id: i64,
    pub version: i64,
    /// What people know it by.
    pub label: String,
    pub updated_at: DateTime<Utc>,
    /// What would become of it now, as far as can be told without trying.
    pub would: Result<Did, Message>,
}

/// An object that it is the turn of.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    pub id: i64,
    /// Of when it was chosen.
    pub version: i64,
}

/// What became of an object that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// With so many letters.
    Changed(i64),
    Already,
}

/// In which change something is done.
pub struct Within<'a> {
    pub state: &'a State,
    pub change: &'a mut Change,
}

/// A field, what it was and what it became, as recorded.
pub type Recorded = (String, String, String);
pub type Doing<'a, T> = BoxFuture<'a, Result<T>>;

/// By what names a kind of work is known.
#[derive(Clone, Copy)]
pub struct Kind {
    /// As a job keeps it, and as its words are named: `job-{name}-{act}`.
    pub name: &'static str,
    /// What its objects are called in the record.
    pub object: &'static str,
}

/// A kind of work on many objects.
pub trait Work: Send + Sync {
    fn kind(&self) -> Kind;

    /// What whoever asked must be permitted, from beginning to end.
    fn needs(&self, task: &Task) -> Permission;

    /// Whether what the act did can be taken back.
    fn is_undoable(&self, act: &str) -> bool;

    /// How long the file is kept that it makes, if it makes one.
    fn keeps_file(&self) -> Option<TimeDelta> {
        None
    }

    /// The address of the list that it is about, if that is one.
    fn list(&self, _: &Task) -> Option<String> {
        None
    }

    /// The next objects beyond an id, by id, at most so many; none when there are no more.
    fn choose<'a>(&'a self, conn: &'a mut Conn, task: &'a Task, beyond: (i64, i64)) -> Doing<'a, Vec<Chosen>>;

    /// What of these objects is done and still told before it is: which of them, and what.
    fn warns<'a>(&'a self, _: &'a mut Conn, _: &'a Task, _: &'a [i64]) -> Doing<'a, Vec<(i64, Message)>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Does it with one object, by the service that a page takes, but for beginning and committing.
    fn apply<'a>(&'a self, within: Within<'a>, task: &'a Task, object: Object) -> Doing<'a, Did>;

    /// Notes why an object was refused, and for which field, where that is kept beside the job.
    fn refused<'a>(
        &'a self,
        _: &'a mut Change,
        _: &'a Task,
        _: Object,
        _: (Option<&'static str>, &'a Message),
    ) -> Doing<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    /// Makes the fields of an object what they were before they were recorded.
    fn undo<'a>(&'a self, within: Within<'a>, task: &'a Task, of: (i64, &'a [Recorded])) -> Doing<'a, Did>;
}

impl dyn Work + '_ {
    /// Takes back what a record, the first of the two ids, says of an object; what is recorded of that names it.
    pub async fn take_back(
        &self,
        Within { state, change }: Within<'_>,
        task: &Task,
        (record, object): (i64, i64),
        fields: &[Recorded],
    ) -> Result<Did> {
        change.undoes = Some(record);
        let did = self.undo(Within { state, change: &mut *change }, task, (object, fields)).await;
        change.undoes = None;
        did
    }
}

/// Every kind there is.
#[derive(Default)]
pub struct Kinds(pub Vec<&'static dyn Work>);

impl Kinds {
    pub fn of(&self, kind: &str) -> Option<&'static dyn Work> {
        self.0.iter().find(|work| work.kind().name == kind).copied()
    }
}

/// Which fields have to be given which old values, to take back what is recorded. One that already has its old value is
/// left out; one that somebody has changed since is a conflict.
pub fn reversed<'a>(now: &[(&'static str, String)], recorded: &'a [Recorded]) -> Result<BTreeMap<&'a str, &'a str>> {
    let mut back = BTreeMap::new();
    for (field, old, new) in recorded {
        let current = now.iter().find(|(name, _)| name == field).map(|(_, value)| value);
        match current.ok_or_else(|| Error::Conflict("undo-unknown-field".into()))? {
            current if current == old => {}
            current if current == new => {
                back.insert(field.as_str(), old.as_str());
            }
            _ => return Err(Error::Conflict("undo-changed-since".into())),
        }
    }
    Ok(back)
}
