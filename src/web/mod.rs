//! HTTP machinery that knows no feature: who asks ([`Page`]), what was typed ([`Posted`]), what asks before it is done
//! ([`Confirm`]), who may come in ([`Access`]), and what every request passes and every answer carries ([`headers`]).

pub mod access;
pub mod assets;
pub mod branding;
mod client;
mod confirm;
pub mod connections;
mod device_cookie;
pub mod errors;
mod export;
mod flash;
mod form;
pub mod headers;
mod kept;
mod language;
pub mod leaving;
mod list_query;
mod masked;
pub mod opened;
mod packing;
mod page;
mod page_text;
mod reader;
pub mod session;
mod session_cookie;
mod stale;
pub mod store;
mod upload;
mod visit;
pub mod vouch;
mod way_back;
mod zones;

pub use access::{Access, Route, get, post};
pub use confirm::{Asked, Confirm};
pub use device_cookie::{DEVICE_LASTS, DeviceCookies};
pub use export::{Asking, Begins, Export, Exported, Exports, Long, account_of, attached, exported};
pub use form::{Attempt, Posted};
pub use headers::letter;
pub use page::{Html, Menu, MenuEntry, Page, RequestId, Theme, cookie_name};
pub use page_text::seen;
pub use reader::Reader;
pub use session::{Session, Stage};
pub use session_cookie::{SessionCookie, cookie_key};
pub use upload::{PostedFiles, Upload};
pub use visit::{Visit, VisitMode, enter_visit};
pub use way_back::own_path;
