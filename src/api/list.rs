//! Lists as calls answer them: in the order of ids, from an id on.

use super::{Failure, Int, limit};
use crate::db::{self, Conn, Counted, FromRow, PgRow, Select, SqliteRow};

/// Which rows of a list are asked for.
#[derive(Clone, Copy)]
pub struct Part {
    from_id: i64,
    limit: i64,
}

impl Part {
    pub fn of(from_id: Option<Int>, most: Option<Int>) -> Result<Self, Failure> {
        Ok(Self { from_id: from_id.map_or(1, |it| it.0), limit: limit(most)? })
    }

    /// Adds place, order and length. `id` is the id column ("t.id"); the text so far ends in a WHERE.
    pub fn cut(self, select: Select, id: &'static str) -> Select {
        let select = select.push(" AND ").push(id).push(" >= ").bind(self.from_id);
        select.push(" ORDER BY ").push(id).push(" LIMIT ").bind(self.limit)
    }
}

/// The rows of this part of what `narrowed` selects, and how many there are in all.
pub async fn rows<R>(conn: &mut Conn, narrowed: Select, id: &'static str, part: Part) -> db::Result<(Vec<R>, i64)>
where
    R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    let counted = |part: Part| part.cut(narrowed.clone(), id);
    let rows: Vec<Counted<R>> = counted(part).fetch_counted(conn, Some(&narrowed), i64::MAX).await?;
    let total = match rows.first() {
        Some(first) => first.total,
        None if part.from_id <= 1 => Some(0),
        // Nothing is left from there on; what there is in all, the first row says.
        None => {
            let first: Vec<Counted<R>> =
                counted(Part { from_id: i64::MIN, limit: 1 }).fetch_counted(conn, Some(&narrowed), i64::MAX).await?;
            first.first().and_then(|first| first.total)
        }
    };
    Ok((rows.into_iter().map(|counted| counted.row).collect(), total.unwrap_or(0)))
}
