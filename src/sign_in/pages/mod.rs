//! The pages of both sides; which one is meant is told by the address.

pub mod entry;
pub mod factor;
pub mod forgot;
pub mod link;
pub mod prove;

use crate::{
    people::OwnerKind,
    web::{Html, Page, own_path},
};

pub use link::dead_link;

/// The address of a page that the panel has at `/…` and the portal at `/portal/…`.
fn address(page: &Page, path: &str) -> String {
    match page.side() {
        OwnerKind::Admin => path.to_owned(),
        OwnerKind::User => format!("/portal{path}"),
    }
}

/// A login is typed in another form on either side.
fn login_label(page: &Page) -> &'static str {
    match page.side() {
        OwnerKind::Admin => "sign-in-login",
        OwnerKind::User => "sign-in-user-login",
    }
}

/// On to where somebody wanted to go before signing in, if that is a page of their side; the steps of signing in would
/// lead back here.
fn go_on(page: &Page, return_to: &str) -> Html {
    let is_step = |path: &str| path.starts_with(&address(page, "/sign-in"));
    // Who visits the portal proves themselves in the panel.
    let is_own = |path: &str| {
        path.starts_with("/portal") == (page.side() == OwnerKind::User)
            || path.split('?').next() == Some("/portal/visit/change")
    };
    let own = own_path(return_to).filter(|path| is_own(path) && !is_step(path));
    page.go(own.unwrap_or(page.home()))
}
