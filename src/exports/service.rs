//! Asking for a file, making a part of it, forgetting it.

use chrono::TimeDelta;
use futures_util::future::BoxFuture;

use super::{
    model::{Extent, KIND, Params},
    store::{self, Part},
};
use crate::{
    change::{Actor, Change, work::Task},
    error::Result,
    files::{Format, long},
    jobs::{self, Found, kept},
    state::State,
    web::{Exports, Reader, account_of},
};

/// How long a file is kept.
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// Begins a job that makes a workbook of so many rows of a list; its id. Where the same is made for the same administrator
/// at this moment, that one's.
pub async fn begin(state: &State, by: Actor, params: &Params, rows: i64) -> Result<i64> {
    let account_id = account_of(&params.path);
    let params = kept(params)?;
    let under_way = store::under_way(&mut state.db.conn().await?, by.id, (KIND.name, &params)).await?;
    if let Some(id) = under_way {
        return Ok(id);
    }
    let (kind, act, selection) = (KIND.name.to_owned(), Format::Xlsx.as_str().to_owned(), kept(&Extent { rows })?);
    let task = Task { kind, act, params, selection, account_id };
    let letters_per_minute = jobs::LETTERS_PER_MINUTE;
    let new = jobs::store::New { task, undoes: None, seen_at: state.clock.now(), letters_per_minute };
    jobs::service::start(state, by, new, &Found { changed: rows, ..Found::default() }).await
}

/// Makes the next part; whether there are more rows behind it.
pub async fn make_part(state: &State, change: &mut Change, (job, params): (i64, &Params)) -> Result<bool> {
    let last = store::last(&mut change.conn, job).await?;
    if last.as_ref().is_some_and(|last| last.place.is_none()) {
        return Ok(false);
    }
    let (sheet, place) = last.as_ref().map_or((None, None), |last| (Some(last.sheet()), last.place.clone()));
    let reader = Reader::absent(state, change.by.id, params.reads());
    let query = params.query_after(place);
    let mut table = state.part::<Exports>().table(reader, query, &mut change.conn).await?;
    let rows = table.next(&mut change.conn, long::PART).await?;
    let (heads, place) = (table.heads(), table.place());
    let made = tokio::task::spawn_blocking(move || long::part(&heads, &rows, sheet));
    let (sheet, data) = made.await.map_err(anyhow::Error::from)??;
    let has_more = place.is_some();
    let part = Part {
        ordinal: last.map_or(1, |last| last.ordinal + 1),
        sheet: sheet.number,
        sheet_rows: sheet.rows,
        sheet_size: sheet.size,
        sheet_crc: sheet.crc,
        place,
        packed: i64::try_from(data.len()).map_err(anyhow::Error::from)?,
    };
    store::add(&mut change.conn, job, part, data).await?;
    Ok(has_more)
}

/// Forgets the parts of files that nobody gets any more, some at a time.
pub fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let before = state.clock.now() - KEPT;
        while let Some(job) = store::forgotten(&mut state.db.conn().await?, before).await? {
            let mut tx = state.db.begin().await?;
            store::forget(&mut tx, job).await?;
            tx.commit().await?;
        }
        Ok(())
    })
}
