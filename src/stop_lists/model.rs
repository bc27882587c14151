//! What a stop list is, and what an entry of one.

use chrono::{DateTime, Utc};
use serde::Serialize;
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::{
    db::{FromRow, Unsealable, kept_as_text},
    forms::fields::{Parsed, text},
    stops::{Given, Key, Kind, hex},
};

/// As many values are given in one go.
pub const MOST: usize = 1_000;
const LONGEST_REASON: usize = 200;
/// So many hexadecimal digits of a hash tell entries apart in the record, and nothing of whose they are.
const FINGERPRINT: usize = 16;
/// So many entries stand in a record.
const NAMED: usize = 20;

/// A stop list under the names by which it is saved, with how many entries of each kind it has.
#[derive(Clone, Debug, Default, FromRow, Serialize, ToSchema)]
pub struct StopList {
    pub name: String,
    pub description: String,
    /// Whether it is asked of every account.
    pub is_global: bool,
    pub emails: i64,
    pub phones: i64,
    pub domains: i64,
    /// Null while it is not deleted.
    #[schema(required)]
    pub deleted_at: Option<DateTime<Utc>>,
    /// Whether it is the first one.
    #[serde(skip)]
    pub is_first: bool,
}

/// Where an entry comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[schema(as = StopListSource, rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Source {
    Administrator,
    Api,
    Import,
    HardBounce,
    /// Whoever it is has complained. It stays what it is, however often the value is added otherwise.
    Complaint,
}

kept_as_text!(Source);

/// An entry to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub hash: Vec<u8>,
    pub kind: Kind,
    /// Where the installation keeps it.
    pub md5_sealed: Option<Vec<u8>>,
}

/// Why entries are on a list.
#[derive(Clone)]
pub struct Why {
    pub source: Source,
    pub reason: String,
}

/// What became of entries that were to be added.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Added {
    pub added: i64,
    /// Were there already, just so.
    pub duplicated: i64,
    /// Were there with another reason, source or kind.
    pub updated: i64,
}

/// And of those that were to be removed.
#[derive(Clone, Copy, Default)]
pub struct Removed {
    pub removed: i64,
    pub absent: i64,
    /// Complaints, which go only where that is said.
    pub complaints: i64,
}

impl StopList {
    pub fn entries(&self) -> i64 {
        self.emails + self.phones + self.domains
    }
}

impl Entry {
    /// An MD5 does not say of what kind it is.
    pub fn of(key: &Key, given: &Given, kind_of_md5: Kind, keeps_md5: bool) -> Result<Self, Unsealable> {
        let md5 = given.md5();
        let hash = key.hash(&md5);
        let md5_sealed = if keeps_md5 { Some(key.seal(&hash, &md5)?) } else { None };
        Ok(Self { hash, kind: given.kind().unwrap_or(kind_of_md5), md5_sealed })
    }
}

/// What the record has of an entry.
pub fn fingerprint(hash: &[u8]) -> String {
    hex(hash).chars().take(FINGERPRINT).collect()
}

/// Of many the first few, and how many more.
pub fn fingerprints<'a>(hashes: impl ExactSizeIterator<Item = &'a Vec<u8>>) -> String {
    let more = hashes.len().saturating_sub(NAMED);
    let mut said = hashes.take(NAMED).map(|hash| fingerprint(hash)).collect::<Vec<_>>().join(", ");
    if more > 0 {
        said.push_str(&format!(" +{more}"));
    }
    said
}

/// A reason is read by everybody who may see the record: it does not say whom it is about.
pub fn reason(typed: &str, given: &[Given]) -> Parsed<String> {
    let reason = text(typed, LONGEST_REASON)?;
    if reason.contains(['@', '＠']) || given.iter().any(|it| it.is_told_by(&reason)) {
        return Err("refused-stop-reason".into());
    }
    Ok(reason)
}
