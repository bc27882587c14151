mod act;
mod edit;
mod list;
pub mod setup;

pub use act::{confirm_delete, confirm_link, confirm_remove_factor, delete, remove_factor, send_link};
pub use edit::{create, edit, new, update};
pub use list::{list, table};
