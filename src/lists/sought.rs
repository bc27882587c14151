//! What is asked of a list, for its page and for a file alike.

use chrono::{DateTime, Utc};

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
}

impl<R: Fetched> Sought<R> {
    pub fn new(listing: Listing<R>, filtered: Select, row: RowId<R>, fields: &'static [Field<R>]) -> Self {
        Self { listing, filtered, row, fields: fields.iter().collect() }
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

    /// The first of all rows, how many there are as far as is known, and what goes on from there.
    pub async fn begin(
        self,
        conn: &mut Conn,
        lists: (&LongLists, DateTime<Utc>),
        lang: Lang,
    ) -> db::Result<(Vec<R>, Total, Rest<R>)> {
        let Self { listing, filtered, row, fields } = self;
        let first = listing.from_the_first(AT_ONCE).fetch(conn, lists, filtered.clone(), row).await?;
        let Rows { rows, total, listing, next, .. } = first;
        let mut rest = Rest { listing, filtered, row, fields, lang, is_over: next.is_none() };
        rest.go_beyond(&rows);
        Ok((rows, total, rest))
    }
}

/// The rows behind those that were read.
pub struct Rest<R: 'static> {
    listing: Listing<R>,
    filtered: Select,
    row: RowId<R>,
    fields: Vec<&'static Field<R>>,
    lang: Lang,
    pub is_over: bool,
}

impl<R: Fetched> Rest<R> {
    pub fn heads(&self) -> Vec<Cell> {
        self.fields.iter().map(|field| field.name.into()).collect()
    }

    pub fn cells(&self, row: &R) -> Vec<Cell> {
        self.fields.iter().map(|field| (field.cell)(row).said(self.lang)).collect()
    }

    /// The next rows.
    pub async fn next(&mut self, conn: &mut Conn) -> db::Result<Vec<R>> {
        let (column, _) = self.row;
        let mut rows: Vec<R> = self.listing.seek(self.filtered.clone(), column).fetch_all(conn).await?;
        self.is_over = rows.len() <= AT_ONCE;
        rows.truncate(AT_ONCE);
        self.go_beyond(&rows);
        Ok(rows)
    }

    fn go_beyond(&mut self, rows: &[R]) {
        let (_, id) = self.row;
        if let Some(last) = rows.last() {
            self.listing.go_beyond(last, id(last));
        }
    }
}
