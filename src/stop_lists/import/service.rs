//! Reading a file, and beginning the job that puts its entries on a list.

use std::{
    fs::File,
    io::{BufReader, Seek},
    sync::Arc,
};

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{
    read::{self, Extent, Failure, How, Part},
    work::KIND,
};
use crate::{
    change::{Actor, Change, work::Task},
    error::{FieldErrors, Result},
    i18n::Message,
    jobs::{self, Found, kept},
    state::State,
    stop_lists::{
        model::Why,
        service::{live, note},
        store::imports::{self, New},
    },
    stops::{self, Key, Kind},
};

/// What goes with the job.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Params {
    pub import: i64,
}

/// What was begun.
pub struct Begun {
    pub import: i64,
    pub job: i64,
    pub extent: Extent,
}

/// What there is to be read.
pub enum Values {
    File(Arc<File>),
    Lines(Vec<String>),
}

/// How long what was refused of a file is told.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// No file is read for so long: whoever had it read is gone.
const READING: TimeDelta = TimeDelta::hours(1);
/// Parts of a file that wait to be written.
const WAITING: usize = 2;

/// Reads a file and begins the job.
pub async fn receive(
    state: &State,
    by: Actor,
    list_id: i64,
    (values, kind_of_md5): (Values, Kind),
    why: &Why,
) -> Result<Begun> {
    let rehearses = by.watch.as_ref().is_some_and(|watch| watch.rehearses());
    let mut change = Change::begin(state, by.clone()).await?;
    let it = live(&mut change, list_id).await?;
    let key = stops::make_key(state, &mut change.conn).await?;
    let new = New { list_id, kind: kind_of_md5, why, by: &by.name, at: change.at };
    let id = imports::begin(&mut change.conn, &new).await?;
    change.keep();
    change.commit().await?;
    let field = if matches!(values, Values::File(_)) { "file" } else { "values" };
    let read = take_in(state, (!rehearses).then_some(id), (values, key, kind_of_md5)).await;
    let Ok(extent) = read else {
        drop_read(state, id, rehearses).await?;
        return Err(anyhow::anyhow!("a file could not be read: {}", read.err().unwrap_or_default()).into());
    };
    if extent.entries == 0 {
        drop_read(state, id, rehearses).await?;
        let nothing = Message::new("stop-list-import-nothing").with("lines", extent.refused);
        return Err(FieldErrors::one(field, nothing).into());
    }
    let mut change = Change::begin(state, by).await?;
    let said = [
        ("lines", (extent.entries + extent.refused).to_string()),
        ("refused", extent.refused.to_string()),
        ("kind_of", kind_of_md5.as_str().to_owned()),
        ("reason", why.reason.clone()),
    ];
    note(&mut change, "import-entries", &it, said.into()).await?;
    imports::is_read(&mut change.conn, id, extent).await?;
    let (kind, act) = (KIND.name.to_owned(), "import".to_owned());
    let task = Task { kind, act, params: kept(&Params { import: id })?, selection: "{}".to_owned(), account_id: None };
    let letters_per_minute = jobs::LETTERS_PER_MINUTE;
    let new = jobs::store::New { task, undoes: None, seen_at: change.at, letters_per_minute };
    let found = Found { changed: extent.entries, ..Found::default() };
    // In the same transaction: a file that was read is brought in, whatever becomes of this process.
    let job = jobs::service::start_in(&mut change, new, &found).await?;
    imports::is_begun(&mut change.conn, id, job).await?;
    change.commit().await?;
    Ok(Begun { import: id, job, extent })
}

/// Each part is written as it comes, so that no more than a few are in memory; of a rehearsal none is.
async fn take_in(
    state: &State,
    id: Option<i64>,
    (values, key, kind_of_md5): (Values, Arc<Key>, Kind),
) -> Result<Extent, String> {
    let (parts, mut taken) = tokio::sync::mpsc::channel::<Part>(WAITING);
    let keeps_md5 = state.config.stop_list_md5;
    let reading = tokio::task::spawn_blocking(move || {
        let how = How { key: &key, kind_of_md5, keeps_md5 };
        let takes = &mut |part| parts.blocking_send(part).is_ok();
        match values {
            Values::File(file) => {
                let mut file = file.try_clone().map_err(Failure::Io)?;
                file.rewind().map_err(Failure::Io)?;
                read::read(BufReader::new(file), &how, takes)
            }
            Values::Lines(lines) => read::read(
                lines.iter().map(|it| it.replace('\n', " ")).collect::<Vec<_>>().join("\n").as_bytes(),
                &how,
                takes,
            ),
        }
    });
    let mut ordinal = 0;
    while let Some(part) = taken.recv().await {
        ordinal += 1;
        if let Some(id) = id {
            write(state, id, ordinal, part).await.map_err(|error| error.to_string())?;
        }
    }
    let read = reading.await.map_err(|error| error.to_string())?;
    read.map_err(|error| error.to_string())
}

async fn write(state: &State, id: i64, ordinal: i64, part: Part) -> Result<()> {
    let mut tx = state.db.begin().await?;
    imports::add(&mut tx, id, ordinal, &part).await?;
    Ok(tx.commit().await?)
}

/// A rehearsal has kept nothing.
async fn drop_read(state: &State, id: i64, rehearses: bool) -> Result<()> {
    if rehearses { Ok(()) } else { forget(state, id).await }
}

async fn forget(state: &State, id: i64) -> Result<()> {
    let mut tx = state.db.begin().await?;
    imports::forget(&mut tx, id).await?;
    Ok(tx.commit().await?)
}

/// Files that were read long ago, or never to their end.
pub async fn sweep(state: &State) -> Result<()> {
    let now = state.clock.now();
    while let Some(id) = imports::first_before(&mut state.db.conn().await?, (now - KEPT, now - READING)).await? {
        forget(state, id).await?;
    }
    Ok(())
}
