//! `/tasks`: the jobs of all, and one with what became of each of its objects.

pub mod preview;
mod progress;

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use actix_web::{
    HttpResponse,
    http::header::{CacheControl, CacheDirective},
    web::{Bytes, Path},
};
use askama::Template;
use futures_util::stream;
use serde_json::json;

use progress::progress;

use super::{
    model::{Item, Job, Outcome, PLATFORM, Status},
    service,
    store::{self, Filter, Refusals},
};
use crate::{
    change::{Kinds, Recorded, Work},
    db::Conn,
    error::{Error, Result},
    forms::Choice,
    i18n::{Lang, Message},
    lists::{ListQuery, Listing, Rows, Sought, Table, grouped},
    people::Permission,
    state::State,
    views::{self, Around},
    web::{Asking, Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "jobs/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<Job>,
    around: Around,
    statuses: Vec<Choice>,
    kinds: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "jobs/show.html")]
struct Show<'a> {
    page: &'a Page,
    job: &'a Job,
    rows: Rows<Item>,
    refusals: Vec<Refusals>,
    outcomes: Vec<Choice>,
    /// Where an object is seen, with `{id}`.
    address: Option<String>,
    may: bool,
    undo: Option<Message>,
    /// Whether the page is asked for anew by itself, where there is no script.
    reloads: bool,
    /// The list that it is about.
    list: Option<String>,
    /// The file that it makes, or why there is none; nothing where it makes none.
    file: Option<Result<String, Message>>,
    back: String,
}

/// How often a stream looks how far the job is.
const LOOKS: Duration = Duration::from_secs(1);
/// So often a stream looks before it ends; whoever asks anew is asked for their session anew.
const TIMES: u32 = 15;

pub async fn list(page: Page, query: ListQuery) -> Html {
    let mut conn = page.state.db.conn().await?;
    if let Some(address) = views::opens_with(&page, &mut conn, &store::LIST, &query).await? {
        return page.go(&address);
    }
    let around = views::around(&page, &mut conn, &store::LIST, &query).await?;
    let rows = sought(query)?.of_size(around.size).fetch(&mut conn, page.lists()).await?;
    let statuses = page.choices("job-status", Status::ALL.iter().map(|status| status.as_str()));
    let known = page.state.part::<Kinds>();
    let kinds = known.0.iter().map(|work| work.kind().name).chain([PLATFORM]);
    let kinds = page.choices("job-kind", kinds);
    page.html(&List { page: &page, rows, around, statuses, kinds })
}

pub async fn table(Asking { reader, query, .. }: Asking, _: &mut Conn) -> Result<Box<dyn Table>> {
    let columns = views::columns(&reader.likings, &store::LIST, &query);
    Ok(sought(query)?.showing(&store::LIST, &columns).table(reader.lang))
}

fn sought(query: ListQuery) -> Result<Sought<Job>> {
    let filter = Filter {
        status: query.get("status"),
        kind: query.get("kind"),
        account_id: query.get("account").and_then(|id| id.parse().ok()),
        actor: query.get("who"),
    };
    let filtered = store::listed(&filter);
    let listing = Listing::read(query, &store::SORTS, "-id").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, store::ROW, &store::FIELDS))
}

/// What became of each object.
pub async fn table_of_objects(Asking { reader, query, ids }: Asking, conn: &mut Conn) -> Result<Box<dyn Table>> {
    let id = ids.first().ok_or(Error::NotFound)?;
    let job = store::find(conn, *id).await?.ok_or(Error::NotFound)?;
    Ok(objects(query, &job)?.table(reader.lang))
}

fn objects(query: ListQuery, job: &Job) -> Result<Sought<Item>> {
    let filtered = store::items(job, query.get("outcome"));
    let listing = Listing::read(query, &store::ITEMS, "ordinal").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, store::ITEM, &store::ITEM_FIELDS))
}

pub async fn show(page: Page, query: ListQuery, id: Path<i64>) -> Html {
    let job = find(&page.state, *id).await?;
    let mut conn = page.state.db.conn().await?;
    let refusals = if job.refused > 0 { store::refusals(&mut conn, job.id).await? } else { Vec::new() };
    let rows = objects(query.clone(), &job)?.fetch(&mut conn, page.lists()).await?;
    drop(conn);
    let work = work(&page.state, &job);
    let known = page.state.part::<Recorded>();
    let address =
        work.and_then(|work| known.0.iter().find(|(kind, _)| *kind == work.kind().object)).and_then(|(_, it)| *it);
    let account = job.task.account_id.map(|id| id.to_string()).unwrap_or_default();
    let show = Show {
        page: &page,
        job: &job,
        rows,
        refusals,
        outcomes: page.choices("job-outcome", Outcome::ALL.iter().map(|outcome| outcome.as_str())),
        address: address.map(|address| address.replace("{account}", &account)),
        may: may(&page, work, &job),
        undo: service::reason_against_undo(&page.state, &job),
        list: work.and_then(|work| work.list(&job.task)),
        file: work.and_then(|work| file(&page, work, &job)),
        reloads: !job.is_over() && !query.is("live", "0"),
        back: page.way_back("/tasks"),
    };
    page.html(&show)
}

