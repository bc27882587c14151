//! Who acts, and what they may: administrators and account users, their roles, where they ask from.

mod client;
mod place;
mod role;
mod who;

pub use client::{Client, clean};
pub use place::Places;
pub use role::{Permission, Role};
pub use who::{Admin, Names, Owner, OwnerKind, User, UserState, initials, shown_name};
