//! A record in words.

use std::sync::Arc;

use super::{shown::shown, store::Record};
use crate::{change::Recorded, web::Page};

/// Says records in the reader's language.
pub struct Words<'a> {
    page: &'a Page,
    recorded: Arc<Recorded>,
}

impl Record {
    /// Field, old, new.
    pub fn changes(&self) -> Vec<(String, String, String)> {
        serde_json::from_str(&self.changes).unwrap_or_default()
    }
}

impl<'a> Words<'a> {
    pub fn of(page: &'a Page) -> Self {
        Self { page, recorded: page.state.part() }
    }

    /// Field, old, new, as the form of the object shows them.
    pub fn changes(&self, record: &Record) -> Vec<(String, String, String)> {
        let kind = record.object_kind.as_str();
        let said = |field: &str, value: &str| shown(self.page, kind, field, value);
        let changes = record.changes().into_iter();
        changes.map(|(field, old, new)| (self.field(record, &field), said(&field, &old), said(&field, &new))).collect()
    }

    /// The names of the fields that changed.
    pub fn fields(&self, record: &Record) -> String {
        let fields: Vec<String> =
            record.changes().into_iter().map(|(field, _, _)| self.field(record, &field)).collect();
        fields.join(", ")
    }

    /// Where the object can be seen, if it has a page.
    pub fn link(&self, record: &Record) -> Option<String> {
        let (_, page) = self.recorded.0.iter().find(|(kind, _)| *kind == record.object_kind)?;
        let link = (*page)?.replace("{id}", &record.object_id?.to_string());
        match record.account_id {
            Some(id) => Some(link.replace("{account}", &id.to_string())),
            None => Some(link).filter(|link| !link.contains("{account}")),
        }
    }

    pub fn action(&self, record: &Record) -> String {
        self.page.field_label("action", &record.action)
    }

    pub fn kind(&self, record: &Record) -> String {
        self.page.field_label("kind", &record.object_kind)
    }

    fn field(&self, record: &Record, field: &str) -> String {
        self.page.field_label(&record.object_kind, field)
    }
}
