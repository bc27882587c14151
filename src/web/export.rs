//! A list as a file: all that its page leaves in, in the same order, a part at a time.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder,
    dev::Payload,
    http::{
        Method,
        header::{CACHE_CONTROL, ContentDisposition, DispositionParam, DispositionType, HeaderValue},
    },
    web::Bytes,
};
use chrono::NaiveDate;
use futures_util::{
    future::{BoxFuture, LocalBoxFuture},
    stream,
};

use super::{Access, Html, Page, Reader, Route, get};
use crate::{
    change::{Change, store::About},
    db::{Conn, Db},
    error::{Error, Result},
    files::{self, Cell, Format},
    i18n::Lang,
    lists::{AT_ONCE, COUNTED, EXPORT, ListQuery, Table, Total, grouped},
    people::Permission,
};

/// What is asked for: the list, as its page would be, and in which format.
pub struct Export {
    pub query: ListQuery,
    pub format: Format,
    /// Whoever only asks how it would be answered takes nothing away.
    is_taken: bool,
}

/// A list that is made into a table: for whom, what its address asks, and the ids in its path.
pub struct Asking {
    pub reader: Reader,
    pub query: ListQuery,
    pub ids: Vec<i64>,
}

/// How a list is made into a table, by its feature.
pub type Makes = for<'a> fn(Asking, &'a mut Conn) -> BoxFuture<'a, Result<Box<dyn Table>>>;

/// A list that can be had as a file.
#[derive(Clone, Copy)]
pub struct Exported {
    /// Where the file is: the list's address, and [`EXPORT`] behind it.
    pub path: &'static str,
    pub access: Access,
    pub makes: Makes,
}

/// All lists that can be had as files, and what begins a job that makes a file which is too long to wait for.
#[derive(Default)]
pub struct Exports {
    lists: Vec<Exported>,
    begins: Option<Begins>,
}

/// A file of so many rows, and what whoever has it made is permitted.
pub struct Long {
    pub query: ListQuery,
    pub rows: i64,
    pub needs: Permission,
}

pub type Begins = for<'a> fn(&'a Page, Long) -> LocalBoxFuture<'a, Html>;

impl FromRequest for Export {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_taken = *req.method() == Method::GET;
        ready(ListQuery::from_request(req, payload).into_inner().and_then(|mut query| {
            let format = query.get("format").map_or(Some(Format::Csv), Format::parse);
            let format = format.ok_or(Error::Malformed("the format is neither csv nor xlsx nor jsonl"))?;
            query.pairs.retain(|(name, _)| name != "format");
            query.path = query.path.trim_end_matches(EXPORT).to_owned();
            Ok(Self { query, format, is_taken })
        }))
    }
}

/// A list as a file.
pub fn exported(path: &'static str, access: Access, makes: Makes) -> Route {
    let list = Exported { path, access, makes };
    let handler = move |page: Page, asked: Export| async move { page.export(list, asked).await };
    Route { exported: Some(list), ..get(path, access, handler) }
}

impl Exported {
    /// The table that an address of this list asks for.
    pub async fn table(&self, reader: Reader, query: ListQuery, conn: &mut Conn) -> Result<Box<dyn Table>> {
        let ids = self.ids(&query.path).ok_or(Error::NotFound)?;
        (self.makes)(Asking { reader, query, ids }, conn).await
    }

    /// The numbers in the path of a list, if it is this one.
    fn ids(&self, path: &str) -> Option<Vec<i64>> {
        let (pattern, mut ids) = (self.path.trim_end_matches(EXPORT), Vec::new());
        if pattern.split('/').count() != path.split('/').count() {
            return None;
        }
        for (wanted, part) in pattern.split('/').zip(path.split('/')) {
            match wanted.starts_with('{') {
                true => ids.push(part.parse().ok()?),
                false if wanted == part => {}
                false => return None,
            }
        }
        Some(ids)
    }

    fn needs(&self) -> Permission {
        if let Access::May(permission) = self.access { permission } else { Permission::View }
    }
}

impl Exports {
    pub fn of(routes: Vec<Route>, begins: Option<Begins>) -> Self {
        Self { lists: routes.into_iter().filter_map(|route| route.exported).collect(), begins }
    }

    /// The table that an address asks for.
    pub async fn table(&self, reader: Reader, query: ListQuery, conn: &mut Conn) -> Result<Box<dyn Table>> {
        let list = self.lists.iter().find(|list| list.ids(&query.path).is_some()).ok_or(Error::NotFound)?;
        list.table(reader, query, conn).await
    }
}

