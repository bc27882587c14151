//! Reading a file into rows, trying them, and doing what was agreed to.

use std::{fs::File, sync::Arc};

use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::{
    model::{Import, KEPT, Kind},
    store,
};
use crate::{
    change::{Actor, Change, work::Task},
    error::{Error, Result},
    files::read::{self, Failure, How, Row},
    i18n::{Lang, Message},
    jobs::{self, Found, kept},
    state::State,
};

/// What goes with a job over the rows of a file.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Params {
    pub import: i64,
    #[serde(default)]
    pub welcomes: bool,
}

/// No file is read for so long: whoever had it read is gone.
const READING: TimeDelta = TimeDelta::hours(1);
/// Parts of a file that wait to be written.
const WAITING: usize = 4;

/// Reads a file; the import's id, or why there is none. What was read until then is taken away.
pub async fn receive(
    state: &State,
    by: Actor,
    (kind, account_id): (Kind, Option<i64>),
    (file, how): (Arc<File>, How),
) -> Result<Result<i64, Failure>> {
    let admin_id = by.id.unwrap_or(0);
    let mut change = Change::begin(state, by).await?;
    let id = store::begin(&mut change, kind, account_id).await?;
    change.keep();
    change.commit().await?;
    let (rows, mut parts) = tokio::sync::mpsc::channel::<Vec<Row>>(WAITING);
    let reading = tokio::task::spawn_blocking(move || {
        let file = file.try_clone().map_err(Failure::Io)?;
        read::read(file, how, &mut |part| rows.blocking_send(part).is_ok())
    });
    let (mut heads, mut total) = (None, 0);
    while let Some(mut part) = parts.recv().await {
        if heads.is_none() && !part.is_empty() {
            heads = Some(part.remove(0).1);
        }
        total += i64::try_from(part.len()).unwrap_or(0);
        let mut tx = state.db.begin().await?;
        store::add(&mut tx, id, part).await?;
        tx.commit().await?;
    }
    let read = reading.await.map_err(anyhow::Error::from)?;
    if let Err(failure) = read {
        forget(state, id).await?;
        return Ok(Err(failure));
    }
    let heads = heads.unwrap_or_default();
    let known = store::remembered(&mut state.db.conn().await?, admin_id, kind).await?;
    let mapping = recognised(kind, &heads, &known);
    let mut tx = state.db.begin().await?;
    store::is_read(&mut tx, id, (&heads, &mapping), total).await?;
    tx.commit().await?;
    Ok(Ok(id))
}

/// Which field each head is: what its reader took it for before, its name, or what a form calls it in any language.
fn recognised(kind: Kind, heads: &[String], known: &[(String, String)]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for head in heads {
        let before = known.iter().find(|(it, _)| *it == folded(head)).map(|(_, field)| field.clone());
        let field = before.unwrap_or_else(|| {
            let named = kind.fields().iter().find(|field| is_called(kind, field.name, &folded(head)));
            named.map(|field| field.name.to_owned()).unwrap_or_default()
        });
        taken.push(if taken.contains(&field) { String::new() } else { field });
    }
    taken
}

fn is_called(kind: Kind, field: &str, head: &str) -> bool {
    let label = format!("{}-{}", kind.prefix(), field.replace('_', "-"));
    field == head || Lang::ALL.iter().filter_map(|lang| lang.find(&label)).any(|label| folded(&label) == *head)
}

pub fn folded(head: &str) -> String {
    head.trim().to_lowercase()
}

/// Takes the columns for these fields, and begins to try each row.
pub async fn try_all(state: &State, by: Actor, import: &Import, mapping: &[String]) -> Result<()> {
    let mut change = Change::begin(state, by.clone()).await?;
    if let Some(admin_id) = by.id {
        for (head, field) in import.heads().iter().zip(mapping) {
            store::remember(&mut change.conn, (admin_id, import.kind), (&folded(head), field)).await?;
        }
    }
    store::map(&mut change.conn, import.id, mapping).await?;
    change.keep();
    change.commit().await?;
    let params = Params { import: import.id, welcomes: false };
    let job = start(state, by, import, ("try", params, jobs::LETTERS_PER_MINUTE), &Found::default()).await?;
    let mut tx = state.db.begin().await?;
    let begun = store::begin_try(&mut tx, import.id, job).await?;
    tx.commit().await?;
    if begun { Ok(()) } else { Err(Error::Conflict("import-is-tried".into())) }
}

/// Begins to do what each row says that would come to something; the job's id.
pub async fn import_all(
    state: &State,
    by: Actor,
    import: &Import,
    (welcomes, letters_per_minute): (bool, i64),
) -> Result<i64> {
    let mut conn = state.db.conn().await?;
    let counts = store::counts(&mut conn, import.id).await?;
    drop(conn);
    if counts.redirects > 0 {
        by.may_hand_over()?;
    }
    if counts.new + counts.changed == 0 {
        return Err(Error::Conflict("import-nothing".into()));
    }
    let found = Found { changed: counts.new + counts.changed, ..Found::default() };
    let params = Params { import: import.id, welcomes };
    let job = start(state, by, import, ("add", params, letters_per_minute), &found).await?;
    let mut tx = state.db.begin().await?;
    if !store::begin_import(&mut tx, import.id, job).await? {
        return Err(Error::Conflict("import-is-agreed".into()));
    }
    tx.commit().await?;
    Ok(job)
}

async fn start(
    state: &State,
    by: Actor,
    import: &Import,
    (does, params, letters_per_minute): (&str, Params, i64),
    found: &Found,
) -> Result<i64> {
    let task = Task {
        kind: super::work::KIND.name.to_owned(),
        act: format!("{does}_{}", import.kind.as_str()),
        params: kept(&params)?,
        selection: "{}".to_owned(),
        account_id: import.account_id,
    };
    let new = jobs::store::New { task, undoes: None, seen_at: state.clock.now(), letters_per_minute };
    jobs::service::start(state, by, new, found).await
}

async fn forget(state: &State, id: i64) -> Result<()> {
    loop {
        let mut tx = state.db.begin().await?;
        let gone = store::forget_rows(&mut tx, id).await?;
        if gone == 0 {
            store::forget(&mut tx, id).await?;
        }
        tx.commit().await?;
        if gone == 0 {
            return Ok(());
        }
    }
}

pub fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let now = state.clock.now();
        let before = (now - KEPT, now - READING);
        while let Some(id) = store::first_before(&mut state.db.conn().await?, before).await? {
            forget(state, id).await?;
        }
        Ok(())
    })
}

/// Why a file cannot be read, in a sentence.
pub fn sentence(failure: Failure) -> Result<Message> {
    match failure {
        Failure::Refused(message) => Ok(message),
        Failure::NotUtf8(encoding) => Ok(Message::new("import-not-utf-8").with("encoding", encoding.as_str())),
        Failure::Left => Err(anyhow::anyhow!("nobody took the rows of a file").into()),
        Failure::Io(error) => Err(anyhow::Error::from(error).into()),
    }
}
