pub mod accounts;
pub mod list;
pub mod people;
pub mod plan;
pub mod windows;
