//! Lists: what is asked of one, its columns and what they show, its pages by keyset, how many rows there are.

mod cursor;
mod field;
mod listing;
mod long_lists;
mod query;
mod rows;
mod shape;
mod sought;

pub use crate::i18n::grouped;
pub use cursor::is_kept;
pub use field::Field;
pub use listing::{COUNTED, Column, Kind, Listing, RowId, SIZES};
pub use long_lists::{LongLists, Sampled, Share};
pub use query::{EXPORT, ListQuery};
pub use rows::{Rows, Total};
pub use shape::{Shape, Shapes};
pub use sought::{AT_ONCE, Sought, Table};
