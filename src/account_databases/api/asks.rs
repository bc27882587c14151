//! What the calls are given.

use serde::Deserialize;
use utoipa::{ToSchema, openapi::schema::AnyOfBuilder};

use crate::{
    account_databases::{
        index::{LONGEST_NAME, NewIndex},
        model::{DatabaseField, FieldKind, Fields, IndexState, Lines},
        report::{databases, indexes},
    },
    api::{Failure, Flag, Int, Many, Ref, Text, report::time, shape},
    forms::fields::{Parsed, required},
    i18n::Message,
    people::clean,
};

/// A number that every program reads alike.
const LARGEST: i64 = 1 << 53;
const MOST_FIELDS: usize = 300;
/// An index of the platform's own may have more fields than one that is asked for.
const MOST_OF_AN_INDEX: usize = 20;
const MOST_SEGMENTS: usize = 50;
const LONGEST_REASON: usize = 500;

/// What there is of databases.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfDatabases {
    #[schema(schema_with = shape::account)]
    pub account_id: Ref,
    /// As of when the report is, such as `2026-03-01T09:30:00Z`; now, unless it is given. At most five minutes ahead.
    pub at: Option<Text>,
    /// At most 200. What is not among them stays as it was.
    #[schema(value_type = Vec<ReportedDatabase>)]
    pub databases: Many<ReportedDatabase>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportedDatabase {
    /// By which it is known: one of another name is another database. At most 120 characters.
    #[serde(deserialize_with = "crate::api::present")]
    pub name: Text,
    /// How many customers are in it; needed unless it is gone.
    pub profiles: Option<Int>,
    /// All that can be indexed, at most 300, in place of what was reported before; left out, these stay.
    #[schema(value_type = Option<Vec<ReportedField>>)]
    pub fields: Option<Many<ReportedField>>,
    /// When it was made, such as `2026-03-01T09:30:00Z`.
    pub created_at: Option<Text>,
    /// When something in it changed last, such as `2026-03-01T09:30:00Z`.
    pub changed_at: Option<Text>,
    /// True says that it is there no more. Its indexes go with it.
    pub gone: Option<Flag>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportedField {
    /// At most 120 characters.
    #[serde(deserialize_with = "crate::api::present")]
    pub name: Text,
    /// `text`, `number`, `date` or `switch`.
    #[serde(deserialize_with = "crate::api::present")]
    pub kind: Text,
    /// How many values stand in more than one profile.
    pub repeats: Option<Int>,
}

/// What has become of indexes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfIndexes {
    /// As of when the report is, such as `2026-03-01T09:30:00Z`; now, unless it is given. At most five minutes ahead.
    pub at: Option<Text>,
    /// At most 200. What is not among them stays as it was.
    #[schema(value_type = Vec<ReportedIndex>)]
    pub indexes: Many<ReportedIndex>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportedIndex {
    /// Of one that was asked for here, as `indexes/list` gives it. Any other is known by `fields` and the three options.
    pub id: Option<Int>,
    /// As `indexes/list` gave it with the `id`, so that what is told of an earlier order is not taken for this one.
    pub version: Option<Int>,
    /// In their order; without an `id` they are needed.
    #[schema(value_type = Option<Vec<String>>)]
    pub fields: Option<Many<Text>>,
    pub reverse: Option<Flag>,
    pub unique: Option<Flag>,
    pub history_key: Option<Flag>,
    /// True says of one that is reported for the first time that it is the platform's own, which nobody deletes.
    pub system: Option<Flag>,
    /// `building`, `ready`, `failed` or `gone`.
    #[serde(deserialize_with = "crate::api::present")]
    pub state: Text,
    /// How much of it is built, 0 to 100.
    pub percent: Option<Int>,
    /// Why it failed; what is beyond 500 characters is cut off.
    pub reason: Option<Text>,
    /// In bytes.
    pub size: Option<Int>,
    /// Names of segments that search by it, at most 50.
    #[schema(value_type = Option<Vec<String>>)]
    pub segments: Option<Many<Text>>,
}

/// Of which indexes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Only {
    #[schema(schema_with = only_account)]
    #[serde(default)]
    pub account_id: Ref,
    /// Only those of this database of the account, by its id or its name; needs `account_id`.
    #[serde(default)]
    pub database_id: Ref,
    /// Only those in one of these states: `requested`, `building`, `ready`, `failed`, `deleting`.
    #[schema(value_type = Option<Vec<String>>)]
    pub state: Option<Many<Text>>,
}

fn only_account() -> AnyOfBuilder {
    let about =
        "Only those of this account, by its id or its account name. Without it, of all accounts that are not deleted.";
    shape::account().description(Some(about))
}

