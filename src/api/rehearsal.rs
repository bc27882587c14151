//! `dry_run: true` on any call that writes: everything is done as it would be, and taken back instead of being kept.
//!
//! A call that only reads refuses the parameter like any other that it does not know: who sends it there took the call
//! for one that writes.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Call, Failure, Flag, Reply, body::malformed};
use crate::change::{Noted, NotedLetter, Seen};

/// The parameter that asks for it.
pub const DRY_RUN: &str = "dry_run";

/// What a call that writes answers to `dry_run: true`, in place of its usual answer.
#[derive(Serialize, ToSchema)]
pub struct Rehearsed {
    /// Always true.
    dry_run: bool,
    /// As they would be in the record; none when all is so already.
    changes: Vec<RehearsedChange>,
    /// That would be queued.
    letters: Vec<RehearsedLetter>,
}

#[derive(Serialize, ToSchema)]
pub struct RehearsedChange {
    /// `create`, `update`, `freeze` …
    action: String,
    /// `account`, `user` …
    object: &'static str,
    /// Null of what would be created.
    id: Option<i64>,
    name: String,
    /// By the name of the field.
    #[serde(serialize_with = "in_order")]
    #[schema(value_type = std::collections::BTreeMap<String, RehearsedField>)]
    fields: Vec<(&'static str, RehearsedField)>,
}

/// As text; empty is nothing, a switch that is on is `yes`, a secret is `changed`.
#[derive(Serialize, ToSchema)]
pub struct RehearsedField {
    old: String,
    new: String,
}

#[derive(Serialize, ToSchema)]
pub struct RehearsedLetter {
    /// `welcome`, `deactivated` …
    kind: &'static str,
    to: String,
}

/// Takes the wish out of the parameters. A null is refused, and so is one in the address: what was meant to change
/// nothing must not change anything.
pub fn asked(call: &Call, params: &mut Map<String, Value>, in_address: bool) -> Result<bool, Failure> {
    if !call.writes() {
        return Ok(false);
    }
    if in_address {
        return Err(Failure::field(DRY_RUN, &"api-only-in-body".into()));
    }
    let Some(given) = params.remove(DRY_RUN) else { return Ok(false) };
    let flag: Flag = serde_json::from_value(given).map_err(|error| malformed(format!("{DRY_RUN}: {error}.")))?;
    Ok(flag.0)
}

impl Rehearsed {
    pub fn of(seen: Seen) -> Self {
        Self {
            dry_run: true,
            changes: seen.changes.into_iter().map(RehearsedChange::of).collect(),
            letters: seen.letters.into_iter().map(|NotedLetter { kind, to }| RehearsedLetter { kind, to }).collect(),
        }
    }
}

impl RehearsedChange {
    fn of(noted: Noted) -> Self {
        let fields = noted.fields.into_iter().map(|(field, old, new)| (field, RehearsedField { old, new }));
        Self { action: noted.action, object: noted.kind, id: noted.id, name: noted.name, fields: fields.collect() }
    }
}

fn in_order<S: Serializer>(fields: &[(&'static str, RehearsedField)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(fields.len()))?;
    for (name, values) in fields {
        map.serialize_entry(name, values)?;
    }
    map.end()
}

impl Reply for Rehearsed {}
