//! Taking a record back, and choosing where something was changed again since.

use std::sync::Arc;

use actix_web::{http::StatusCode, web::Path};
use askama::Template;

use super::record::undoes;
use crate::{
    change::{
        self, Actor, Undoes,
        store::About,
        undo::{Now, Of, Undoing},
    },
    error::{Error, FieldErrors, Result},
    history::{
        Words,
        plan::{Line, Stands, given, lines},
        store::{self, Record},
    },
    i18n::Message,
    web::{Html, Page, Posted, own_path},
};

#[derive(Template)]
#[template(path = "history/undo.html")]
struct Ask<'a> {
    page: &'a Page,
    record: &'a Record,
    words: Words<'a>,
    lines: Vec<Line>,
    errors: FieldErrors,
    /// Why nothing can be done, if so.
    why_not: Option<Message>,
    chosen: &'a [(String, String)],
    back: String,
}

/// `/audit/{id}/undo`: what it would do.
pub async fn ask(mut page: Page, id: Path<i64>) -> Html {
    let record = found(&page, *id).await?;
    let chosen: Vec<(String, String)> = page.kept_or(Vec::new()).await;
    let (undoes, of) = match takes(&page, &record) {
        Ok(takes) => takes,
        Err(reason) => return refuse(&page, &record, told(&page, &record, reason).await?),
    };
    let now = now(&page, undoes, of).await?;
    let Some(now) = now else { return refuse(&page, &record, "undo-gone".into()) };
    if let Some(why) = settled(&page, &record, &now).await? {
        return refuse(&page, &record, why);
    }
    let lines = lines(&record, &now);
    page.html(&asking(&page, &record, lines, (&chosen, FieldErrors::default())))
}

/// Takes back what is recorded, as an ordinary change by the same service.
pub async fn undo(page: Page, id: Path<i64>, posted: Posted<Vec<(String, String)>>) -> Html {
    let record = found(&page, *id).await?;
    let (undoes, of) = match takes(&page, &record) {
        Ok(takes) => takes,
        Err(reason) => return refuse(&page, &record, told(&page, &record, reason).await?),
    };
    let Some(now) = now(&page, undoes, of).await? else { return refuse(&page, &record, "undo-gone".into()) };
    let chosen = posted.form;
    if let Some(why) = settled(&page, &record, &now).await? {
        return refuse(&page, &record, why);
    }
    let lines = lines(&record, &now);
    let Some(given) = given(&lines, &chosen) else {
        return page.html_with(StatusCode::CONFLICT, &asking(&page, &record, lines, (&chosen, FieldErrors::default())));
    };
    let back = way_back(&record, &chosen);
    let is_deletion = is_deletion(&record);
    if !is_deletion && given.is_empty() {
        let left = lines.iter().any(|line| line.stands == Stands::Asked);
        return page.go_saying(&back, if left { "undo-left" } else { "undo-already" });
    }
    let undoing = Undoing { record: record.id, kind: record.object_kind.clone(), object: of.id, given: given.clone() };
    let by = Actor { undoes: Some(Arc::new(undoing)), ..page.actor() };
    let done = match is_deletion {
        true => undoes.bring_back(&page.state, by, of, now.version).await,
        false => undoes.give(&page.state, by, of, (now.version, &given)).await,
    };
    let (status, errors) = match done {
        Ok(()) => return page.go_saying(&back, "undo-taken-back"),
        Err(Error::Refused(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict(why) | Error::OverLimit(why)) => (StatusCode::CONFLICT, FieldErrors::whole(why)),
        Err(Error::Stale) => (StatusCode::CONFLICT, FieldErrors::whole("undo-stale")),
        Err(Error::NotFound) => return refuse(&page, &record, "undo-gone".into()),
        Err(error) => return Err(error),
    };
    page.html_with(status, &asking(&page, &record, lines, (&chosen, errors)))
}

/// Whether what it takes back is a deletion of something that is kept for a while. That of an account is a field of it.
fn is_deletion(record: &Record) -> bool {
    record.action == "delete" && record.object_kind != "account"
}

/// Why there is nothing to take back as it stands now, if so.
async fn settled(page: &Page, record: &Record, now: &Now) -> Result<Option<Message>> {
    Ok(match (is_deletion(record), now.is_deleted) {
        (true, false) => Some("undo-already".into()),
        (false, true) => Some("undo-is-deleted".into()),
        (true, true) => {
            let mut conn = page.state.db.conn().await?;
            let again = store::last_deletion(&mut conn, record).await?.is_some_and(|id| id != record.id);
            again.then(|| "undo-deleted-again".into())
        }
        (false, false) => None,
    })
}

async fn found(page: &Page, id: i64) -> Result<Record> {
    store::find(&mut page.state.db.conn().await?, id).await?.ok_or(Error::NotFound)
}

/// What takes it back, if the reader may; else why nothing does.
fn takes<'a>(page: &Page, record: &'a Record) -> Result<(&'static dyn Undoes, Of<'a>), Result<Message>> {
    let undoes = undoes(page, record).map_err(|reason| Ok(reason.into()))?;
    if !page.may(undoes.needs()) {
        return Err(Err(Error::Forbidden));
    }
    let id = record.object_id.ok_or_else(|| Ok("undo-nothing".into()))?;
    Ok((undoes, Of { kind: &record.object_kind, id, account_id: record.account_id }))
}

/// Whoever may not is on the record, as at any other door.
async fn told(page: &Page, record: &Record, reason: Result<Message>) -> Result<Message> {
    if matches!(reason, Err(Error::Forbidden)) {
        let name = format!("/audit/{}/undo", record.id);
        let about = About { kind: "page", id: None, name, account_id: record.account_id };
        change::refused(&page.state, page.actor(), about, &[]).await;
    }
    reason
}

async fn now(page: &Page, undoes: &'static dyn Undoes, of: Of<'_>) -> Result<Option<Now>> {
    let mut conn = page.state.db.conn().await?;
    undoes.now(&mut conn, of).await
}

/// The way back that was posted, else the record's own page.
fn way_back(record: &Record, posted: &[(String, String)]) -> String {
    let posted = posted.iter().find(|(name, value)| name == "return_to" && !value.is_empty());
    let back = posted.and_then(|(_, path)| own_path(path));
    back.map_or_else(|| format!("/audit/{}", record.id), str::to_owned)
}

impl Ask<'_> {
    fn label(&self, line: &Line) -> String {
        self.page.field_label(&self.record.object_kind, &line.field)
    }

    fn shown(&self, line: &Line, value: &str) -> String {
        match value {
            "" => "∅".to_owned(),
            value => crate::history::shown(self.page, &self.record.object_kind, &line.field, value),
        }
    }

    fn asks(&self) -> bool {
        self.lines.iter().any(Line::is_asked)
    }
}

fn asking<'a>(
    page: &'a Page,
    record: &'a Record,
    lines: Vec<Line>,
    (chosen, errors): (&'a [(String, String)], FieldErrors),
) -> Ask<'a> {
    let back = way_back(record, chosen);
    Ask { page, record, words: Words::of(page), lines, errors, why_not: None, chosen, back }
}

fn refuse(page: &Page, record: &Record, why: Message) -> Html {
    let ask = asking(page, record, Vec::new(), (&[], FieldErrors::default()));
    page.html_with(StatusCode::CONFLICT, &Ask { why_not: Some(why), ..ask })
}
