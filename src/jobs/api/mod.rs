//! Jobs over the API.

mod asks;
mod views;

pub use asks::Order;
use asks::{ById, ByTask, OfTasks, Only, Outcomes, ReportedTask};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
pub use views::Begun;
use views::{JobView, OutcomeView, State};

use super::{
    Found, Selection,
    model::{Job, Outcome},
    platform, service,
    store::{self, Filter},
};
use crate::{
    api::{
        self, Call, Caller, Failure, Int, Nothing, One, Part, Reply, Rows, Scope,
        asks::{List, With},
        report::{as_of, within},
        rows,
    },
    change::{Kinds, work::Task},
    error::Error,
    i18n::{Lang, Message},
    people::Permission,
};

/// What became of each task of a report, in their order.
#[derive(Serialize, ToSchema)]
#[schema(as = TaskOutcomes)]
struct Reports {
    data: Vec<platform::Outcome>,
}

impl Reply for Reports {}

pub fn calls() -> Vec<Call> {
    use Scope::{AccountsRead, AccountsWrite};
    let job = json!({
        "id": 1, "kind": "accounts", "act": "freeze", "account_id": null, "status": "completed", "total": 40, "done": 38, "already": 1,
        "refused": 1, "progress": 100, "asked_by": "Billing", "undoes": null, "error_text": "", "created_at": "2026-03-01T09:30:00Z",
        "started_at": "2026-03-01T09:30:01Z", "finished_at": "2026-03-01T09:30:02Z",
    });
    let outcome = json!({"ordinal": 1, "object_id": 12, "name": "Acme", "outcome": "done", "reason": ""});
    let task = json!({"id": "import-17", "name": "Import of clients.csv", "status": "running", "progress": 34});
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
        .example(json!({"id": 1, "outcome": "done"}), json!({"data": [outcome], "total_count": 1})),
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
        Call::new(
            "tasks/report",
            Scope::PlatformReport,
            "For the platform: what it works on. It stands among the jobs; of one task an older report is passed over, and one of \
             which nothing was reported for an hour is lost.",
            report,
        )
        .example(
            json!({"account_id": "acme", "at": "2026-03-01T09:30:00Z", "tasks": [task]}),
            json!({"data": [{"id": "import-17", "outcome": "stored", "reason": ""}]}),
        ),
    ]
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
    Ok(Rows::of(found, |it| OutcomeView {
        ordinal: it.ordinal,
        object_id: it.object_id,
        outcome: it.outcome().as_str(),
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

async fn report(caller: &Caller, ask: OfTasks) -> Result<Reports, Failure> {
    let account_id = api::any_account(caller, "account_id", &ask.account_id).await?;
    let at = as_of(caller, ask.at.as_ref())?;
    let parts = within("tasks", ask.tasks.0)?.into_iter().map(ReportedTask::part).collect();
    let data = platform::report(&caller.state, caller.actor.clone(), account_id, (at, parts)).await?;
    Ok(Reports { data })
}

/// The job, for a token that may do what it does.
async fn permitted(caller: &Caller, id: &Int) -> Result<Job, Failure> {
    let job = find(caller, "id", id).await?;
    let kinds = caller.state.part::<Kinds>();
    let work = kinds.of(&job.task.kind).ok_or(Error::NotFound)?;
    if is_permitted(caller, work.needs(&job.task)).await? { Ok(job) } else { Err(Error::Forbidden.into()) }
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
    if !is_permitted(caller, work.needs(&task)).await? {
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
