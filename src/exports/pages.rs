use actix_web::{HttpRequest, body::SizedStream, http::Method, web::Bytes, web::Path};
use futures_util::{future::LocalBoxFuture, stream};

use super::{
    model::{KIND, Params},
    service::{self, KEPT},
    store,
};
use crate::{
    change::Kinds,
    db::Db,
    error::{Error, Result},
    files::{
        Format,
        long::{self, Piece},
    },
    jobs,
    lists::Shapes,
    views,
    web::{Exports, Html, Long, Page, Reader, attached},
};

/// Begins a job that makes a workbook of a list, as its reader sees it.
pub fn begin(page: &Page, long: Long) -> LocalBoxFuture<'_, Html> {
    Box::pin(async move {
        let Long { mut query, rows, needs } = long;
        query.pairs.retain(|(name, _)| !matches!(name.as_str(), "after" | "before" | "place" | "size"));
        if let Some(shape) = page.state.part::<Shapes>().at(&query.path) {
            let columns = views::columns(page.likings(), shape, &query).join(",");
            query.pairs.retain(|(name, _)| name != "columns");
            query.pairs.push(("columns".to_owned(), columns));
        }
        let (lang, tz, needs) = (page.lang.as_str(), page.tz.name(), needs.as_str());
        let [lang, tz, needs] = [lang, tz, needs].map(str::to_owned);
        let params = Params { path: query.path, pairs: query.pairs, lang, tz, needs };
        let id = service::begin(&page.state, page.actor(), &params, rows).await?;
        page.go(&format!("/tasks/{id}"))
    })
}

/// The file that a job has made, a part at a time; only whoever may see it learns that there is one.
pub async fn file(page: Page, req: HttpRequest, id: Path<i64>) -> Html {
    let mut conn = page.state.db.conn().await?;
    let job = jobs::store::find(&mut conn, *id).await?.filter(|job| job.task.kind == KIND.name);
    let job = job.ok_or(Error::NotFound)?;
    let kinds = page.state.part::<Kinds>();
    let work = kinds.of(KIND.name).ok_or(Error::NotFound)?;
    if !jobs::is_for(&page, work, &job) {
        return Err(Error::Forbidden);
    }
    let finished = job.finished_at.ok_or_else(|| Error::Conflict("job-file-not-yet".into()))?;
    if !job.has_made_all() || finished + KEPT <= page.now() {
        return Err(Error::NotFound);
    }
    let params = Params::of(&job.task)?;
    let reader = Reader::absent(&page.state, job.actor_id, params.reads());
    let heads = page.state.part::<Exports>().table(reader, params.query(), &mut conn).await?.heads();
    let parts = store::parts(&mut conn, job.id).await?;
    drop(conn);
    let kept: Vec<long::Kept> = parts.iter().map(store::Part::kept).collect();
    let (pieces, size) = long::whole(&heads, &kept)?.ok_or_else(|| Error::Conflict("job-file-too-long".into()))?;
    if *req.method() == Method::GET {
        page.note_export(Format::Xlsx, &params.query(), long::rows(&kept).to_string()).await?;
    }
    let mut answer = attached(&params.path, Format::Xlsx, finished.date_naive());
    Ok(answer.body(SizedStream::new(size, Box::pin(bytes(page.state.db.clone(), job.id, pieces)))))
}

/// One piece behind the other, each read when it is sent.
fn bytes(db: Db, job: i64, pieces: Vec<Piece>) -> impl futures_util::Stream<Item = Result<Bytes>> {
    stream::unfold(pieces.into_iter(), move |mut pieces| {
        let db = db.clone();
        async move {
            let bytes = match pieces.next()? {
                Piece::Bytes(bytes) => Ok(bytes.into()),
                Piece::Part(ordinal) => part(&db, job, ordinal).await,
            };
            Some((bytes, pieces))
        }
    })
}

async fn part(db: &Db, job: i64, ordinal: i64) -> Result<Bytes> {
    let read = async { store::data(&mut db.conn().await?, job, ordinal).await };
    Ok(db.in_time(read).await?.into())
}
