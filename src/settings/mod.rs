//! The settings of the installation that its owners make in the panel: the brand.

mod brand;
mod pages;

use brand::model::Described;

use crate::{
    change::Audited,
    feature::Feature,
    people::Permission,
    web::{Access, MenuEntry, Route, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    menu: &[("menu-settings", MenuEntry { path: "/settings/brand", label: "menu-brand", icon: "brush" })],
    recorded: &[(Described::KIND, Some("/settings/brand"))],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    use pages::{brand, files};
    let (owners, open) = (Access::May(Permission::EditSettings), Access::Open);
    vec![
        get("/settings/brand", owners, brand::edit),
        post("/settings/brand", owners, brand::update),
        get("/settings/brand/sample", owners, brand::sample),
        post("/settings/brand/sample", owners, brand::sample_of),
        post("/settings/brand/test", owners, brand::send_test),
        get("/brand/logo.png", open, files::logo),
        get("/brand/accent/{colour}", open, files::accent),
    ]
}
