//! What the platform works on, as it reports it: it stands among Steward's own jobs, and nobody here does anything of it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{model::Status, store};
use crate::{
    change::{Actor, Change},
    error::Result,
    i18n::{Lang, Message},
    state::State,
};

/// What is said of a task.
pub struct Reported {
    /// What it does, in words.
    pub name: String,
    pub status: Status,
    /// In percent.
    pub progress: i64,
    /// Why it failed.
    pub error: String,
}

/// By the platform's own id.
pub type Part = (String, Result<Reported, Message>);

/// What became of a part of a report.
#[derive(Serialize, ToSchema)]
#[schema(as = TaskOutcome)]
pub struct Outcome {
    pub id: String,
    /// `stored`; `older` than what is known, and passed over; or `refused`.
    pub outcome: &'static str,
    /// Why it was refused.
    pub reason: String,
}

/// Of tasks of an account, or of none.
pub async fn report(
    state: &State,
    by: Actor,
    account_id: Option<i64>,
    (at, parts): (DateTime<Utc>, Vec<Part>),
) -> Result<Vec<Outcome>> {
    let mut change = Change::begin(state, by).await?;
    let mut outcomes = Vec::with_capacity(parts.len());
    for (id, part) in parts {
        let (outcome, reason) = match part {
            Err(reason) => ("refused", Lang::En.say(&reason)),
            Ok(task) if store::platform::keep(&mut change, (account_id, &id), at, &task).await? => {
                ("stored", String::new())
            }
            Ok(_) => ("older", String::new()),
        };
        outcomes.push(Outcome { id, outcome, reason });
    }
    // How far something is that somebody else does is kept, and not recorded.
    change.keep();
    change.commit().await?;
    Ok(outcomes)
}
