//! Lists: search, filters, sort and place are all in the address; pages go by keyset, so the last of ten thousand costs
//! what the first does.

use chrono::{DateTime, Utc};

use super::{ListQuery, LongLists, Rows, Total, cursor::Cursor};
use crate::db::{self, Conn, Counted, Fetched, Order, Select};

/// A column that a list of `R` can be sorted by. `sql` is a column that is never NULL, with an index together with the
/// id on long tables.
pub struct Column<R> {
    /// In the address (`sort=title`), and of the label `column-title`.
    pub name: &'static str,
    pub sql: &'static str,
    pub kind: Kind,
    /// What a row has in it, as text: a page goes on from there.
    pub key: fn(&R) -> String,
}

/// The id of a list's rows: its column ("t.id"), and where a row has it.
pub type RowId<R> = (&'static str, fn(&R) -> i64);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The id itself, which needs no second key.
    Id,
    Int,
    Text,
    Time,
    Bool,
}

/// A list query read against the columns of one list.
pub struct Listing<R: 'static> {
    pub query: ListQuery,
    sort: &'static Column<R>,
    descending: bool,
    pub size: usize,
    place: Place,
}

enum Place {
    First,
    Last,
    After(Cursor),
    Before(Cursor),
}

/// Up to here rows are counted exactly.
pub const COUNTED: i64 = 10_000;
pub const SIZES: [usize; 4] = [25, 50, 100, 200];

impl<R> Listing<R> {
    /// `default` is the `sort` when the address names none: a column's name, with `-` in front for descending.
    pub fn read(query: ListQuery, columns: &'static [Column<R>], default: &'static str) -> Option<Self> {
        let asked = query.get("sort").and_then(|name| find(columns, name));
        let (sort, descending) = asked.or_else(|| find(columns, default))?;
        let size =
            query.get("size").and_then(|size| size.parse().ok()).filter(|size| SIZES.contains(size)).unwrap_or(50);
        let cursor = |name| query.get(name).and_then(|text| Cursor::read(text, sort.kind));
        let place = if let Some(cursor) = cursor("after") {
            Place::After(cursor)
        } else if let Some(cursor) = cursor("before") {
            Place::Before(cursor)
        } else if query.is("place", "last") {
            Place::Last
        } else {
            Place::First
        };
        Some(Self { query, sort, descending, size, place })
    }

    /// So many rows a page, where the address does not say.
    #[must_use]
    pub fn of_size(mut self, size: Option<usize>) -> Self {
        if self.query.get("size").is_none() {
            self.size = size.unwrap_or(self.size);
        }
        self
    }

    /// Adds the place in the list, the order and the limit. `id` is the id column ("a.id"); the text so far ends in a
    /// WHERE.
    pub fn seek(&self, select: Select, id: &'static str) -> Select {
        let backwards = matches!(self.place, Place::Last | Place::Before(_));
        let descending = self.descending != backwards;
        let by = (self.sort.kind != Kind::Id).then_some(self.sort.sql);
        let order = Order { by, id, descending };
        let select = match &self.place {
            Place::After(cursor) | Place::Before(cursor) => order.beyond(select, cursor.value.clone(), cursor.id),
            Place::First | Place::Last => select,
        };
        order.first(select, i64::try_from(self.size + 1).unwrap_or(i64::MAX))
    }

    /// All of it, so many rows at a time, wherever in it the address stands.
    pub fn from_the_first(self, size: usize) -> Self {
        Self { size, place: Place::First, ..self }
    }

    /// Goes on with the rows behind this one; that place, as an address names it.
    pub fn go_beyond(&mut self, row: &R, id: i64) -> String {
        let at = Cursor::write((self.sort.key)(row), id, None);
        self.place = Cursor::read(&at, self.sort.kind).map_or(Place::Last, Place::After);
        at
    }

    /// The column that it is sorted by, and whether from the end.
    pub fn order(&self) -> (&'static str, bool) {
        (self.sort.name, self.descending != matches!(self.place, Place::Last | Place::Before(_)))
    }

    /// Whether the order is by one of these columns.
    pub fn is_by(&self, columns: &[&str]) -> bool {
        columns.contains(&self.sort.name)
    }

