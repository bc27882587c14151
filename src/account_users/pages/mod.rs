mod act;
pub mod bulk;
mod edit;
mod list;

pub use act::{
    avatar, confirm_delete, confirm_lift, confirm_remove_factor, confirm_welcome, delete, lift, remove_factor,
    send_welcome,
};
pub use edit::{create, edit, new, update};
pub use list::{list, table};
