use chrono::{DateTime, Duration, Utc};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::{
    change::{
        Audited,
        work::{Object, Task},
    },
    db::{FromRow, kept_as_text},
    error::Error,
    i18n::Message,
};

/// The kind of those that the platform works on. Of such a one the name stands in the parameters, and the platform's own id
/// in the place of what was chosen.
pub const PLATFORM: &str = "platform";

/// Where a job is between being asked for and being over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Status {
    /// Nobody has begun it.
    Waiting,
    Running,
    /// Every object was looked at, whatever became of it.
    Completed,
    /// It cannot go on; the reason says why.
    Failed,
    /// Somebody has stopped it; what was done until then stays.
    Cancelled,
}

/// What became of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Outcome {
    Done,
    /// It was so before.
    Already,
    Refused,
    /// The job was over before it came to it.
    Open,
}

kept_as_text!(Status, Outcome);

#[derive(Clone, Debug, FromRow)]
pub struct Job {
    pub id: i64,
    #[sqlx(flatten)]
    pub task: Task,
    #[sqlx(try_from = "String")]
    pub status: Status,
    /// When whoever asked saw the objects; what has changed since is refused.
    pub seen_at: DateTime<Utc>,
    pub letters_per_minute: i64,
    /// The job that it takes back.
    pub undoes: Option<i64>,
    pub actor_kind: String,
    pub actor_id: Option<i64>,
    pub actor_name: String,
    pub ip: String,
    pub user_agent: String,
    pub request_id: String,
    /// The last object that was chosen; the next are chosen beyond it.
    pub place: i64,
    pub is_collected: bool,
    pub total: i64,
    pub done: i64,
    pub already: i64,
    pub refused: i64,
    /// Why it failed, as JSON.
    pub reason: Option<String>,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub due_at: DateTime<Utc>,
    /// The job that takes this one back, if there is one.
    pub undone_by: Option<i64>,
}

/// An object of a job.
#[derive(Clone, Debug, FromRow)]
pub struct Item {
    pub ordinal: i64,
    pub object_id: i64,
    pub version: i64,
    pub label: String,
    pub outcome: Option<String>,
    pub reason: Option<String>,
    /// Whether the job has come to it.
    pub is_past: bool,
}

impl Job {
    /// Whether it is the platform that works on it.
    pub fn is_platforms(&self) -> bool {
        self.task.kind == PLATFORM
    }

    /// How many objects were looked at.
    pub fn worked(&self) -> i64 {
        self.done + self.already + self.refused
    }

    pub fn is_over(&self) -> bool {
        self.finished_at.is_some()
    }

    /// Whether nothing of it is left open or refused.
    pub fn has_made_all(&self) -> bool {
        self.status == Status::Completed && self.refused == 0
    }

    pub fn why(&self) -> Option<Message> {
        self.reason.as_deref().and_then(|json| serde_json::from_str(json).ok())
    }

    /// In whole percent, rounded down, so that 100 is the end.
    pub fn percent(&self) -> i64 {
        (self.worked() * 100).checked_div(self.total).unwrap_or(0)
    }

    /// How long it will take to the end at the pace it has had so far.
    pub fn left(&self, now: DateTime<Utc>) -> Option<Duration> {
        let spent = (now - self.started_at?).num_milliseconds();
        let (worked, open) = (self.worked(), self.total - self.worked());
        (self.is_collected && worked > 0 && spent > 2_000)
            .then(|| Duration::milliseconds(spent.saturating_mul(open) / worked))
    }

    /// The key of what it does, in words.
    pub fn title(&self) -> String {
        format!("job-{}-{}", self.task.kind, self.task.act).replace('_', "-")
    }
}

impl Item {
    /// As its kind of work is asked about it.
    pub fn object(&self) -> Object {
        Object { id: self.object_id, version: self.version }
    }

    /// What became of it.
    pub fn outcome(&self) -> Outcome {
        match self.outcome.as_deref() {
            Some("already") => Outcome::Already,
            Some(_) => Outcome::Refused,
            None if self.is_past => Outcome::Done,
            None => Outcome::Open,
        }
    }

    pub fn why(&self) -> Option<Message> {
        self.reason.as_deref().and_then(|json| serde_json::from_str(json).ok())
    }
}

impl Audited for Job {
    const KIND: &'static str = "job";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        format!("{} {}", self.task.kind, self.task.act)
    }

    fn account(&self) -> Option<i64> {
        self.task.account_id
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("status", self.status.as_str().to_owned())]
    }
}

/// Why an object was left as it was, where that is a matter of its own; what concerns the whole job is an error.
pub fn refusal(error: Error) -> Result<Message, Error> {
    match error {
        Error::Stale => Ok("job-item-changed".into()),
        Error::NotFound => Ok("job-item-gone".into()),
        Error::Conflict(_) | Error::OverLimit(_) | Error::InUse(..) | Error::Refused(_) => Ok(error.message()),
        error => Err(error),
    }
}
