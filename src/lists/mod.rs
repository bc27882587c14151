//! Lists: what is asked of one, its columns and what they show, its pages by keyset, how many rows there are.

mod cursor;
mod field;
mod listing;
mod long_lists;
mod rows;
mod sought;

pub use cursor::is_kept;
pub use field::Field;
pub use listing::{COUNTED, Column, EXPORT, Kind, ListQuery, Listing, RowId, SIZES};
pub use long_lists::{LongLists, Sampled, Share};
pub use rows::{Rows, Total, grouped};
pub use sought::{Rest, Sought};
