//! The databases of an account, as the platform reports them, and their indexes, which it is asked for.

mod api;
mod index;
mod model;
mod pages;
mod place;
mod report;
mod service;
mod store;

use index::Index;
use model::AccountDatabase;

use crate::{
    change::Audited,
    feature::Feature,
    people::Permission,
    resource::{self, Stored},
    web::{Access, Route, exported, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    recorded: &[(AccountDatabase::KIND, Some("/accounts/{account}/databases/{id}")), (<Index as Stored>::KIND, None)],
    searched: &[&store::TABLE, &Index::TABLE],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let (see, edit) = (Access::May(Permission::View), Access::May(Permission::EditAccounts));
    let mut routes = vec![
        get("/accounts/{id}/databases", see, pages::list),
        exported("/accounts/{id}/databases/export", see, |asked, conn| Box::pin(pages::table(asked, conn))),
        get("/accounts/{id}/databases/{db}", see, pages::show),
    ];
    routes.extend(resource::list_routes::<Index>(
        [
            "/accounts/{id}/databases/{db}/indexes",
            "/accounts/{id}/databases/{db}/indexes/export",
            "/accounts/{id}/databases/{db}/indexes/new",
        ],
        Permission::EditAccounts,
    ));
    routes.extend([
        post("/accounts/{id}/databases/{db}/indexes/{one}/retry", edit, pages::retry),
        get("/accounts/{id}/databases/{db}/indexes/{one}/delete", edit, pages::confirm_delete).proven(),
        post("/accounts/{id}/databases/{db}/indexes/{one}/delete", edit, pages::delete).proven(),
    ]);
    routes
}
