//! What whoever asks for a change learns beside its result: whether it may have been kept, and in a rehearsal what it
//! would have been.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use super::store::About;

/// Goes with the [`Actor`](super::Actor) through the `service` that makes the change, which knows nothing of it.
///
/// A [`Change`](super::Change) of a rehearsal is carried out and taken back where it would be committed, so everything
/// is refused that would be refused. A second one of the same call would not see the first.
#[derive(Debug, Default)]
pub struct Watch {
    rehearses: bool,
    commit_begun: AtomicBool,
    letters_queued: AtomicBool,
    seen: Mutex<Seen>,
    made: Mutex<Option<Made>>,
}

/// The one record of a change.
#[derive(Clone, Debug)]
pub struct Made {
    pub id: i64,
    pub kind: &'static str,
    pub action: String,
    /// The names of the fields that changed.
    pub fields: Vec<&'static str>,
}

/// Records and letters, in the order in which they were written.
#[derive(Debug, Default)]
pub struct Seen {
    pub changes: Vec<Noted>,
    pub letters: Vec<NotedLetter>,
    /// Kind and id of what was made.
    made: Vec<(&'static str, Option<i64>)>,
}

/// A record as it would be written.
#[derive(Debug)]
pub struct Noted {
    pub action: String,
    /// `account`, `user`, `tariff` …
    pub kind: &'static str,
    /// None of what is made by the same change: the next to be made may get another.
    pub id: Option<i64>,
    pub name: String,
    /// Field, old, new; a secret is a mark.
    pub fields: Vec<(&'static str, String, String)>,
}

#[derive(Debug)]
pub struct NotedLetter {
    pub kind: &'static str,
    pub to: String,
}

impl Watch {
    pub fn rehearsing(rehearses: bool) -> Self {
        Self { rehearses, ..Self::default() }
    }

    pub fn rehearses(&self) -> bool {
        self.rehearses
    }

    /// Whether a change may have been kept, whatever was answered then.
    pub fn may_be_kept(&self) -> bool {
        self.commit_begun.load(Ordering::Acquire)
    }

    /// Whether a change was kept that promises a letter.
    pub fn has_queued_letters(&self) -> bool {
        self.letters_queued.load(Ordering::Acquire)
    }

    /// What was rehearsed until now.
    pub fn take(&self) -> Seen {
        std::mem::take(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn commit_begins(&self) {
        self.commit_begun.store(true, Ordering::Release);
    }

    pub(super) fn made(&self, record: Option<Made>) {
        *self.made.lock().unwrap_or_else(PoisonError::into_inner) = record;
    }

    /// The record of the last change, where it was one.
    pub fn last_made(&self) -> Option<Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn nothing_was_kept(&self) {
        self.made(None);
        self.commit_begun.store(false, Ordering::Release);
    }

    pub(super) fn letters_were_queued(&self) {
        self.letters_queued.store(true, Ordering::Release);
    }

    pub(super) fn hand_over(&self, seen: Seen) {
        let mut all = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        all.changes.extend(seen.changes);
        all.letters.extend(seen.letters);
    }
}

impl Seen {
    pub(super) fn record(&mut self, action: &str, about: About, fields: Vec<(&'static str, String, String)>) {
        let place = (about.kind, about.id);
        if action == "create" {
            self.made.push(place);
        }
        let id = about.id.filter(|_| !self.made.contains(&place));
        self.changes.push(Noted { action: action.to_owned(), kind: about.kind, id, name: about.name, fields });
    }
}
