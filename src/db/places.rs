//! Which of the rows of a select are meant: a page of them, those from an id on, or one by its name or its id.

use super::{Select, Value, Written};

/// In which order rows stand: by a column and then the id, or by the id alone.
#[derive(Clone, Copy)]
pub struct Order {
    pub by: Option<&'static str>,
    /// The id column ("a.id").
    pub id: &'static str,
    pub descending: bool,
}

impl Order {
    /// Narrows to what stands beyond a row: its value in the column, and its id. The text so far ends in a WHERE.
    pub fn beyond(self, select: Select, value: Value, id: i64) -> Select {
        let beyond = if self.descending { " < " } else { " > " };
        match self.by {
            None => select.push(" AND ").push(self.id).push(beyond).bind(id),
            Some(by) => {
                let select = select.push(" AND (").push(by).push(", ").push(self.id).push(")").push(beyond);
                select.push("(").bind(value).push(", ").bind(id).push(")")
            }
        }
    }

    /// The first `most` in this order.
    pub fn first(self, select: Select, most: i64) -> Select {
        let direction = if self.descending { " DESC" } else { "" };
        let select = match self.by {
            None => select.push(" ORDER BY "),
            Some(by) => select.push(" ORDER BY ").push(by).push(direction).push(", "),
        };
        select.push(self.id).push(direction).push(" LIMIT ").bind(most)
    }
}

impl Select {
    /// The first `most` from an id on, in the order of the ids. The text so far ends in a WHERE.
    #[must_use]
    pub fn onward(self, id: &'static str, from: i64, most: i64) -> Self {
        let from = self.push(" AND ").push(id).push(" >= ").bind(from);
        Order { by: None, id, descending: false }.first(from, most)
    }

    /// Those that have this name or this id; last the one that has the name.
    #[must_use]
    pub fn meant(
        self,
        (name_column, name): (&'static str, Option<&str>),
        (id_column, id): (&'static str, Option<i64>),
    ) -> Self {
        let named = self.push(" AND (").push(name_column).push(" = ").bind(name);
        let found = named.push(" OR ").push(id_column).push(" = ").bind(id).push(") ORDER BY CASE WHEN ");
        found.push(name_column).push(" = ").bind(name).push(" THEN 1 ELSE 0 END")
    }

    /// Those that have all these values, in columns of this table. The text so far ends in a WHERE.
    #[must_use]
    pub fn of_values(self, table: &'static str, row: Written) -> Self {
        let of = |it: Self, (name, value)| it.push(" AND ").push(table).push(".").push(name).push(" = ").bind(value);
        row.0.into_iter().fold(self, of)
    }

    /// The one that has this id. The text so far ends in a WHERE.
    #[must_use]
    pub fn of_id(self, column: &'static str, id: i64) -> Self {
        self.push(" AND ").push(column).push(" = ").bind(id)
    }
}
