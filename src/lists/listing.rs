//! Lists: search, filters, sort and place are all in the address; pages go by keyset, so the last of ten thousand costs
//! what the first does.

use chrono::{DateTime, Utc};

use super::{LongLists, Rows, Total, cursor::Cursor};
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

/// The address of a list: its path and what is asked of it.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    pub path: String,
    pub pairs: Vec<(String, String)>,
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
/// What the address of a list as a file ends with.
pub const EXPORT: &str = "/export";
const PLACES: [&str; 2] = ["after", "before"];

impl ListQuery {
    /// A filter's value; absent and empty are the same.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The address of the list as a file, in this format.
    pub fn export_link(&self, format: &str) -> String {
        let list = self.with(&[("size", ""), ("format", format)]);
        let (path, query) = list.split_once('?').unwrap_or((&list, ""));
        format!("{path}{EXPORT}?{query}")
    }

    /// For a control's value.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or("")
    }

    pub fn is(&self, name: &str, value: &str) -> bool {
        self.text(name) == value
    }

    /// Whether anything narrows the list.
    pub fn is_filtered(&self) -> bool {
        self.filters().next().is_some()
    }

    /// What narrows the list.
    pub fn filters(&self) -> impl Iterator<Item = &(String, String)> {
        let narrows = |key: &str| !matches!(key, "sort" | "size" | "after" | "before" | "place");
        self.pairs.iter().filter(move |(key, _)| narrows(key))
    }

    /// The address with some of it replaced; going to another order or filter begins at the first page again.
    pub fn with(&self, changes: &[(&str, &str)]) -> String {
        let kept = self.pairs.iter().filter(|(key, _)| {
            let place = PLACES.contains(&key.as_str()) || key == "place";
            !place && !changes.iter().any(|(name, _)| name == key)
        });
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept);
        query.extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
        let query = query.finish();
        if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) }
    }
}

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

    /// Goes on with the rows behind this one.
    pub fn go_beyond(&mut self, row: &R, id: i64) {
        let at = Cursor::read(&Cursor::write((self.sort.key)(row), id, None), self.sort.kind);
        self.place = at.map_or(Place::Last, Place::After);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_filter_begins_at_the_first_page_and_keeps_the_rest() {
        let pairs = [("q", "a b"), ("sort", "title"), ("after", "xyz")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        let query = ListQuery { path: "/accounts".into(), pairs: pairs.into() };
        assert_eq!(query.with(&[("sort", "-title")]), "/accounts?q=a+b&sort=-title");
    }
}
