//! What the calls about jobs are given.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::{Int, Many, Text, given, shape};

/// Which jobs.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// `waiting`, `running`, `completed`, `failed` or `cancelled`.
    pub status: Option<Text>,
    /// `accounts` or `users`.
    pub kind: Option<Text>,
    pub account_id: Option<Int>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ById {
    pub id: Int,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByTask {
    /// The id of a job.
    pub task_id: Int,
}

/// Which objects of a job.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    pub id: Int,
    /// The first ordinal of the page, 1 unless given.
    pub from_id: Option<Int>,
    #[schema(schema_with = shape::rows)]
    pub limit: Option<Int>,
    /// `done`, `already`, `refused` or `open`.
    pub outcome: Option<Text>,
}

/// What is to be done with many objects: those of `ids`, or all that `filter` leaves.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What to do with each, by the name of its own call or of the field that it changes.
    pub act: Text,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<i64>>)]
    pub ids: Option<Many<Int>>,
    /// How many these are: with more than one in a hundred more or fewer nothing is begun.
    pub expect: Option<Int>,
    /// Where letters go with it: 60 unless given, at most 6,000.
    pub letters_per_minute: Option<Int>,
}
