//! Jobs over the API.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    Found, Selection,
    model::{Job, Outcome},
    service,
    store::{self, Filter},
};
use crate::{
    api::{
        self, Call, Caller, Failure, Int, Many, Nothing, One, Part, Reply, Row, Rows, Scope, Text,
        asks::{List, With},
        given, rows, shape,
    },
    change::{Kinds, work::Task},
    error::Error,
    i18n::{Lang, Message},
    people::Permission,
};

pub fn calls() -> Vec<Call> {
    use Scope::{AccountsRead, AccountsWrite};
    let job = json!({
        "id": 1, "kind": "accounts", "act": "freeze", "account_id": null, "status": "completed", "total": 40, "done": 38, "already": 1,
        "refused": 1, "progress": 100, "asked_by": "Billing", "undoes": null, "error_text": "", "created_at": "2026-03-01T09:30:00Z",
        "started_at": "2026-03-01T09:30:01Z", "finished_at": "2026-03-01T09:30:02Z",
    });
    let outcome = json!({"ordinal": 3, "object_id": 12, "name": "Acme", "outcome": "refused", "reason": "It was changed since it was chosen."});
    let by_id = |id: i64| json!({"id": id});
    vec![
        Call::new("jobs/list", AccountsRead, "Jobs in the order of their ids, from an id on.", list).example(
            json!({"from_id": 1, "limit": 100, "status": "completed"}),
            json!({"data": [job], "total_count": 1}),
        ),
        Call::new("jobs/get", AccountsRead, "One job: how far it is.", get).example(by_id(1), json!({"data": job})),
        Call::new(
            "jobs/outcomes",
            AccountsRead,
            "What became of the objects of a job, in the order in which it takes them, from an ordinal on.",
            outcomes,
        )
        .example(json!({"id": 1, "outcome": "refused"}), json!({"data": [outcome], "total_count": 1})),
        Call::new(
            "jobs/cancel",
            AccountsWrite,
            "Stops a job; what it has done until then stays. The token needs the scope of what the job does.",
            cancel,
        )
        .example(by_id(2), json!({})),
        Call::new(
            "jobs/undo",
            AccountsWrite,
            "Begins a job that takes back what another did, object by object, where nobody has changed it since.",
            undo,
        )
        .example(by_id(1), json!({"data": {"job_id": 4}})),
        Call::new("tasks/status", AccountsRead, "How far a job is, in short.", status).example(
            json!({"task_id": 1}),
            json!({"data": {"status": "completed", "progress": 100, "result": "/tasks/1"}}),
        ),
    ]
}

/// Which jobs.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Only {
    /// `waiting`, `running`, `completed`, `failed` or `cancelled`.
    status: Option<Text>,
    /// `accounts` or `users`.
    kind: Option<Text>,
    account_id: Option<Int>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ById {
    id: Int,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ByTask {
    /// The id of a job.
    task_id: Int,
}

/// Which objects of a job.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Outcomes {
    id: Int,
    /// The first ordinal of the page, 1 unless given.
    from_id: Option<Int>,
    #[schema(schema_with = shape::rows)]
    limit: Option<Int>,
    /// `done`, `already`, `refused` or `open`.
    outcome: Option<Text>,
}

/// A job.
#[derive(Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobView {
    id: i64,
    /// What it works on: `accounts` or `users`.
    kind: String,
    /// What it does with each.
    act: String,
    /// The account whose objects they are.
    #[schema(required)]
    account_id: Option<i64>,
    /// `waiting`, `running`, `completed`, `failed` or `cancelled`.
    status: String,
    /// How many objects there are; it grows while they are chosen.
    total: i64,
    done: i64,
    /// Which were so before.
    already: i64,
    refused: i64,
    /// In percent.
    progress: i64,
    asked_by: String,
    /// The job that it takes back.
    #[schema(required)]
    undoes: Option<i64>,
    /// Why it failed.
    error_text: String,
    created_at: DateTime<Utc>,
    #[schema(required)]
    started_at: Option<DateTime<Utc>>,
    #[schema(required)]
    finished_at: Option<DateTime<Utc>>,
}

/// What became of an object.
#[derive(Serialize, ToSchema)]
#[schema(as = Outcome)]
struct OutcomeView {
    ordinal: i64,
    object_id: i64,
    /// What it was called when it was chosen.
    name: String,
    /// `done`, `already`, `refused` or `open`: the job has not come to it.
    outcome: &'static str,
    /// Why it was refused.
    reason: String,
}

/// What is to be done with many objects: those of `ids`, or all that `filter` leaves.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What to do with each, by the name of its own call or of the field that it changes.
    pub act: Text,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<i64>>)]
    ids: Option<Many<Int>>,
    /// How many these are: with more than one in a hundred more or fewer nothing is begun.
    expect: Option<Int>,
    /// Where letters go with it: 60 unless given, at most 6,000.
    letters_per_minute: Option<Int>,
}

/// A job that was begun.
#[derive(Serialize, ToSchema)]
pub struct Begun {
    pub job_id: i64,
}

#[derive(Serialize, ToSchema)]
struct State {
    /// `waiting`, `running`, `completed`, `failed` or `cancelled`.
    status: String,
    /// In percent.
    progress: i64,
    /// Where a person sees it.
    result: String,
}

