//! What the calls about stop lists are given and answer.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    api::{self, Failure, Flag, Int, Many, Ref, Text, given, shape},
    forms::fields::choice,
    i18n::{Lang, Message},
    stop_lists::{
        lines::Lines,
        model::{MOST, reason},
    },
    stops::{Given, Kind},
};

/// What is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckAsk {
    /// 1 to 1000; empty ones are passed over.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>)]
    pub values: Option<Many<String>>,
    /// One list, by its id or its name, global or not; without it all global ones.
    #[serde(default)]
    pub id: Ref,
}

/// What is added, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAsk {
    /// The list, by its id or its name.
    pub id: Ref,
    /// 1 to 1000 e-mail addresses, phones, domains (`.example.com` or `*.example.com` means all below it as well) or MD5s
    /// of them in lower or upper case; empty ones are passed over.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>)]
    pub values: Option<Many<String>>,
    /// Of what the MD5s are, which do not say so: `email` (as where it is left out), `phone` or `domain`.
    pub kind: Option<Text>,
    /// `api` (as where it is left out), `hard_bounce` or `complaint`.
    pub source: Option<Text>,
    /// At most 200 characters, in which none of the values and no e-mail address stands.
    pub reason: Option<Text>,
}

/// What is removed, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveAsk {
    /// The list, by its id or its name.
    pub id: Ref,
    /// 1 to 1000, as they are added; empty ones are passed over.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>)]
    pub values: Option<Many<String>>,
    /// As of `stop_lists/add`, and not empty.
    pub reason: Text,
    /// Whether complaints go as well; false where it is left out.
    pub complaints: Option<Flag>,
}

/// A file of values as a call has it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportAsk {
    /// The list, by its id or its name.
    pub id: Ref,
    /// As of `stop_lists/add`, as many as fit into a request.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Vec<String>)]
    pub values: Option<Many<String>>,
    /// Of what the MD5s are, which do not say so: `email` (as where it is left out), `phone` or `domain`.
    pub kind: Option<Text>,
    /// At most 200 characters, in which no e-mail address stands.
    pub reason: Option<Text>,
}

/// Which entries of which list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportAsk {
    /// The list, by its id or its name.
    pub id: Ref,
    /// `email`, `phone` or `domain`; all where it is left out.
    pub kind: Option<Text>,
    /// The first entry of the page, 1 unless given.
    pub from_id: Option<Int>,
    #[schema(schema_with = shape::rows)]
    pub limit: Option<Int>,
}

/// The job that puts the values on the list.
#[derive(Serialize, ToSchema)]
#[schema(as = StopListImportBegun)]
pub struct ImportView {
    pub job_id: i64,
    /// Values that were read.
    pub entries: i64,
    pub refused: i64,
}

/// An entry, of which nobody can tell whose it is.
#[derive(Serialize, ToSchema)]
#[schema(as = StopListEntry)]
pub struct EntryView {
    pub id: i64,
    /// `email`, `phone` or `domain`.
    pub kind: String,
    /// The keyed hash, in hexadecimal digits.
    pub hash: String,
    /// The MD5, where this installation keeps them; else null.
    #[schema(required)]
    pub md5: Option<String>,
    /// `administrator`, `api`, `import`, `hard_bounce` or `complaint`.
    pub source: String,
    pub since: DateTime<Utc>,
}

impl api::Row for EntryView {}

/// A value that was not taken.
#[derive(Serialize, ToSchema)]
#[schema(as = StopListRefusal)]
pub struct Refusal {
    /// Its place among the values; the first is 1.
    pub at: usize,
    /// Why, in a sentence that does not repeat it.
    pub text: String,
}

/// What became of the values.
#[derive(Serialize, ToSchema)]
#[schema(as = StopListAdded)]
pub struct AddedView {
    pub added: i64,
    /// Were there already, just so; a complaint stays what it is.
    pub duplicated: i64,
    /// Were there with another reason, source or kind.
    pub updated: i64,
    pub refused: usize,
    pub refusals: Vec<Refusal>,
}

/// What became of the values.
#[derive(Serialize, ToSchema)]
#[schema(as = StopListRemoved)]
pub struct RemovedView {
    pub removed: i64,
    /// Were not in the list.
    pub absent: i64,
    /// Complaints that stay.
    pub complaints: i64,
    pub refused: usize,
    pub refusals: Vec<Refusal>,
}

/// What is known of a value, which is not repeated.
#[derive(Serialize, ToSchema)]
#[schema(as = StopListChecked)]
pub struct CheckedView {
    /// Its place among the values; the first is 1.
    pub at: usize,
    /// `listed`, `not_listed` or `refused`.
    pub outcome: &'static str,
    /// `email`, `phone` or `domain`; null of an MD5 and of what was refused.
    #[schema(required)]
    pub kind: Option<&'static str>,
    /// Of what kind the entry is: of an address `domain` where all of its domain is listed.
    #[schema(required)]
    pub by: Option<&'static str>,
    #[schema(required)]
    pub list_id: Option<i64>,
    #[schema(required)]
    pub since: Option<DateTime<Utc>>,
    /// `administrator`, `api`, `import`, `hard_bounce` or `complaint`.
    #[schema(required)]
    pub source: Option<String>,
    #[schema(required)]
    pub reason: Option<String>,
    /// Why it was refused.
    #[schema(required)]
    pub text: Option<String>,
}

impl api::Row for CheckedView {}

impl CheckedView {
    pub fn of(at: usize, outcome: &'static str, text: Option<String>) -> Self {
        Self { at, outcome, kind: None, by: None, list_id: None, since: None, source: None, reason: None, text }
    }
}

/// The values with their places, at least one.
pub fn lines(values: Option<&Many<String>>) -> Result<Lines, Failure> {
    let values = values.map_or(&[][..], |values| &values.0);
    if values.len() > MOST {
        return Err(Failure::field("values", &Message::new("refused-stop-many").with("most", MOST as i64)));
    }
    let lines = Lines::of(values.iter().map(String::as_str));
    if lines.given.is_empty() && lines.refused.is_empty() {
        return Err(Failure::field("values", &"refused-empty".into()));
    }
    Ok(lines)
}

pub fn refusals(lines: &Lines) -> Vec<Refusal> {
    lines.refused.iter().map(|(at, why)| Refusal { at: *at, text: Lang::En.say(why) }).collect()
}

pub fn kind(asked: Option<&Text>) -> Result<Option<Kind>, Failure> {
    code("kind", asked, |code| Kind::try_from(code.to_owned()).ok())
}

pub fn code<T>(field: &str, asked: Option<&Text>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Failure> {
    let Some(asked) = asked.filter(|it| !it.0.is_empty()) else { return Ok(None) };
    choice(&asked.0, parse).map(Some).map_err(|refusal| Failure::field(field, &refusal))
}

pub fn reasoned(asked: &str, given: &[Given]) -> Result<String, Failure> {
    reason(asked, given).map_err(|refusal| Failure::field("reason", &refusal))
}
