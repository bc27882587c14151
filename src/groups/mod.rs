//! Groups of an account: containers of its objects, which say what a user sees.

mod api;
mod store;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    account_users::InAccount,
    api::Text,
    db::FromRow,
    error::FieldErrors,
    feature::Feature,
    forms::fields::required,
    lists::Field,
    people::Permission,
    resource::{self, Editor, Form, Row, Stored, drawn, fields, paths},
};

pub const FEATURE: Feature = Feature {
    routes: || resource::routes::<Group>(paths!("/accounts/{id}/groups"), Permission::EditUsers),
    calls: api::calls,
    undoes: &[&resource::Edits::<Group>::of(&[Group::KIND], Permission::EditUsers)],
    recorded: &[(Group::KIND, Some("/accounts/{account}/groups/{id}"))],
    searched: &[&Group::TABLE],
    ..Feature::NONE
};

/// A group of an account.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct Group {
    pub account_id: i64,
    pub name: String,
    /// Always there: neither renamed nor deleted.
    pub is_main: bool,
    /// How many users are in it.
    pub members: i64,
}

fields! { GroupForm, GroupGiven:
    /// Unique within the account; at most 80 characters.
    name: Text,
}

drawn!(Group, "groups/list.html", "groups/edit.html");

impl Form<Group> for GroupForm {
    fn parse(&self, _: InAccount) -> Result<String, FieldErrors> {
        required(&self.name, 80).map_err(|reason| FieldErrors::one("name", reason))
    }
}

impl Editor for Group {
    type Form = GroupForm;
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::new("name", |row| (&row.name).into()),
        Field::of("users", "members", |row| row.members.into()),
    ];
    const PATH: &'static str = "/groups";
}
