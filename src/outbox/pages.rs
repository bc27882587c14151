use std::sync::Arc;

use actix_web::{http::StatusCode, web::Path};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    model::{LetterRow, StoredLetter},
    store,
};
use crate::{
    brand,
    change::{Change, store::About},
    db::Conn,
    error::{Error, Result},
    forms::Choice,
    i18n::Message,
    lists::{ListQuery, Listing, Rows, Sought, Table},
    mail::{Kind, Pause, Status, Transport, letters::shown},
    people::Permission,
    views::{self, Around},
    web::{Asking, Html, Page, Posted, letter},
};

#[derive(Template)]
#[template(path = "outbox/list.html")]
struct List<'a> {
    page: &'a Page,
    rows: Rows<LetterRow>,
    around: Around,
    statuses: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "outbox/preview.html")]
struct Preview<'a> {
    page: &'a Page,
    letter: &'a StoredLetter,
    back: String,
}

/// Among the statuses to choose from: queued, for too long.
const LATE: &str = "late";

/// Whom the reader sees it come from.
fn sender(page: &Page, letter: &StoredLetter) -> String {
    let mut from = page.state.config.mail_from.clone();
    from.name = letter.from_name.clone().or(from.name);
    from.to_string()
}

fn transport(page: &Page) -> Arc<Transport> {
    page.state.part()
}

fn kind(page: &Page, kind: Kind) -> String {
    page.t(&format!("letter-kind-{}", kind.as_str()))
}

fn status(page: &Page, status: Status) -> String {
    page.t(&format!("letter-status-{}", status.as_str()))
}

/// The colour and the icon of a status.
fn look(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Queued => ("cold", "hourglass"),
        Status::Sent => ("sent", "check"),
        Status::Failed => ("bad", "warning"),
        Status::Cancelled => ("quiet", "off"),
    }
}

/// Since when the mail server takes no letters, and when it is asked again; why follows in its own words.
fn away(page: &Page, pause: &Pause) -> String {
    let [since, until] = [pause.since, pause.until].map(|at| page.exact_time(&at));
    page.say(&Message::new("outbox-server-away").with("since", since).with("until", until))
}

/// Steward's own reasons are kept as keys; what a mail server said is shown as it said it.
fn error(page: &Page, row: &LetterRow) -> String {
    let Some(error) = row.last_error.as_deref() else { return String::new() };
    page.lang.find(&format!("letter-reason-{error}")).unwrap_or_else(|| error.to_owned())
}

pub async fn list(page: Page, query: ListQuery) -> Html {
    let mut conn = page.state.db.conn().await?;
    if let Some(address) = views::opens_with(&page, &mut conn, &store::LIST, &query).await? {
        return page.go(&address);
    }
    let around = views::around(&page, &mut conn, &store::LIST, &query).await?;
    let rows = sought(page.now(), query)?.of_size(around.size).fetch(&mut conn, page.lists()).await?;
    let statuses = Status::ALL.iter().map(|it| Choice { value: it.as_str().to_owned(), label: status(&page, *it) });
    let late = Choice { value: LATE.to_owned(), label: page.t("letter-status-late") };
    page.html(&List { page: &page, rows, around, statuses: statuses.chain([late]).collect() })
}

pub async fn table(Asking { reader, query, .. }: Asking, _: &mut Conn) -> Result<Box<dyn Table>> {
    let columns = views::columns(&reader.likings, &store::LIST, &query);
    Ok(sought(reader.now, query)?.showing(&store::LIST, &columns).table(reader.lang))
}

fn sought(now: DateTime<Utc>, query: ListQuery) -> Result<Sought<LetterRow>> {
    let filtered = match query.get("status") {
        Some(LATE) => store::late(store::listed(None, query.get("q")), now),
        status => store::listed(status, query.get("q")),
    };
    let listing = Listing::read(query, &store::SORTS, "-id").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, filtered, store::ROW, &store::FIELDS))
}

pub async fn preview(page: Page, id: Path<i64>) -> Html {
    let letter = find(&page, *id).await?;
    page.html(&Preview { page: &page, letter: &letter, back: page.way_back("/outbox") })
}

/// The HTML part as a document of its own, its picture inside.
pub async fn html(page: Page, id: Path<i64>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let found = store::find(&mut conn, *id).await?.ok_or(Error::NotFound)?;
    let png = match found.logo_id {
        Some(id) => brand::store::logo(&mut conn, id).await?,
        None => None,
    };
    Ok(letter(StatusCode::OK, shown(&found.html, png.as_deref())))
}

pub async fn again(page: Page, id: Path<i64>, _: Posted<()>) -> Html {
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let before = store::find(&mut change.conn, *id).await?.ok_or(Error::NotFound)?.row;
    if let Some(sentence) = before.why_not_again() {
        return Err(Error::Conflict(sentence.into()));
    }
    if store::again(&mut change, *id, before.kind).await? {
        change.record("send-again", &before, vec![]).await?;
    }
    change.commit().await?;
    transport(&page).ask_again();
    page.go_saying(&format!("/outbox/{id}"), "letter-will-go")
}

/// All that wait, whether for their next attempt or for the mail server, which is asked at once.
pub async fn send_all(page: Page, _: Posted<()>) -> Html {
    let mut change = Change::begin(&page.state, page.actor()).await?;
    if !store::is_waiting(&mut change.conn).await? {
        return page.go_saying("/outbox", "outbox-none-waits");
    }
    let hurried = store::all_now(&mut change).await?;
    let about = About { kind: "outbox", id: None, name: String::new(), account_id: None };
    change.note("send-all", about, vec![("letters", String::new(), hurried.to_string())]).await?;
    change.commit().await?;
    transport(&page).ask_again();
    page.go_saying("/outbox", "outbox-all-will-go")
}

pub async fn cancel(page: Page, id: Path<i64>, _: Posted<()>) -> Html {
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let before = store::find(&mut change.conn, *id).await?.ok_or(Error::NotFound)?.row;
    if store::cancel(&mut change, *id).await? {
        change.record("cancel-letter", &before, vec![]).await?;
    } else if before.status != Status::Cancelled {
        return Err(Error::Conflict(if before.is_queued() { "letter-is-going" } else { "letter-not-waiting" }.into()));
    }
    change.commit().await?;
    page.go_saying(&format!("/outbox/{id}"), "letter-cancelled")
}

async fn find(page: &Page, id: i64) -> Result<StoredLetter> {
    store::find(&mut page.state.db.conn().await?, id).await?.ok_or(Error::NotFound)
}
