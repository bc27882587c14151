//! What an operator can be told of: the one list, from which the form of a notifier, the reference of the API and the
//! tests come.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use serde::Serialize;
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::db::kept_as_text;

/// What has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Event {
    /// A limit of a tariff has come near.
    TariffNear,
    TariffReached,
    AccountFrozen,
    AccountDeactivated,
    AccountDeleted,
    /// Complaints or bounces are over a threshold.
    QualityPoor,
    /// The platform has not reported of a sender for a quarter of an hour.
    SenderSilent,
    SenderHeld,
    JobFailed,
    /// A connector or a directory that was tried does not answer as it should.
    ConnectorDown,
    /// Letters have waited for over an hour.
    LettersWaiting,
    OwnerAdded,
    TokenExpiring,
    TokenLeaked,
    /// A support visit has ended in which something was changed.
    VisitChanged,
    /// Many wrong passwords for one login, or from one network.
    Guessing,
    /// The record is not as it was written.
    RecordAltered,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

kept_as_text!(Event, Severity);

/// One event, about one object.
#[derive(Clone, Debug)]
pub struct Happened {
    pub event: Event,
    /// What the record calls the object's kind.
    pub kind: &'static str,
    pub id: Option<i64>,
    pub name: String,
    pub account_id: Option<i64>,
    /// What else is known of it.
    pub said: Vec<(&'static str, String)>,
}

/// A field of a record: what it is called, old, new.
pub type Changed = (&'static str, String, String);

impl Event {
    pub fn severity(self) -> Severity {
        match self {
            Self::VisitChanged => Severity::Info,
            Self::TariffNear
            | Self::AccountFrozen
            | Self::AccountDeactivated
            | Self::AccountDeleted
            | Self::QualityPoor
            | Self::SenderHeld
            | Self::OwnerAdded
            | Self::TokenExpiring => Severity::Warning,
            Self::TariffReached
            | Self::SenderSilent
            | Self::JobFailed
            | Self::ConnectorDown
            | Self::LettersWaiting
            | Self::TokenLeaked
            | Self::Guessing
            | Self::RecordAltered => Severity::Error,
        }
    }

    /// What a record tells of, where that is an event.
    pub fn of_record(kind: &str, action: &str, changes: &[Changed]) -> Option<Self> {
        let became = |field: &str| changes.iter().find(|(name, ..)| *name == field).map(|(.., new)| new.as_str());
        match (kind, action) {
            // Of a limit that was reached in the window before as well nothing is told anew.
            ("account", "limit-near") => became("metric").map(|_| Self::TariffNear),
            ("account", "limit-reached") => became("metric").map(|_| Self::TariffReached),
            ("account", "freeze") => Some(Self::AccountFrozen),
            ("account", "deactivate") => Some(Self::AccountDeactivated),
            ("account", "delete") => Some(Self::AccountDeleted),
            ("account", "quality-alert") => Some(Self::QualityPoor),
            ("record", "verify-failed") => Some(Self::RecordAltered),
            ("sender", "report") => (became("reported_state") == Some("held")).then_some(Self::SenderHeld),
            ("admin", "create" | "update") => (became("role") == Some("owner")).then_some(Self::OwnerAdded),
            // Of what is not stored the record says more than what came of it.
            ("database" | "external_data" | "ldap", "test") => match changes {
                [("outcome", _, outcome)] if outcome != "ok" => Some(Self::ConnectorDown),
                _ => None,
            },
            _ => None,
        }
    }

    fn bit(self) -> u32 {
        1 << (self as u32)
    }
}

/// Which events anybody wants to be told of. Of the others nothing is written.
#[derive(Debug, Default)]
pub struct Wanted {
    known: AtomicU32,
    added: Mutex<Option<(u32, Instant)>>,
}

/// How long it may take until what was added is seen by whoever reads the database.
const UNSEEN: Duration = Duration::from_secs(10);

impl Wanted {
    pub fn set(&self, events: impl Iterator<Item = Event>) {
        let added = *self.added.lock().unwrap_or_else(PoisonError::into_inner);
        let unseen = added.filter(|(_, at)| at.elapsed() < UNSEEN).map_or(0, |(bits, _)| bits);
        self.known.store(events.fold(unseen, |all, event| all | event.bit()), Ordering::Release);
    }

    /// These as well: what is not committed yet is not known anew either.
    pub fn add(&self, events: impl Iterator<Item = Event>) {
        let bits = events.fold(0, |all, event| all | event.bit());
        let mut added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        let before = added.filter(|(_, at)| at.elapsed() < UNSEEN).map_or(0, |(bits, _)| bits);
        *added = Some((before | bits, Instant::now()));
        self.known.fetch_or(bits, Ordering::AcqRel);
    }

    pub fn holds(&self, event: Event) -> bool {
        self.known.load(Ordering::Acquire) & event.bit() != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(field: &'static str, new: &str) -> Vec<Changed> {
        vec![(field, String::new(), new.to_owned())]
    }

    #[test]
    fn what_is_wanted_is_known_of_each_event() {
        let wanted = Wanted::default();
        for event in Event::ALL {
            assert!(!wanted.holds(*event), "{event:?}");
            wanted.set([*event].into_iter());
            assert_eq!(Event::ALL.iter().filter(|it| wanted.holds(**it)).collect::<Vec<_>>(), [event]);
            wanted.set([].into_iter());
        }
    }

    #[test]
    fn a_record_is_an_event_only_where_it_tells_news() {
        let of = |kind, action, changes: Vec<Changed>| Event::of_record(kind, action, &changes);
        assert_eq!(of("account", "limit-reached", said("metric", "emails")), Some(Event::TariffReached));
        assert_eq!(of("account", "limit-reached", said("limit_reached", "yes")), None);
        assert_eq!(of("account", "quality-alert", vec![]), Some(Event::QualityPoor));
        assert_eq!(of("account", "unfreeze", vec![]), None);
        assert_eq!(of("tariff", "delete", vec![]), None);
        assert_eq!(of("sender", "report", said("reported_state", "active")), None);
        assert_eq!(of("sender", "report", said("reported_state", "held")), Some(Event::SenderHeld));
        assert_eq!(of("admin", "update", said("role", "manager")), None);
        assert_eq!(of("admin", "create", said("role", "owner")), Some(Event::OwnerAdded));
        assert_eq!(of("ldap", "test", said("outcome", "ok")), None);
        assert_eq!(of("ldap", "test", said("outcome", "no_answer")), Some(Event::ConnectorDown));
        let other = [said("host", "other.example.com"), said("outcome", "no_answer")].concat();
        assert_eq!(of("ldap", "test", other), None, "a connection that is not stored");
    }
}
