//! Groups of an account: containers of its objects, which say what a user sees.

mod api;
pub mod store;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    account_users::Below,
    change::Audited,
    db::FromRow,
    error::FieldErrors,
    feature::Feature,
    forms::fields::required,
    lists::Column,
    people::Permission,
    resource::{self, Editor, Form, drawn},
    web::{Access, Route},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    recorded: &[(Group::KIND, Some("/accounts/{account}/groups/{id}"))],
    searched: &[&store::TABLE],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let paths = [
        "/accounts/{id}/groups",
        "/accounts/{id}/groups/new",
        "/accounts/{id}/groups/{gid}",
        "/accounts/{id}/groups/{gid}/delete",
    ];
    resource::routes::<Group>(paths, (Access::May(Permission::View), Access::May(Permission::EditUsers))).into()
}

/// A group of an account.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct Group {
    pub id: i64,
    pub account_id: i64,
    pub name: String,
    /// What the list is searched and sorted by.
    #[serde(skip)]
    pub search: String,
    /// Always there: neither renamed nor deleted.
    pub is_main: bool,
    /// How many users are in it.
    pub members: i64,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    /// Who changed it last: an administrator's login or a token's name.
    pub updated_by: String,
}

/// As typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupForm {
    pub name: String,
}

drawn!(Group, "groups/list.html", "groups/edit.html");

impl Form<Group> for GroupForm {
    fn parse(&self, _: Below) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 80)).unwrap_or_default();
        errors.or(name)
    }
}

impl Editor for Group {
    type Form = GroupForm;
    type Row = Self;
    const COLUMNS: &'static [Column<Self>] = &store::SORTS;
    const ROW_ID: fn(&Self) -> i64 = |it| it.id;
    const PATH: &'static str = "/groups";

    fn losing(&self) -> Option<i64> {
        Some(self.members)
    }
}

impl Audited for Group {
    const KIND: &'static str = "group";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.name.clone()
    }

    fn account(&self) -> Option<i64> {
        Some(self.account_id)
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("name", self.name.clone())]
    }
}
