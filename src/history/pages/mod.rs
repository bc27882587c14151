//! The pages of the record.

mod filters;
pub mod list;
pub mod record;
pub mod undo;
