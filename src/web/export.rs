//! A list as a file: all that its page leaves in, in the same order, a part at a time.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{
        Method,
        header::{CACHE_CONTROL, ContentDisposition, DispositionParam, DispositionType, HeaderValue},
    },
    web::Bytes,
};
use futures_util::stream;

use super::{Html, Page};
use crate::{
    change::{Change, store::About},
    db::{Db, Fetched},
    error::{Error, Result},
    files::{self, Cell, Format},
    i18n::{Lang, Message},
    lists::{COUNTED, EXPORT, ListQuery, Rest, Sought, Total, grouped},
};

/// What is asked for: the list, as its page would be, and in which format.
pub struct Export {
    pub query: ListQuery,
    pub format: Wanted,
}

#[derive(Clone, Copy)]
pub struct Wanted {
    format: Format,
    /// Whoever only asks how it would be answered takes nothing away.
    is_taken: bool,
}

impl Wanted {
    pub fn format(self) -> Format {
        self.format
    }
}

impl FromRequest for Export {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_taken = *req.method() == Method::GET;
        ready(ListQuery::from_request(req, payload).into_inner().and_then(|mut query| {
            let format = query.get("format").map_or(Some(Format::Csv), Format::parse);
            let format = format.ok_or(Error::Malformed("the format is neither csv nor xlsx"))?;
            query.pairs.retain(|(name, _)| name != "format");
            let format = Wanted { format, is_taken };
            query.path = query.path.trim_end_matches(EXPORT).to_owned();
            Ok(Self { query, format })
        }))
    }
}

impl Page {
    /// Answers with the rows as a file.
    pub async fn export<R: Fetched>(&self, wanted: Wanted, sought: Sought<R>) -> Html {
        let format = wanted.format;
        let (query, lists) = (sought.listing.query.clone(), self.lists());
        let mut conn = self.state.db.conn().await?;
        let (first, total, rest) = sought.begin(&mut conn, lists, self.lang).await?;
        drop(conn);
        if format == Format::Xlsx && total == Total::Many {
            return Err(Error::Conflict(Message::new("export-too-many").with("most", grouped(COUNTED, self.lang))));
        }
        if wanted.is_taken {
            self.note_export(format, &query, total).await?;
        }
        let mut answer = HttpResponse::Ok();
        answer.content_type(format.content_type()).insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")));
        answer.insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::Filename(self.file_name(&query.path, format))],
        });
        match format {
            Format::Csv => Ok(answer.streaming(Box::pin(lines(self.state.db.clone(), first, rest)))),
            Format::Xlsx => Ok(answer.body(workbook(&self.state.db, first, rest).await?)),
        }
    }

    /// `steward-accounts-2026-11-27.csv`.
    fn file_name(&self, path: &str, format: Format) -> String {
        let list = path.trim_matches('/').replace('/', "-");
        format!("steward-{list}-{}.{}", self.now().date_naive(), format.as_str())
    }

    /// Who has taken what away is on the record.
    async fn note_export(&self, format: Format, query: &ListQuery, total: Total) -> Result<()> {
        let rows = match total {
            Total::Exactly(total) => total.to_string(),
            Total::Many => format!("{}+", grouped(COUNTED, Lang::En)),
        };
        let mut filter = url::form_urlencoded::Serializer::new(String::new());
        filter.extend_pairs(query.filters());
        let said = [("format", format.as_str().to_owned()), ("filter", filter.finish()), ("rows", rows)];
        let account = query.path.strip_prefix("/accounts/").and_then(|rest| rest.split('/').next()?.parse().ok());
        let about = About { kind: "list", id: None, name: query.path.clone(), account_id: account };
        let mut change = Change::begin(&self.state, self.actor()).await?;
        let said = said.into_iter().filter(|(_, value)| !value.is_empty());
        change.note("export", about, said.map(|(field, value)| (field, String::new(), value)).collect()).await?;
        change.commit().await
    }
}

/// The lines of a file as they are read. Nothing is held while the reader takes a part; whoever hangs up ends it.
fn lines<R: Fetched>(db: Db, first: Vec<R>, rest: Rest<R>) -> impl futures_util::Stream<Item = Result<Bytes>> {
    let heads = files::csv([rest.heads()].into_iter().chain(first.iter().map(|row| rest.cells(row))));
    let begin = Bytes::from([files::BEGIN, &heads].concat());
    stream::unfold((Some(begin), rest), move |(begin, mut rest)| {
        let db = db.clone();
        async move {
            if begin.is_some() {
                return begin.map(|begin| (Ok(begin), (None, rest)));
            }
            let rows = more(&db, &mut rest).await?;
            Some((rows.map(|rows| files::csv(rows).into()), (None, rest)))
        }
    })
}

/// The next rows, if there are any. After what has failed there are none.
async fn more<R: Fetched>(db: &Db, rest: &mut Rest<R>) -> Option<Result<Vec<Vec<Cell>>>> {
    if rest.is_over {
        return None;
    }
    let read = async {
        let mut conn = db.conn().await?;
        rest.next(&mut conn).await
    };
    let rows = db.in_time(read).await;
    rest.is_over |= rows.is_err();
    Some(rows.map(|rows| rows.iter().map(|row| rest.cells(row)).collect()).map_err(Error::from))
}

async fn workbook<R: Fetched>(db: &Db, first: Vec<R>, mut rest: Rest<R>) -> Result<Vec<u8>> {
    let mut rows: Vec<Vec<Cell>> = first.iter().map(|row| rest.cells(row)).collect();
    while let Some(more) = more(db, &mut rest).await {
        rows.extend(more?);
    }
    let heads = rest.heads();
    let made = tokio::task::spawn_blocking(move || files::xlsx(&heads, &rows)).await.map_err(anyhow::Error::from)?;
    Ok(made.map_err(anyhow::Error::from)?)
}
