pub mod entries;
pub mod imports;

use chrono::{DateTime, Utc};

use super::model::StopList;
use crate::{
    change::Change,
    db::{Select, Table, Written, written},
    error::{Error, FieldErrors, Result},
    i18n::Message,
    resource::{Stored, Versioned},
};

/// Without deleted lists, or those alone.
pub fn deleted(listed: Select, only: bool) -> Select {
    listed.push(if only { " AND t.deleted_at IS NOT NULL" } else { " AND t.deleted_at IS NULL" })
}

impl Stored for StopList {
    type Of = ();
    type New = Self;
    const TABLE: Table = Table { name: "stop_lists", searched: &["name", "description"], between: "\n" };
    const COLUMNS: &'static str =
        "t.name, t.description, t.is_global, t.emails, t.phones, t.domains, t.deleted_at, t.id = 1 AS is_first";
    const KIND: &'static str = "stop_list";
    const PREFIX: &'static str = "stop-list";
    const RESTORABLE: bool = true;

    fn of(&self) {}

    fn written(new: &Self) -> Written {
        written![name: &new.name, description: &new.description, is_global: new.is_global]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        Self::written(self).texts()
    }

    fn stays(&self) -> Option<Message> {
        self.deleted_at.map(|_| Message::new("stop-list-is-deleted"))
    }

    fn remains(&self) -> Option<Message> {
        self.stays().or_else(|| self.is_first.then(|| Message::new("stop-list-remains")))
    }

    fn deleted_at(&self) -> Option<DateTime<Utc>> {
        self.deleted_at
    }

    async fn check(_: &mut Change, before: &Versioned<Self>, new: &Self) -> Result<()> {
        let mut errors = FieldErrors::default();
        if before.is_first && new.name != before.name {
            errors.add("name", "refused-stop-list-name");
        }
        if before.is_first && !new.is_global {
            errors.add("is_global", "refused-stop-list-global");
        }
        errors.or(()).map_err(Error::from)
    }
}