/// Server-sent events: how far the job is, each second while it runs. A stream is short; the browser asks for the next,
/// as whoever is signed in by then.
pub async fn events(page: Page, id: Path<i64>) -> Html {
    find(&page.state, *id).await?;
    let (state, lang, id) = (page.state.clone().into_inner(), page.lang, *id);
    let events = stream::unfold((0, false), move |(looked, is_over)| {
        let state = Arc::clone(&state);
        async move {
            if is_over || looked >= TIMES || state.stopping.load(Ordering::Relaxed) {
                return None;
            }
            if looked > 0 {
                tokio::time::timeout(LOOKS, std::future::pending::<()>()).await.ok();
            }
            let job = find(&state, id).await.ok()?;
            let begin = if looked == 0 { "retry: 1000\n" } else { "" };
            let event = format!("{begin}id: {}\ndata: {}\n\n", job.worked(), said(&job, lang, &state));
            Some((Ok::<_, actix_web::Error>(Bytes::from(event)), (looked + 1, job.is_over())))
        }
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(CacheControl(vec![CacheDirective::NoStore]))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(Box::pin(events)))
}

fn said(job: &Job, lang: Lang, state: &State) -> serde_json::Value {
    json!({"value": job.worked(), "max": job.total.max(1), "text": progress(job, lang, state), "over": job.is_over()})
}

pub async fn cancel(page: Page, id: Path<i64>, _: Posted<()>) -> Html {
    let job = permitted(&page, *id).await?;
    service::cancel(&page.state, page.actor(), &job).await?;
    page.go_saying(&format!("/tasks/{id}"), "job-cancelled")
}

pub async fn undo(page: Page, id: Path<i64>, _: Posted<()>) -> Html {
    let job = permitted(&page, *id).await?;
    let undoing = service::undo(&page.state, page.actor(), &job).await?;
    page.go(&format!("/tasks/{undoing}"))
}

/// The job, for whoever may do what it does.
async fn permitted(page: &Page, id: i64) -> Result<Job> {
    let job = find(&page.state, id).await?;
    if may(page, work(&page.state, &job), &job) { Ok(job) } else { Err(Error::Forbidden) }
}

fn may(page: &Page, work: Option<&'static dyn Work>, job: &Job) -> bool {
    let may_at_all = has_asked(page, job) || page.may(Permission::SendLetters);
    may_at_all && work.is_some_and(|work| page.may(work.needs(&job.task)))
}

fn has_asked(page: &Page, job: &Job) -> bool {
    page.admin().is_some_and(|admin| job.actor_kind == "admin" && job.actor_id == Some(admin.id))
}

/// Where the file is that the job makes, or why it is not there for the reader.
fn file(page: &Page, work: &'static dyn Work, job: &Job) -> Option<Result<String, Message>> {
    let kept = work.keeps_file()?;
    let finished = job.finished_at?;
    Some(match () {
        () if !job.has_made_all() => Err("job-file-none".into()),
        () if finished + kept <= page.now() => Err(Message::new("job-file-gone").with("count", kept.num_days())),
        () if !is_for(page, work, job) => Err("job-file-not-yours".into()),
        () => Ok(format!("/tasks/{}/file", job.id)),
    })
}

/// Whether the file that a job makes is the reader's: whoever asked for it, and owners, while they may see what is in it.
pub fn is_for(page: &Page, work: &dyn Work, job: &Job) -> bool {
    (has_asked(page, job) || page.may(Permission::EditSettings)) && page.may(work.needs(&job.task))
}

fn work(state: &State, job: &Job) -> Option<&'static dyn Work> {
    state.part::<Kinds>().of(&job.task.kind)
}

async fn find(state: &State, id: i64) -> Result<Job> {
    store::find(&mut state.db.conn().await?, id).await?.ok_or(Error::NotFound)
}

/// The colour and the icon of a status.
fn look(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Waiting => ("cold", "hourglass"),
        Status::Running => ("cold", "refresh"),
        Status::Completed => ("quiet", "check"),
        Status::Failed => ("bad", "warning"),
        Status::Cancelled => ("quiet", "off"),
    }
}

fn is_number(column: &str) -> bool {
    matches!(column, "done" | "refused" | "total")
}

fn title(page: &Page, job: &Job) -> String {
    if job.is_platforms() {
        return job.task.params.clone();
    }
    let title = page.t(&job.title());
    match job.undoes {
        Some(_) => page.say(&Message::new("job-undoing").with("act", title)),
        None => title,
    }
}

impl Show<'_> {
    fn progress(&self) -> String {
        progress(self.job, self.page.lang, &self.page.state)
    }

    fn outcome(&self, item: &Item) -> String {
        self.page.field_label("job-outcome", item.outcome().as_str())
    }

    fn why(&self, json: &Option<String>) -> String {
        let why = json.as_deref().and_then(|json| serde_json::from_str::<Message>(json).ok());
        why.map(|why| self.page.say(&why)).unwrap_or_default()
    }

    fn link(&self, item: &Item) -> Option<String> {
        Some(self.address.as_ref()?.replace("{id}", &item.object_id.to_string()))
    }

    fn number(&self, count: &i64) -> String {
        grouped(*count, self.page.lang)
    }

    fn summary(&self) -> Vec<(&'static str, i64)> {
        let Job { done, already, refused, total, .. } = self.job;
        let open = total - self.job.worked();
        let all = [("done", *done), ("already", *already), ("refused", *refused), ("open", open)];
        all.into_iter().filter(|(outcome, count)| *count > 0 || *outcome == "done").collect()
    }
}
