//! What the calls about jobs answer.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{Reply, Row},
    i18n::Lang,
    jobs::model::Job,
};

/// A job.
#[derive(Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobView {
    pub id: i64,
    /// What it works on: `accounts`, `users`, `imports`, `exports` or `stop_lists`; or `platform`, what the platform works on.
    pub kind: String,
    /// What it does with each; of the platform's, what it does, in words.
    pub act: String,
    /// The account whose objects they are.
    #[schema(required)]
    pub account_id: Option<i64>,
    /// `waiting`, `running`, `completed`, `failed` or `cancelled`.
    pub status: String,
    /// How many objects there are; it grows while they are chosen.
    pub total: i64,
    pub done: i64,
    /// Which were so before.
    pub already: i64,
    pub refused: i64,
    /// In percent.
    pub progress: i64,
    pub asked_by: String,
    /// The job that it takes back.
    #[schema(required)]
    pub undoes: Option<i64>,
    /// Why it failed.
    pub error_text: String,
    pub created_at: DateTime<Utc>,
    #[schema(required)]
    pub started_at: Option<DateTime<Utc>>,
    #[schema(required)]
    pub finished_at: Option<DateTime<Utc>>,
}

/// What became of an object.
#[derive(Serialize, ToSchema)]
#[schema(as = Outcome)]
pub struct OutcomeView {
    pub ordinal: i64,
    pub object_id: i64,
    /// What it was called when it was chosen.
    pub name: String,
    /// `done`, `already`, `refused` or `open`: the job has not come to it.
    pub outcome: &'static str,
    /// Why it was refused.
    pub reason: String,
}

/// A job that was begun.
#[derive(Serialize, ToSchema)]
pub struct Begun {
    pub job_id: i64,
}

#[derive(Serialize, ToSchema)]
pub struct State {
    /// `waiting`, `running`, `completed`, `failed` or `cancelled`.
    pub status: String,
    /// In percent.
    pub progress: i64,
    /// Where a person sees it.
    pub result: String,
}

impl JobView {
    pub fn of(it: Job) -> Self {
        Self {
            id: it.id,
            status: it.status.as_str().to_owned(),
            total: it.total,
            done: it.done,
            already: it.already,
            refused: it.refused,
            progress: it.percent(),
            undoes: it.undoes,
            error_text: it.why().map(|why| Lang::En.say(&why)).unwrap_or_default(),
            act: if it.is_platforms() { it.task.params } else { it.task.act },
            kind: it.task.kind,
            account_id: it.task.account_id,
            asked_by: it.actor_name,
            created_at: it.created_at,
            started_at: it.started_at,
            finished_at: it.finished_at,
        }
    }
}

impl Row for JobView {}
impl Row for OutcomeView {}
impl Reply for Begun {}
