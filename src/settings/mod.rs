//! The settings of the installation that its owners make in the panel: the brand, and the directory that administrators
//! sign in through.

mod brand;
pub mod directory;
mod pages;
pub mod store;

use brand::model::Described;
use directory::AdminDirectory;

use crate::{
    change::Audited,
    feature::Feature,
    people::Permission,
    web::{Access, MenuEntry, Route, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    menu: &[
        ("menu-settings", MenuEntry { path: "/settings/brand", label: "menu-brand", icon: "brush" }),
        ("menu-settings", MenuEntry { path: "/settings/directory", label: "menu-directory", icon: "badge" }),
    ],
    recorded: &[(Described::KIND, Some("/settings/brand")), (AdminDirectory::KIND, Some("/settings/directory"))],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    use pages::{brand, directory, files};
    let (owners, open) = (Access::May(Permission::EditSettings), Access::Open);
    vec![
        get("/settings/brand", owners, brand::edit),
        post("/settings/brand", owners, brand::update),
        get("/settings/brand/sample", owners, brand::sample),
        post("/settings/brand/sample", owners, brand::sample_of),
        post("/settings/brand/test", owners, brand::send_test),
        get("/settings/directory", owners, directory::edit),
        post("/settings/directory", owners, directory::update).proven(),
        get("/brand/logo.png", open, files::logo),
        get("/brand/accent/{colour}", open, files::accent),
    ]
}
