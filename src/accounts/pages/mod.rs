pub mod act;
pub mod bulk;
pub mod edit;
mod filters;
pub mod list;
