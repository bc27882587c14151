//! Login-as: an administrator in the portal as an account user, to help, visibly and on the record.
//!
//! A visit is an overlay. The browser holds a second cookie beside the administrator's own, and [`overlay`] lays the
//! visit over the administrator's session for each request to the portal, after one statement has found that everything
//! still holds. Nothing is ever stored as a session of the user: where the overlay is lost, what is left is an
//! administrator in the panel and nobody in the portal.

mod form;
pub mod model;
mod pages;
pub mod service;
pub mod store;

use model::Record;

use crate::{
    change::Audited,
    feature::{Feature, Schedule},
    people::Permission,
    web::{Access, MenuEntry, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    menu: &[("menu-record", MenuEntry { path: "/visits", label: "menu-visits", icon: "enter" })],
    recorded: &[(Record::KIND, Some("/visits/{id}"))],
    schedules: &[Schedule::round("visits", service::sweep)],
    cascade: Some(service::cascade),
    around_portal: Some(|req, next| Box::pin(pages::overlay::overlay(req, next))),
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    use pages::{inside, panel, portal, start};
    let (see, log_in) = (Access::May(Permission::View), Access::May(Permission::LogInAs));
    let (inside_as, change_as) = (Access::Visit(Permission::LogInAs), Access::Visit(Permission::ActAsUser));
    vec![
        get("/accounts/{id}/users/{uid}/log-in", log_in, start::ask).proven(),
        post("/accounts/{id}/users/{uid}/log-in", log_in, start::start).proven(),
        get("/visits", see, panel::list),
        exported("/visits/export", see, |asked, conn| Box::pin(panel::table(asked, conn))),
        get("/visits/{id}", see, panel::show),
        post("/visits/{id}/end", log_in, panel::end),
        get("/portal/visit/change", change_as, inside::ask_change).proven(),
        post("/portal/visit/change", change_as, inside::change).proven(),
        post("/portal/visit/end", inside_as, inside::end),
        get("/portal/visits", Access::User, portal::list),
        get("/portal/visits/{id}", Access::User, portal::show),
        post("/portal/visits/{id}/end", Access::User, portal::end),
    ]
}
