//! HTTP machinery that knows no feature: who asks ([`Page`]), what was typed ([`Posted`]), lists ([`Listing`]), who may ([`Permission`]).

pub mod access;
pub mod assets;
mod client;
mod confirm;
mod cursor;
pub mod errors;
pub mod fields;
mod form;
pub mod headers;
mod list;
mod long_lists;
mod page;
mod page_text;
mod place;
mod rows;
pub mod session;
mod session_cookie;
mod stale;
mod who;
pub mod zones;

pub use access::{Access, Permission, Role, Route, get, post};
pub use client::{Client, clean};
pub use confirm::Confirm;
pub use cursor::is_kept;
pub use form::{Posted, Upload, on, version};
pub use list::{Column, Kind, ListQuery, Listing, SIZES, Sorted};
pub use long_lists::LongLists;
pub use page::{Choice, Html, Menu, MenuEntry, Page, RequestId, Theme, cookie_name, own_path};
pub use page_text::seen;
pub use place::Places;
pub use rows::{Rows, Total, grouped};
pub use session::{Session, Stage};
pub use session_cookie::SessionCookie;
pub use stale::{Stale, differences};
pub use who::{Admin, Owner, OwnerKind, User, shown_name};
