pub mod accounts;
pub mod days;
pub mod list;
pub mod plan;
pub mod users;
pub mod windows;
