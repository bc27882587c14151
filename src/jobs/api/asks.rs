//! What the calls about jobs are given.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    api::{Int, Many, Ref, Text, given, shape},
    forms::fields::required,
    i18n::Message,
    jobs::platform,
    people::clean,
};

const LONGEST_ID: usize = 128;
const LONGEST_NAME: usize = 120;
const LONGEST_ERROR: usize = 500;

/// Which jobs.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// `waiting`, `running`, `completed`, `failed` or `cancelled`.
    pub status: Option<Text>,
    /// `accounts`, `users`, `imports`, `exports`, `stop_lists` or `platform`.
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

/// What the platform works on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfTasks {
    /// The account that the tasks are of; of none, unless given.
    #[serde(default)]
    pub account_id: Ref,
    /// As of when the report is, such as `2026-03-01T09:30:00Z`; now, unless it is given. At most five minutes ahead.
    pub at: Option<Text>,
    /// At most 200.
    #[schema(value_type = Vec<ReportedTask>)]
    pub tasks: Many<ReportedTask>,
}

/// Of a task.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportedTask {
    /// Its id at the platform, unique within the account; at most 128 characters.
    #[serde(deserialize_with = "crate::api::present")]
    pub id: Text,
    /// What it does, in words; at most 120 characters.
    #[serde(deserialize_with = "crate::api::present")]
    pub name: Text,
    /// `waiting`, `running`, `completed`, `failed` or `cancelled`.
    #[serde(deserialize_with = "crate::api::present")]
    pub status: Text,
    /// In percent, 0 unless given; one that is completed is at 100.
    pub progress: Option<Int>,
    /// Why it failed; at most 500 characters.
    pub error: Option<Text>,
}

impl ReportedTask {
    pub fn part(self) -> platform::Part {
        (clean(self.id.0.trim(), LONGEST_ID), self.parsed())
    }

    fn parsed(self) -> Result<platform::Reported, Message> {
        required(&self.id.0, LONGEST_ID)?;
        let name = required(&self.name.0, LONGEST_NAME)?;
        let status = self.status.0.trim().parse().map_err(|_| Message::new("refused-choice"))?;
        let progress = self.progress.map_or(0, |it| it.0);
        if !(0..=100).contains(&progress) {
            return Err(Message::new("refused-number").with("least", 0).with("most", 100));
        }
        let error = self.error.map(|it| clean(it.0.trim(), LONGEST_ERROR)).unwrap_or_default();
        Ok(platform::Reported { name, status, progress, error })
    }
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
