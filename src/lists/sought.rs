//! What is asked of a list, for its page and for a file alike.

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use super::{Field, Listing, LongLists, RowId, Rows, Shape, Total};
use crate::{
    db::{self, Conn, Fetched, Select},
    files::Cell,
    i18n::Lang,
};

/// So many rows of a list are read at once where all are; between them no connection is held.
pub const AT_ONCE: usize = 1_000;

/// Which rows, in which order, and what of each is shown.
pub struct Sought<R: 'static> {
    pub listing: Listing<R>,
    pub filtered: Select,
    pub row: RowId<R>,
    pub fields: Vec<&'static Field<R>>,
    lang: Lang,
    /// The last row that was read, as an address names it.
    place: Option<String>,
    is_over: bool,
}

/// A list as a table of cells, whatever its rows are; it is read from where its address stands.
pub trait Table: Send {
    fn heads(&self) -> Vec<Cell>;

    /// How many rows there are, from the first to the last.
    fn count<'a>(&'a self, conn: &'a mut Conn) -> BoxFuture<'a, db::Result<i64>>;

    /// The first rows of all, wherever the address stands, how many there are as far as is known, and what goes on from
    /// there.
    fn begin<'a>(self: Box<Self>, conn: &'a mut Conn, lists: (&'a LongLists, DateTime<Utc>)) -> Begun<'a>;

    /// The next rows, at most so many.
    fn next<'a>(&'a mut self, conn: &'a mut Conn, most: usize) -> BoxFuture<'a, db::Result<Vec<Vec<Cell>>>>;

    /// Where the next rows begin, as an address says `after`; None when there are none.
    fn place(&self) -> Option<String>;
}

type Begun<'a> = BoxFuture<'a, db::Result<(Vec<Vec<Cell>>, Total, Box<dyn Table>)>>;

impl<R: Fetched> Sought<R> {
    pub fn new(listing: Listing<R>, filtered: Select, row: RowId<R>, fields: &'static [Field<R>]) -> Self {
        let fields = fields.iter().collect();
        Self { listing, filtered, row, fields, lang: Lang::En, place: None, is_over: false }
    }

    /// So many rows a page, where the address does not say.
    #[must_use]
    pub fn of_size(mut self, size: Option<usize>) -> Self {
        self.listing = self.listing.of_size(size);
        self
    }

    /// What these columns show, in their order, behind what cannot be hidden.
    #[must_use]
    pub fn showing(mut self, shape: &Shape, columns: &[&str]) -> Self {
        let can_be_hidden = |field: &&Field<R>| shape.columns.iter().any(|(name, _)| *name == field.column);
        let (hidden, mut shown): (Vec<_>, Vec<_>) = self.fields.into_iter().partition(can_be_hidden);
        shown.extend(columns.iter().flat_map(|column| hidden.iter().filter(move |field| field.column == *column)));
        self.fields = shown;
        self
    }

    /// The page that the address asks for.
    pub async fn fetch(self, conn: &mut Conn, lists: (&LongLists, DateTime<Utc>)) -> db::Result<Rows<R>> {
        self.listing.fetch(conn, lists, self.filtered, self.row).await
    }

    /// In this language.
    pub fn table(self, lang: Lang) -> Box<dyn Table> {
        Box::new(Self { lang, ..self })
    }

    fn cells(&mut self, rows: &[R]) -> Vec<Vec<Cell>> {
        let (_, id) = self.row;
        if let Some(last) = rows.last() {
            self.place = Some(self.listing.go_beyond(last, id(last)));
        }
        let cells = |row: &R| self.fields.iter().map(|field| (field.cell)(row).said(self.lang)).collect();
        rows.iter().map(cells).collect()
    }
}

impl<R: Fetched> Table for Sought<R> {
    fn heads(&self) -> Vec<Cell> {
        self.fields.iter().map(|field| field.name.into()).collect()
    }

    fn count<'a>(&'a self, conn: &'a mut Conn) -> BoxFuture<'a, db::Result<i64>> {
        Box::pin(self.filtered.count(conn))
    }

    fn begin<'a>(self: Box<Self>, conn: &'a mut Conn, lists: (&'a LongLists, DateTime<Utc>)) -> Begun<'a> {
        Box::pin(async move {
            let Self { listing, filtered, row, fields, lang, .. } = *self;
            let first = listing.from_the_first(AT_ONCE).fetch(conn, lists, filtered.clone(), row).await?;
            let Rows { rows, total, listing, next, .. } = first;
            let is_over = next.is_none();
            let mut rest = Self { listing, filtered, row, fields, lang, place: None, is_over };
            let cells = rest.cells(&rows);
            let rest: Box<dyn Table> = Box::new(rest);
            Ok((cells, total, rest))
        })
    }

    fn next<'a>(&'a mut self, conn: &'a mut Conn, most: usize) -> BoxFuture<'a, db::Result<Vec<Vec<Cell>>>> {
        Box::pin(async move {
            let (column, _) = self.row;
            self.listing.size = most;
            let mut rows: Vec<R> = self.listing.seek(self.filtered.clone(), column).fetch_all(conn).await?;
            self.is_over = rows.len() <= most;
            rows.truncate(most);
            Ok(self.cells(&rows))
        })
    }

    fn place(&self) -> Option<String> {
        self.place.clone().filter(|_| !self.is_over)
    }
}
