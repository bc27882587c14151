//! HTTP machinery that knows no feature: who asks ([`Page`]), what was typed ([`Posted`]), lists ([`Listing`]), who may ([`Permission`]).

pub mod access;
pub mod assets;
mod client;
mod confirm;
pub mod errors;
pub mod fields;
mod form;
pub mod headers;
mod list;
mod page;
mod place;
pub mod session;
mod session_cookie;
mod stale;
pub mod zones;

pub use access::{Access, Permission, Role, Route, get, post};
pub use client::{Client, clean};
pub use confirm::Confirm;
pub use form::{Posted, Upload, on, version};
pub use list::{Column, Kind, ListQuery, Listing, LongLists, Rows, SIZES, Sorted, Total, grouped};
pub use page::{Choice, Html, Menu, MenuEntry, Page, Theme, cookie_name, own_path, seen};
pub use place::Places;
pub use session::{Admin, Owner, OwnerKind, Session, Stage, User};
pub use session_cookie::SessionCookie;
pub use stale::{Stale, differences};