/// One of the indexes of a database.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OneIndex {
    /// The id of the index.
    pub id: Int,
    /// The version that is meant; 409 when there is another by now. Without it, any.
    pub version: Option<Int>,
}

impl Only {
    pub fn states(&self) -> Result<Vec<IndexState>, Failure> {
        let named = self.state.as_ref().map_or(&[][..], |named| &named.0);
        let known = named.iter().map(|state| state.0.trim().parse::<IndexState>().ok());
        known.collect::<Option<_>>().ok_or_else(|| Failure::field("state", &"refused-choice".into()))
    }
}

fn number(given: Option<Int>, most: i64) -> Parsed<Option<i64>> {
    let refused = || Message::new("refused-number").with("least", 0).with("most", most);
    match given {
        Some(Int(number)) if !(0..=most).contains(&number) => Err(refused()),
        given => Ok(given.map(|it| it.0)),
    }
}

fn names(given: Many<Text>, most: usize) -> Parsed<Lines> {
    if given.0.len() > most {
        return Err(Message::new("refused-too-many").with("most", most as i64));
    }
    given.0.iter().map(|name| required(&name.0, LONGEST_NAME)).collect::<Parsed<_>>().map(Lines)
}

impl ReportedDatabase {
    pub fn part(self) -> databases::Part {
        let shown = clean(self.name.0.trim(), LONGEST_NAME);
        match required(&self.name.0, LONGEST_NAME) {
            Ok(name) => (name, self.parsed()),
            Err(reason) => (shown, Err(reason)),
        }
    }

    fn parsed(self) -> Parsed<Option<databases::Reported>> {
        if self.gone.is_some_and(|gone| gone.0) {
            return Ok(None);
        }
        let profiles = number(self.profiles, LARGEST)?.ok_or_else(|| Message::new("refused-report-profiles"))?;
        let fields = self.fields.map(fields).transpose()?;
        let (created_at, changed_at) = (time(self.created_at.as_ref())?, time(self.changed_at.as_ref())?);
        Ok(Some(databases::Reported { profiles, fields, created_at, changed_at }))
    }
}

fn fields(given: Many<ReportedField>) -> Parsed<Fields> {
    if given.0.len() > MOST_FIELDS {
        return Err(Message::new("refused-too-many").with("most", MOST_FIELDS as i64));
    }
    let mut fields: Vec<DatabaseField> = Vec::with_capacity(given.0.len());
    for it in given.0 {
        let name = required(&it.name.0, LONGEST_NAME)?;
        if fields.iter().any(|known| known.name == name) {
            return Err(Message::new("refused-report-field-twice").with("name", name));
        }
        let kind: FieldKind = it.kind.0.trim().parse().map_err(|_| Message::new("refused-choice"))?;
        fields.push(DatabaseField { name, kind, repeats: number(it.repeats, LARGEST)? });
    }
    Ok(Fields(fields))
}

impl ReportedIndex {
    pub fn part(self) -> indexes::Part {
        let fields = self.fields.as_ref().map_or(&[][..], |fields| &fields.0);
        let fields = fields.iter().map(|field| clean(&field.0, LONGEST_NAME)).collect::<Vec<_>>().join(", ");
        let name = match self.id {
            Some(id) if fields.is_empty() => id.0.to_string(),
            _ => fields,
        };
        (name, self.parsed())
    }

    fn parsed(self) -> Parsed<indexes::Reported> {
        let on = |flag: Option<Flag>| flag.is_some_and(|it| it.0);
        let which = match self.id {
            Some(Int(id)) => indexes::Which::Ordered { id, version: self.version.map(|it| it.0) },
            None => {
                let fields = names(self.fields.unwrap_or(Many(Vec::new())), MOST_OF_AN_INDEX)?;
                if fields.0.is_empty() {
                    return Err("refused-report-fields".into());
                }
                let (reverse, unique, history_key) = (on(self.reverse), on(self.unique), on(self.history_key));
                indexes::Which::Own(NewIndex { fields, reverse, unique, history_key }, on(self.system))
            }
        };
        let state = match self.state.0.trim() {
            "building" => Some(IndexState::Building),
            "ready" => Some(IndexState::Ready),
            "failed" => Some(IndexState::Failed),
            "gone" => None,
            _ => return Err("refused-choice".into()),
        };
        Ok(indexes::Reported {
            which,
            state,
            percent: number(self.percent, 100)?,
            reason: self.reason.map(|it| clean(it.0.trim(), LONGEST_REASON)).unwrap_or_default(),
            size: number(self.size, LARGEST)?,
            segments: self.segments.map(|it| names(it, MOST_SEGMENTS)).transpose()?,
        })
    }
}
