//! The record: each change writes, in its own transaction, who did what to which object, from where, and every field as
//! old → new.

mod actor;
pub mod answers;
pub mod attest;
mod audited;
mod batch;
mod mark;
mod outcome;
mod refused;
mod said;
pub mod store;
mod told;
pub mod undo;
mod watch;
pub mod work;

use std::{fmt::Debug, sync::Arc};

pub use actor::Actor;
pub use audited::Audited;
pub use mark::Mark;
pub use outcome::outcome;
pub use refused::refused;
pub use said::{encode, flag, is_switch, maybe};
pub use told::{Teller, Tells};

use batch::Gathered;
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use told::Told;

use crate::{
    db::{self, Fetched, Seal, Stamp, Table, Tx, Written},
    error::{Error, Result},
    state::State,
};
pub use undo::{Undoers, Undoes};
pub use watch::{Made, Noted, NotedLetter, Seen, Watch};
pub use work::{Kinds, Work};

/// What a change stands on and what may be gone by the time it is committed, such as a visit. It is asked in the
/// change's own transaction, so that whatever takes it away comes before the change, which then comes to nothing, or
/// after it. Features know such things, this module does not.
pub trait Ground: Debug + Send + Sync {
    fn holds<'a>(&'a self, change: &'a mut Change) -> BoxFuture<'a, Result<()>>;
}

/// What goes as well when somebody, or an account, may do less from now on or is gone, such as a visit. Features name
/// it, `app` puts it together, and whoever makes such a change has it done in the same transaction.
#[derive(Default)]
pub struct Cascade(pub Vec<Goes>);

pub type Goes = for<'a> fn(&'a State, &'a mut Change) -> BoxFuture<'a, Result<()>>;

/// What is recorded of what, and where that is seen, with `{id}` and `{account}`.
#[derive(Default)]
pub struct Recorded(pub Vec<(&'static str, Option<&'static str>)>);

/// A change under way: the transaction in which it, its record and its letters are written, and who makes it.
pub struct Change {
    pub conn: Tx,
    pub by: Actor,
    pub at: DateTime<Utc>,
    /// By which its records are known as ours.
    seal: Option<Seal>,
    /// The record whose change this one takes back.
    pub undoes: Option<i64>,
    /// What was recorded, where that is one record.
    recorded: Option<Made>,
    /// Whether what was written comes to anything: an edit that leaves all as it was does not, unless something else
    /// was done with it.
    effect: Effect,
    /// Whoever began it learns by it what came of it, whoever makes it by now.
    watch: Option<Arc<Watch>>,
    ground: Option<Arc<dyn Ground>>,
    /// What a rehearsal hands over.
    seen: Seen,
    promises_letters: bool,
    gathered: Gathered,
    told: Told,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    Unknown,
    None,
    Recorded,
}

impl Change {
    pub async fn begin(state: &State, by: Actor) -> Result<Self> {
        let seal = Some(state.seal.clone());
        let mut change = Self::on(state.db.begin().await?, (state.clock.now(), seal), by);
        change.told.teller = state.part();
        Ok(change)
    }

    /// In a transaction that was begun; with what the key file seals, where there is one.
    pub fn on(conn: Tx, (at, seal): (DateTime<Utc>, Option<Seal>), by: Actor) -> Self {
        let (watch, ground) = (by.watch.clone(), by.ground.clone());
        let undoes = by.undoes.as_ref().map(|undoing| undoing.record);
        Self {
            conn,
            by,
            at,
            seal,
            undoes,
            recorded: None,
            effect: Effect::Unknown,
            watch,
            ground,
            seen: Seen::default(),
            promises_letters: false,
            gathered: Gathered::default(),
            told: Told::default(),
        }
    }

    /// Writes a new row; its id.
    pub async fn insert(&mut self, table: &Table, row: Written) -> db::Result<i64> {
        table.insert(&mut self.conn, row, Stamp { at: self.at, by: &self.by.name }).await
    }

    /// Writes the next version of a row, by its id and the version that it is made from; false when that is no longer
    /// the current one.
    pub async fn update(&mut self, table: &Table, edited: (i64, i64), row: Written) -> db::Result<bool> {
        table.update(&mut self.conn, edited, row, Stamp { at: self.at, by: &self.by.name }).await
    }

    /// As of the next version of a row that this change writes.
    pub fn stamped(&self, row: Written) -> Written {
        row.stamped(Stamp { at: self.at, by: &self.by.name })
    }

