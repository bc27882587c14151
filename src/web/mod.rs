//! HTTP machinery that knows no feature: who asks ([`Page`]), what was typed ([`Posted`]), lists ([`Listing`]), who may
//! ([`Permission`]).

pub mod access;
pub mod assets;
mod client;
mod confirm;
pub mod connections;
mod cursor;
mod device_cookie;
mod editing;
pub mod errors;
pub mod fields;
mod flash;
mod form;
pub mod headers;
mod kept;
pub mod leaving;
mod list;
mod long_lists;
mod page;
mod page_text;
mod rows;
pub mod session;
mod session_cookie;
mod stale;
pub mod store;
mod visit;
mod way_back;
mod zones;

pub use crate::people::{Admin, Client, Owner, OwnerKind, Permission, Places, Role, User, clean, shown_name};
pub use access::{Access, Route, get, post};
pub use confirm::{Asked, Confirm};
pub use cursor::is_kept;
pub use device_cookie::{DEVICE_LASTS, DeviceCookies};
pub use editing::Editing;
pub use form::{Attempt, Posted, Upload, is_secret, on, version};
pub use list::{COUNTED, Column, Kind, ListQuery, Listing, RowId, SIZES};
pub use long_lists::{LongLists, Sampled, Share};
pub use page::{Choice, Html, Menu, MenuEntry, Page, RequestId, Theme, cookie_name};
pub use page_text::seen;
pub use rows::{Rows, Total, grouped};
pub use session::{Session, Stage};
pub use session_cookie::{SessionCookie, cookie_key};
pub use stale::{NO_OPTIONS, Options, Stale, was};
pub use visit::{Visit, VisitMode, lay_over};
pub use way_back::own_path;
