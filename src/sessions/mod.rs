//! Where somebody is signed in, and what became of their attempts to sign in: two pages, of oneself in the panel and in
//! the portal, and of others for administrators.

mod model;
mod pages;
mod store;

use crate::{
    feature::Feature,
    people::Permission,
    web::{Access, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature { routes, ..Feature::NONE };

fn routes() -> Vec<Route> {
    use pages::{end, list, sign_ins, table};
    let (own, see) = (Access::May(Permission::Own), Access::May(Permission::View));
    let (end_of_user, edit_admins) = (Access::May(Permission::EndSessions), Access::May(Permission::EditAdmins));
    vec![
        get("/me/sessions", own, list),
        post("/me/sessions", own, end).proven(),
        get("/me/sign-ins", own, sign_ins),
        exported("/me/sign-ins/export", own, |asked, conn| Box::pin(table(asked, conn))),
        get("/admins/{id}/sessions", see, list),
        post("/admins/{id}/sessions", edit_admins, end).proven(),
        get("/admins/{id}/sign-ins", see, sign_ins),
        exported("/admins/{id}/sign-ins/export", see, |asked, conn| Box::pin(table(asked, conn))),
        get("/accounts/{id}/users/{uid}/sessions", see, list),
        post("/accounts/{id}/users/{uid}/sessions", end_of_user, end),
        get("/accounts/{id}/users/{uid}/sign-ins", see, sign_ins),
        exported("/accounts/{id}/users/{uid}/sign-ins/export", see, |asked, conn| Box::pin(table(asked, conn))),
        get("/portal/security/sessions", Access::User, list),
        post("/portal/security/sessions", Access::User, end).proven(),
        get("/portal/security/sign-ins", Access::User, sign_ins),
    ]
}