    /// Whether it is known to be so long that one comes upon its rows soon, whichever way one goes through the table.
    pub fn is_long(&self, (lists, now): (&LongLists, DateTime<Utc>)) -> bool {
        lists.total(&self.key(), now).is_some()
    }

    /// What stands for the list in all its orders and pages.
    fn key(&self) -> String {
        self.query.with(&[("sort", ""), ("size", "")])
    }

    /// Reads one page of what `filtered` selects, and how many there are, in one statement. The second of
    /// `RowId` tells a row's id.
    pub async fn fetch(
        mut self,
        conn: &mut Conn,
        lists: (&LongLists, DateTime<Utc>),
        filtered: Select,
        (column, id): RowId<R>,
    ) -> db::Result<Rows<R>>
    where
        R: Fetched,
    {
        let counted = (!self.is_long(lists)).then_some(&filtered);
        let mut found = self.seek(filtered.clone(), column).fetch_counted(conn, counted, COUNTED + 1).await?;
        if found.is_empty() && !matches!(self.place, Place::First) {
            // What was there is gone since: the first page says what is left.
            self.place = Place::First;
            found = self.seek(filtered.clone(), column).fetch_counted(conn, counted, COUNTED + 1).await?;
        }
        let total = match found.first().map(|counted| counted.total) {
            Some(Some(total)) if total <= COUNTED => Total::Exactly(total),
            Some(Some(total)) => {
                lists.0.insert(self.key(), total, lists.1);
                Total::Many
            }
            Some(None) => Total::Many,
            None => Total::Exactly(0),
        };
        Ok(self.cut(found.into_iter().map(|counted: Counted<R>| counted.row).collect(), total, id))
    }

    fn cut(self, mut rows: Vec<R>, total: Total, id: fn(&R) -> i64) -> Rows<R> {
        let more = rows.len() > self.size;
        rows.truncate(self.size);
        let backwards = matches!(self.place, Place::Last | Place::Before(_));
        if backwards {
            rows.reverse();
        }
        let (has_previous, has_next) = match self.place {
            Place::First => (false, more),
            Place::Last => (more, false),
            Place::After(_) => (true, more),
            Place::Before(_) => (more, true),
        };
        let count = i64::try_from(rows.len()).unwrap_or(0);
        let offset = match (&self.place, total) {
            (Place::First, _) => Some(0),
            (Place::Last, Total::Exactly(total)) => Some(total - count),
            (Place::Last, Total::Many) => None,
            (Place::After(cursor), _) => cursor.offset,
            (Place::Before(cursor), _) => cursor.offset.map(|offset| (offset - count).max(0)),
        };
        let address = |name: &str, row: Option<&R>, offset: Option<i64>| {
            row.map(|row| self.query.with(&[(name, &Cursor::write((self.sort.key)(row), id(row), offset))]))
        };
        Rows {
            first: has_previous.then(|| self.query.with(&[])),
            previous: has_previous.then(|| address("before", rows.first(), offset)).flatten(),
            next: has_next.then(|| address("after", rows.last(), offset.map(|offset| offset + count))).flatten(),
            last: has_next.then(|| self.query.with(&[("place", "last")])),
            rows,
            total,
            offset,
            listing: self,
        }
    }

    /// The address that sorts by a column: ascending first, the other way round when it is already so.
    pub fn sort_link(&self, name: &str) -> String {
        let flip = self.sort.name == name && !self.descending;
        let sort = if flip { format!("-{name}") } else { name.to_owned() };
        self.query.with(&[("sort", &sort)])
    }

    pub fn aria_sort(&self, name: &str) -> &'static str {
        match (self.sort.name == name, self.descending) {
            (false, _) => "none",
            (true, false) => "ascending",
            (true, true) => "descending",
        }
    }

    pub fn arrow(&self, name: &str) -> &'static str {
        match self.aria_sort(name) {
            "ascending" => " ↑",
            "descending" => " ↓",
            _ => "",
        }
    }

    pub fn size_link(&self, size: &usize) -> String {
        self.query.with(&[("size", &size.to_string())])
    }
}

fn find<R>(columns: &'static [Column<R>], name: &str) -> Option<(&'static Column<R>, bool)> {
    let (name, descending) = name.strip_prefix('-').map_or((name, false), |name| (name, true));
    columns.iter().find(|column| column.name == name).map(|column| (column, descending))
}
