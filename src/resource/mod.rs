//! What small resources (tariffs, web-version policies, connectors, groups, roles) do alike, once.
//!
//! A resource says what is its own: [`Stored`] what the database keeps of it and which rules it has, [`Editor`] its form
//! and its two pages, [`Served`] what the API calls it; [`fields!`] lists what is typed and given of it. From that come
//! the one path of every change ([`save`], [`delete`]), the seven pages ([`routes`]) and the four calls ([`calls`]).
//! What needs more rules than there are hooks here has a `service.rs` of its own.

pub mod calls;
mod editor;
mod fields;
mod merge;
mod pages;
mod password;
mod place;
mod restore;
mod service;
mod store;
mod trial;
mod undo;
mod versioned;

pub use calls::Served;
pub(crate) use editor::drawn;
pub use editor::{Drawn, Editor, Form, Listed, Shown};
pub(crate) use fields::fields;
pub use merge::{filled, merged};
pub use pages::{Reworked, list_routes, restore_routes, routes, trial_routes, try_routes};
pub(crate) use pages::{paths, trial_paths, try_paths};
pub use password::{NewPassword, WithPassword, password_mark, password_of, seal_password, stored_password};
pub use place::Place;
pub use restore::{KEPT, purge, restore};
pub use service::{delete, in_use, insert, save};
pub use store::{ID, all, find, forget_trial, look_up, rows, used_by};
pub use trial::{Found, Trial, Tried, claim as claim_trial, sweep as sweep_trials, too_soon, try_stored};
pub use undo::Edits;
pub use versioned::{Row, Versioned, counted};

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    change::Change,
    db::{Fetched, Table, Written},
    error::Result,
    i18n::Message,
    state::State,
};

/// What the database keeps beside what every row has, and the rules that need the database.
pub trait Stored: Serialize + Fetched {
    /// What it belongs to.
    type Of: Place;
    /// As it is to be, parsed.
    type New;
    const TABLE: Table;
    /// Its columns, of the table as `t`.
    const COLUMNS: &'static str;
    /// Where accounts have it: `accounts a WHERE a.tariff_id = `, and so on up to its id. One in use is not deleted.
    const USED: &'static [&'static str] = &[];
    /// The sentence above those by whom it is in use.
    const USED_BY: &'static str = "used-by-accounts";
    /// What the record calls it.
    const KIND: &'static str;
    /// What its texts begin with: `tariff` of `tariff-saved`, `tariff-delete`, `tariff-in-use`.
    const PREFIX: &'static str = Self::KIND;
    /// What the form calls its name, in the column `name`.
    const NAMED: &'static str = "name";

    /// Whether one that is deleted stays for [`KEPT`], in the column `deleted_at`, and can be restored.
    const RESTORABLE: bool = false;

    fn of(&self) -> Self::Of;
    fn written(new: &Self::New) -> Written;

    /// As the record has it, in the order of the form, its name first; a secret is given as a mark, never as itself.
    fn fields(&self) -> Vec<(&'static str, String)>;

    /// Another than [`Self::KIND`] where those of one type are several things to people.
    fn kind(_of: Self::Of) -> &'static str {
        Self::KIND
    }

    /// Why it is neither changed nor deleted, if so.
    fn stays(&self) -> Option<Message> {
        None
    }

    /// Why it is not deleted, if so; what is not changed is not deleted either.
    fn remains(&self) -> Option<Message> {
        self.stays()
    }

    /// Since when it is deleted, while it can be restored.
    fn deleted_at(&self) -> Option<DateTime<Utc>> {
        None
    }

    /// How many lose it by its deletion, and what the record calls that.
    fn losing(&self) -> Option<(&'static str, i64)> {
        None
    }

    /// Refuses what the form alone could not.
    async fn check(_change: &mut Change, _before: &Versioned<Self>, _new: &Self::New) -> Result<()> {
        Ok(())
    }

    /// What of it other systems have to tell, asked before anything is written, since they take their time.
    async fn told(_state: &State, _of: Self::Of, _new: &Self::New) -> Written {
        Written::default()
    }

    /// Writes what needs the row's id; the answer is what the row has become.
    async fn finish(
        it: Versioned<Self>,
        _state: &State,
        _change: &mut Change,
        _new: &Self::New,
    ) -> Result<Versioned<Self>> {
        Ok(it)
    }

    /// Writes what has to be written before it is deleted.
    async fn leave(_it: &Versioned<Self>, _change: &mut Change) -> Result<()> {
        Ok(())
    }
}
