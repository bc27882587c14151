//! Roles of an account: sets of permitted actions, which say what a user does with what the groups show.

mod api;
mod store;

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::{
    account_users::InAccount,
    api::{Many, Text},
    db::FromRow,
    error::FieldErrors,
    feature::Feature,
    forms::{Choice, Options, fields::required},
    lists::Field,
    people::Permission,
    resource::{self, Editor, Form, Row, Stored, drawn, fields, paths},
};

pub const FEATURE: Feature = Feature {
    routes: || resource::routes::<Role>(paths!("/accounts/{id}/roles"), Permission::EditUsers),
    calls: api::calls,
    undoes: &[&resource::Edits::<Role>::of(&[Role::KIND], Permission::EditUsers)],
    recorded: &[(Role::KIND, Some("/accounts/{account}/roles/{id}"))],
    searched: &[&Role::TABLE],
    ..Feature::NONE
};

/// What a role can permit: as stored, as posted, and of the label `permitted-…`.
pub const ACTIONS: [&str; 14] = [
    "view_profiles",
    "edit_profiles",
    "import_profiles",
    "export_profiles",
    "view_segments",
    "edit_segments",
    "view_templates",
    "edit_templates",
    "view_campaigns",
    "edit_campaigns",
    "send_campaigns",
    "view_reports",
    "export_reports",
    "edit_settings",
];

/// A role under the names by which it is saved.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct Role {
    pub account_id: i64,
    pub name: String,
    /// All that it permits.
    // Of [`ACTIONS`], in their order, with commas between.
    #[serde(serialize_with = "as_list")]
    #[schema(value_type = Vec<String>)]
    pub actions: String,
    /// How many users have it.
    pub users: i64,
}

pub struct NewRole {
    pub name: String,
    pub actions: Vec<&'static str>,
}

fields! { RoleForm, RoleGiven:
    /// Unique within the account; at most 80 characters.
    name: Text,
    /// All that the role permits, in place of what it permitted: `view_profiles`, `edit_profiles`, `import_profiles`,
    /// `export_profiles`, `view_segments`, `edit_segments`, `view_templates`, `edit_templates`, `view_campaigns`,
    /// `edit_campaigns`, `send_campaigns`, `view_reports`, `export_reports`, `edit_settings`.
    #[schema(value_type = Option<Vec<String>>)]
    actions: Many<Text>,
}

drawn!(Role, "roles/list.html", "roles/edit.html");

fn each(actions: &str) -> impl Iterator<Item = &str> {
    actions.split(',').filter(|action| !action.is_empty())
}

fn as_list<S: Serializer>(actions: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(each(actions))
}

impl List<'_> {
    fn permitted(&self, role: &Role) -> String {
        let label = |action| self.page.field_label("permitted", action);
        each(&role.actions).map(label).collect::<Vec<_>>().join(", ")
    }
}

impl Edit<'_> {
    fn options(&self) -> Options {
        vec![("actions", self.actions())]
    }

    fn actions(&self) -> Vec<Choice> {
        self.page.choices("permitted", ACTIONS)
    }
}

impl Form<Role> for RoleForm {
    fn parse(&self, _: InAccount) -> Result<NewRole, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 80)).unwrap_or_default();
        if self.actions.iter().any(|action| !ACTIONS.contains(&action.as_str())) {
            errors.add("actions", "refused-choice");
        }
        let is_ticked = |action: &&str| self.actions.iter().any(|ticked| ticked == action);
        errors.or(NewRole { name, actions: ACTIONS.into_iter().filter(is_ticked).collect() })
    }
}

impl Editor for Role {
    type Form = RoleForm;
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::new("name", |row| (&row.name).into()),
        Field::of("permitted", "actions", |row| (&row.actions).into()),
        Field::new("users", |row| row.users.into()),
    ];
    const PATH: &'static str = "/roles";
}