    /// Writes the next version of a row, and gives what these of its columns have become; None where the version is no
    /// longer the current one.
    pub async fn update_returning<R>(
        &mut self,
        table: &Table,
        edited: (i64, i64),
        row: (Written, &'static str),
    ) -> db::Result<Option<R>>
    where
        R: Fetched,
    {
        table.update_returning(&mut self.conn, edited, row, Stamp { at: self.at, by: &self.by.name }).await
    }

    /// Writes the next version of a row, whichever is the current one.
    pub async fn update_any(&mut self, table: &Table, id: i64, row: Written) -> db::Result<()> {
        table.update_any(&mut self.conn, id, row, Stamp { at: self.at, by: &self.by.name }).await
    }

    pub async fn created<T: Audited>(&mut self, object: &T) -> Result<()> {
        let changes = object
            .fields()
            .into_iter()
            .filter(|(_, new)| !new.is_empty())
            .map(|(field, new)| (field, String::new(), new));
        self.record("create", object, changes.collect()).await
    }

    /// Records what differs. When nothing does, [`Self::commit`] takes back what was written, the new version among it.
    pub async fn updated<T: Audited>(&mut self, action: &'static str, before: &T, after: &T) -> Result<()> {
        if before.addresses() != after.addresses() {
            self.by.may_hand_over()?;
        }
        if let Some(undoing) = &self.by.undoes {
            undoing.holds(before, after)?;
        }
        let pairs = before.fields().into_iter().zip(after.fields());
        let changes: Vec<_> =
            pairs.filter(|(old, new)| old.1 != new.1).map(|(old, new)| (old.0, old.1, new.1)).collect();
        if !changes.is_empty() {
            return self.record(action, after, changes).await;
        }
        if self.effect == Effect::Unknown {
            self.effect = Effect::None;
        }
        Ok(())
    }

    pub async fn deleted<T: Audited>(&mut self, object: &T) -> Result<()> {
        let changes = object
            .fields()
            .into_iter()
            .filter(|(_, old)| !old.is_empty())
            .map(|(field, old)| (field, old, String::new()));
        self.record("delete", object, changes.collect()).await
    }

    /// Something done to an object that changes no field of it: a letter sent, sessions ended.
    pub async fn record<T: Audited>(
        &mut self,
        action: &str,
        object: &T,
        changes: Vec<(&'static str, String, String)>,
    ) -> Result<()> {
        let about = store::About {
            kind: object.kind(),
            id: Some(object.id()),
            name: object.label(),
            account_id: object.account(),
        };
        self.note(action, about, changes).await
    }

    /// Records an act on what is no single row.
    pub async fn note(
        &mut self,
        action: &str,
        about: store::About,
        changes: Vec<(&'static str, String, String)>,
    ) -> Result<()> {
        let record = store::record(self, action, &about, &changes)?;
        let id = self.write_record(record).await?;
        let fields = changes.iter().map(|(field, ..)| *field).collect();
        let is_first = self.effect != Effect::Recorded;
        self.recorded =
            id.filter(|_| is_first).map(|id| Made { id, kind: about.kind, action: action.to_owned(), fields });
        self.effect = Effect::Recorded;
        self.tell_of_record(action, &about, &changes);
        if self.is_rehearsal() {
            self.seen.record(action, about, changes);
        }
        Ok(())
    }

    /// Keeps what was written beside what is recorded, such as how far a job is.
    pub fn keep(&mut self) {
        self.effect = Effect::Recorded;
    }

    /// A letter was written with it.
    pub fn queued(&mut self, kind: &'static str, to: &str) {
        self.promises_letters = true;
        if self.is_rehearsal() {
            self.seen.letters.push(NotedLetter { kind, to: to.to_owned() });
        }
    }

    fn is_rehearsal(&self) -> bool {
        self.watch.as_ref().is_some_and(|watch| watch.rehearses())
    }

    /// A rehearsal keeps nothing and hands over what was seen instead.
    pub async fn commit(mut self) -> Result<()> {
        if self.effect == Effect::None {
            return Ok(());
        }
        if let Some(ground) = self.ground.take() {
            ground.holds(&mut self).await?;
        }
        self.hand_over().await?;
        match self.watch {
            Some(watch) if watch.rehearses() => {
                self.conn.rollback().await?;
                watch.hand_over(self.seen);
                Ok(())
            }
            watch => {
                if let Some(watch) = &watch {
                    watch.commit_begins();
                    watch.made(self.recorded);
                }
                match (self.conn.commit().await, watch) {
                    (Ok(()), Some(watch)) if self.promises_letters => watch.letters_were_queued(),
                    (Ok(()), _) => {}
                    (Err(error), _) if !db::kept_nothing(&error) => return Err(Error::Unsure(error)),
                    (Err(error), watch) => {
                        if let Some(watch) = watch {
                            watch.nothing_was_kept();
                        }
                        return Err(error.into());
                    }
                }
                Ok(())
            }
        }
    }
}
