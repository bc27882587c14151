pub mod act;
pub mod edit;
pub mod list;