async fn list(caller: &Caller, With(page, ask): With<List, Only>) -> Result<Rows<JobView>, Failure> {
    let part = Part::of(page.from_id, page.limit)?;
    let (status, kind) = (ask.status.map(|it| it.0), ask.kind.map(|it| it.0));
    let filter = Filter {
        status: status.as_deref(),
        kind: kind.as_deref(),
        account_id: ask.account_id.map(|it| it.0),
        actor: None,
    };
    let found = rows(&mut caller.state.db.conn().await?, store::listed(&filter), store::ROW, part).await?;
    Ok(Rows::of(found, JobView::of))
}

async fn get(caller: &Caller, ask: ById) -> Result<One<JobView>, Failure> {
    Ok(One { data: JobView::of(find(caller, "id", &ask.id).await?) })
}

async fn outcomes(caller: &Caller, ask: Outcomes) -> Result<Rows<OutcomeView>, Failure> {
    let part = Part::of(ask.from_id, ask.limit)?;
    let job = find(caller, "id", &ask.id).await?;
    let outcome = ask.outcome.map(|it| it.0);
    if outcome.as_deref().is_some_and(|given| given.parse::<Outcome>().is_err()) {
        return Err(Failure::field("outcome", &"refused-choice".into()));
    }
    let items = store::items(&job, outcome.as_deref());
    let found = rows(&mut caller.state.db.conn().await?, items, store::ITEM, part).await?;
    let worked = job.worked();
    Ok(Rows::of(found, |it| OutcomeView {
        ordinal: it.ordinal,
        object_id: it.object_id,
        outcome: it.outcome(worked).as_str(),
        reason: it.why().map(|why| Lang::En.say(&why)).unwrap_or_default(),
        name: it.label,
    }))
}

async fn cancel(caller: &Caller, ask: ById) -> Result<Nothing, Failure> {
    let job = permitted(caller, &ask.id).await?;
    service::cancel(&caller.state, caller.actor.clone(), &job).await?;
    Ok(Nothing {})
}

async fn undo(caller: &Caller, ask: ById) -> Result<One<Begun>, Failure> {
    let job = permitted(caller, &ask.id).await?;
    let job_id = service::undo(&caller.state, caller.actor.clone(), &job).await?;
    Ok(One { data: Begun { job_id } })
}

async fn status(caller: &Caller, ask: ByTask) -> Result<One<State>, Failure> {
    let job = find(caller, "task_id", &ask.task_id).await?;
    let (status, progress) = (job.status.as_str().to_owned(), job.percent());
    Ok(One { data: State { status, progress, result: format!("/tasks/{}", job.id) } })
}

/// The job, for a token that may do what it does.
async fn permitted(caller: &Caller, id: &Int) -> Result<Job, Failure> {
    let job = find(caller, "id", id).await?;
    let kinds = caller.state.part::<Kinds>();
    let work = kinds.of(&job.task.kind).ok_or(Error::NotFound)?;
    if is_permitted(caller, work.needs(&job.task.act)).await? { Ok(job) } else { Err(Error::Forbidden.into()) }
}

async fn is_permitted(caller: &Caller, needs: Permission) -> Result<bool, Failure> {
    let Some(id) = caller.actor.id else { return Ok(false) };
    Ok(api::may(&mut caller.state.db.conn().await?, id, caller.state.clock.now(), needs).await?)
}

async fn find(caller: &Caller, field: &'static str, id: &Int) -> Result<Job, Failure> {
    let found = store::find(&mut caller.state.db.conn().await?, id.0).await?;
    found.ok_or_else(|| Failure { code: 404, ..Failure::field(field, &"api-no-job".into()) })
}

/// Which objects a call means: those of `ids`, or all that `filter` leaves.
pub fn selection<F: Default>(order: &Order, filter: Option<F>) -> Result<Selection<F>, Failure> {
    let ids = order.ids.as_ref().map(|ids| ids.0.iter().map(|id| id.0).collect()).unwrap_or_default();
    Selection::either(ids, filter).ok_or_else(|| Failure::field("ids", &"api-ids-or-filter".into()))
}

/// Begins a job that a call asks for.
pub async fn begin(caller: &Caller, task: Task, order: &Order) -> Result<One<Begun>, Failure> {
    let seen_at = caller.state.clock.now();
    let found = Found::of(&caller.state, &task).await?;
    if order.expect.is_some_and(|expect| found.has_drifted(expect.0)) {
        return Err(Failure::say(409, &Message::new("api-job-drifted").with("count", found.total)));
    }
    let work = caller.state.part::<Kinds>().of(&task.kind).ok_or(Error::NotFound)?;
    if !is_permitted(caller, work.needs(&task.act)).await? {
        return Err(Error::Forbidden.into());
    }
    let letters_per_minute = order.letters_per_minute.map_or(service::LETTERS_PER_MINUTE, |it| it.0);
    if !(1..=6_000).contains(&letters_per_minute) {
        let refused = Message::new("refused-number").with("least", 1).with("most", 6_000);
        return Err(Failure::field("letters_per_minute", &refused));
    }
    let new = store::New { task, undoes: None, seen_at, letters_per_minute };
    let job_id = service::start(&caller.state, caller.actor.clone(), new, &found).await?;
    Ok(One { data: Begun { job_id } })
}

impl JobView {
    fn of(it: Job) -> Self {
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
            kind: it.task.kind,
            act: it.task.act,
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