impl Page {
    /// Answers with the rows as a file, or begins a job that makes it.
    async fn export(&self, list: Exported, asked: Export) -> Html {
        let Export { query, format, is_taken } = asked;
        let mut conn = self.state.db.conn().await?;
        let table = list.table(self.reader(), query.clone(), &mut conn).await?;
        let (first, total, rest) = table.begin(&mut conn, self.lists()).await?;
        let is_long = format == Format::Xlsx && total == Total::Many;
        if is_long && is_taken {
            let long = Long { rows: rest.count(&mut conn).await?, query, needs: list.needs() };
            drop(conn);
            let begins = self.state.part::<Exports>().begins;
            return begins.ok_or_else(|| anyhow::anyhow!("nobody makes long files"))?(self, long).await;
        }
        drop(conn);
        if is_taken {
            self.note_rows(format, &query, total).await?;
        }
        let mut answer = attached(&query.path, format, self.now().date_naive());
        match format {
            _ if is_long => Ok(answer.finish()),
            Format::Csv | Format::Jsonl => {
                Ok(answer.streaming(Box::pin(lines(self.state.db.clone(), format, (first, rest)))))
            }
            Format::Xlsx => Ok(answer.body(workbook(&self.state.db, first, rest).await?)),
        }
    }

    /// Answers with the rows of a table that is no list, which is had as CSV alone.
    pub async fn export_csv(&self, asked: Export, table: Box<dyn Table>) -> Html {
        let Export { query, format, is_taken } = asked;
        if format != Format::Csv {
            return Err(Error::Malformed("the format is not csv"));
        }
        let (first, total, rest) = table.begin(&mut self.state.db.conn().await?, self.lists()).await?;
        if is_taken {
            self.note_rows(format, &query, total).await?;
        }
        let mut answer = attached(&query.path, format, self.now().date_naive());
        Ok(answer.streaming(Box::pin(lines(self.state.db.clone(), format, (first, rest)))))
    }

    async fn note_rows(&self, format: Format, query: &ListQuery, total: Total) -> Result<()> {
        let rows = match total {
            Total::Exactly(total) => total.to_string(),
            Total::Many => format!("{}+", grouped(COUNTED, Lang::En)),
        };
        self.note_export(format, query, rows).await
    }

    /// Who has taken what away is on the record.
    pub async fn note_export(&self, format: Format, query: &ListQuery, rows: String) -> Result<()> {
        let mut filter = url::form_urlencoded::Serializer::new(String::new());
        filter.extend_pairs(query.filters());
        let said = [("format", format.as_str().to_owned()), ("filter", filter.finish()), ("rows", rows)];
        let about = About { kind: "list", id: None, name: query.path.clone(), account_id: account_of(&query.path) };
        let mut change = Change::begin(&self.state, self.actor()).await?;
        let said = said.into_iter().filter(|(_, value)| !value.is_empty());
        change.note("export", about, said.map(|(field, value)| (field, String::new(), value)).collect()).await?;
        change.commit().await
    }
}

/// The account whose list it is.
pub fn account_of(path: &str) -> Option<i64> {
    path.strip_prefix("/accounts/").and_then(|rest| rest.split('/').next()?.parse().ok())
}

/// A file to be saved: `steward-accounts-2026-11-27.csv`.
pub fn attached(path: &str, format: Format, day: NaiveDate) -> HttpResponseBuilder {
    let list = path.trim_matches('/').replace('/', "-");
    let name = format!("steward-{list}-{day}.{}", format.as_str());
    let mut answer = HttpResponse::Ok();
    answer.content_type(format.content_type()).insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")));
    answer.insert_header(ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name)],
    });
    answer
}

/// The lines of a file as they are read. Nothing is held while the reader takes a part; whoever hangs up ends it.
fn lines(
    db: Db,
    format: Format,
    (first, rest): (Vec<Vec<Cell>>, Box<dyn Table>),
) -> impl futures_util::Stream<Item = Result<Bytes>> {
    let heads = rest.heads();
    let begin = match format {
        Format::Jsonl => files::jsonl(&heads, first),
        _ => [files::BEGIN, &files::csv([heads.clone()].into_iter().chain(first))].concat(),
    };
    stream::unfold((Some(Bytes::from(begin)), Some(rest)), move |(begin, rest)| {
        let (db, heads) = (db.clone(), heads.clone());
        async move {
            if begin.is_some() {
                return begin.map(|begin| (Ok(begin), (None, rest)));
            }
            let mut rest = rest.filter(|rest| rest.place().is_some())?;
            let rows = more(&db, rest.as_mut()).await;
            // After what has failed there are none.
            let rest = Some(rest).filter(|_| rows.is_ok());
            let made = |rows| if format == Format::Jsonl { files::jsonl(&heads, rows) } else { files::csv(rows) };
            Some((rows.map(|rows| made(rows).into()), (None, rest)))
        }
    })
}

async fn more(db: &Db, rest: &mut dyn Table) -> Result<Vec<Vec<Cell>>> {
    let read = async {
        let mut conn = db.conn().await?;
        rest.next(&mut conn, AT_ONCE).await
    };
    Ok(db.in_time(read).await?)
}

async fn workbook(db: &Db, mut rows: Vec<Vec<Cell>>, mut rest: Box<dyn Table>) -> Result<Vec<u8>> {
    while rest.place().is_some() {
        rows.extend(more(db, rest.as_mut()).await?);
    }
    let heads = rest.heads();
    let made = tokio::task::spawn_blocking(move || files::xlsx(&heads, &rows)).await.map_err(anyhow::Error::from)?;
    Ok(made.map_err(anyhow::Error::from)?)
}
