//! Lists as calls answer them: in the order of ids, from an id on.

use chrono::{DateTime, Utc};

use super::{Failure, Int, limit};
use crate::{
    db::{self, Conn, Counted, Fetched, Select},
    lists::{COUNTED, LongLists, RowId},
};

/// Which rows of a list are asked for.
#[derive(Clone, Copy)]
pub struct Part {
    from_id: i64,
    limit: i64,
}

/// The rows of a part, and what there is beside them.
pub struct Found<R> {
    pub rows: Vec<R>,
    /// How many fit in all, whatever the part.
    pub total: i64,
    /// The id of the first row after the part, where there is more.
    pub next: Option<i64>,
}

impl Part {
    pub fn of(from_id: Option<Int>, most: Option<Int>) -> Result<Self, Failure> {
        Ok(Self { from_id: from_id.map_or(1, |it| it.0), limit: limit(most)? })
    }

    /// Adds place, order and length, which is by one row too many for [`Self::take`] to see whether there is more. `id`
    /// is the id column ("t.id"); the text so far ends in a WHERE.
    pub fn cut(self, select: Select, id: &'static str) -> Select {
        select.onward(id, self.from_id, self.limit + 1)
    }

    /// What was asked for of the rows that were cut, and the id of the one after them.
    pub fn take<R>(self, mut rows: Vec<R>, id: fn(&R) -> i64) -> (Vec<R>, Option<i64>) {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let next = rows.get(limit).map(id);
        rows.truncate(limit);
        (rows, next)
    }
}

/// The rows of this part of what `filtered` selects, and how many there are in all.
pub async fn rows<R>(conn: &mut Conn, filtered: Select, (column, id): RowId<R>, part: Part) -> db::Result<Found<R>>
where
    R: Fetched,
{
    let (rows, total) = read(conn, &filtered, column, part, true).await?;
    let total = match total {
        Some(total) => total,
        None if part.from_id <= 1 => 0,
        // Nothing is left from there on; what there is in all, the first row says.
        None => read::<R>(conn, &filtered, column, Part { from_id: i64::MIN, limit: 1 }, true).await?.1.unwrap_or(0),
    };
    let (rows, next) = part.take(rows, id);
    Ok(Found { rows, total, next })
}

/// Rows of a list that may be very long: of more than [`COUNTED`] rows the number may be a minute old, so that to read
/// them all, page by page, does not count them all with each page.
pub async fn rows_of_many<R>(
    conn: &mut Conn,
    filtered: Select,
    (column, id): RowId<R>,
    part: Part,
    (lists, list, now): (&LongLists, String, DateTime<Utc>),
) -> db::Result<Found<R>>
where
    R: Fetched,
{
    if let Some(total) = lists.total(&list, now) {
        let (rows, next) = part.take(read(conn, &filtered, column, part, false).await?.0, id);
        return Ok(Found { rows, total, next });
    }
    let found = rows(conn, filtered, (column, id), part).await?;
    if found.total > COUNTED {
        lists.insert(list, found.total, now);
    }
    Ok(found)
}

async fn read<R>(
    conn: &mut Conn,
    filtered: &Select,
    id: &'static str,
    part: Part,
    count: bool,
) -> db::Result<(Vec<R>, Option<i64>)>
where
    R: Fetched,
{
    let rows: Vec<Counted<R>> =
        part.cut(filtered.clone(), id).fetch_counted(conn, count.then_some(filtered), i64::MAX).await?;
    let total = rows.first().and_then(|first| first.total);
    Ok((rows.into_iter().map(|counted| counted.row).collect(), total))
}
