//! What a row of a list has in it, by name: as a file shows it that the list leaves in, and as its columns are chosen.

use crate::files::Cell;

/// A value of a row. What a page's column shows may be several: a name is a first and a last one.
pub struct Field<R> {
    /// As the API calls it; the head of its column in a file, by which it is read again.
    pub name: &'static str,
    /// The column of the page that shows it.
    pub column: &'static str,
    pub cell: fn(&R) -> Cell,
}

impl<R> Field<R> {
    /// In a column of the same name.
    pub const fn new(name: &'static str, cell: fn(&R) -> Cell) -> Self {
        Self { name, column: name, cell }
    }

    pub const fn of(column: &'static str, name: &'static str, cell: fn(&R) -> Cell) -> Self {
        Self { name, column, cell }
    }
}
