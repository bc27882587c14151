pub mod act;
pub mod bulk;
pub mod edit;
pub mod list;
