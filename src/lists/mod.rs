//! Lists: what is asked of one, its columns, its pages by keyset, how many rows there are.

mod cursor;
mod listing;
mod long_lists;
mod rows;
mod shape;

pub use cursor::is_kept;
pub use listing::{COUNTED, Column, Kind, ListQuery, Listing, RowId, SIZES};
pub use long_lists::{LongLists, Sampled, Share};
pub use rows::{Rows, Total, grouped};
pub use shape::{Shape, Shapes};
