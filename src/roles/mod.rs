//! Roles of an account: sets of permitted actions, which say what a user does with what the groups show.

mod api;
pub mod store;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use crate::{
    account_users::Below,
    change::Audited,
    db::FromRow,
    error::FieldErrors,
    feature::Feature,
    forms::{Choice, Options, fields::required},
    lists::Column,
    people::Permission,
    resource::{self, Editor, Form, drawn},
    web::{Access, Route},
};

pub const FEATURE: Feature = Feature {
    routes,
    calls: api::calls,
    recorded: &[(Role::KIND, Some("/accounts/{account}/roles/{id}"))],
    searched: &[&store::TABLE],
    ..Feature::NONE
};

fn routes() -> Vec<Route> {
    let paths = [
        "/accounts/{id}/roles",
        "/accounts/{id}/roles/new",
        "/accounts/{id}/roles/{rid}",
        "/accounts/{id}/roles/{rid}/delete",
    ];
    resource::routes::<Role>(paths, (Access::May(Permission::View), Access::May(Permission::EditUsers))).into()
}

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
    pub id: i64,
    pub version: i64,
    pub account_id: i64,
    pub name: String,
    /// What the list is searched and sorted by.
    #[serde(skip)]
    pub search: String,
    /// All that it permits.
    // Of [`ACTIONS`], in their order, with commas between.
    #[serde(serialize_with = "as_list")]
    #[schema(value_type = Vec<String>)]
    pub actions: String,
    /// How many users have it.
    pub users: i64,
    pub updated_at: DateTime<Utc>,
    /// Who changed it last: an administrator's login or a token's name.
    pub updated_by: String,
}

pub struct NewRole {
    pub name: String,
    pub actions: Vec<&'static str>,
}

/// As typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    pub name: String,
    pub actions: Vec<String>,
}

drawn!(Role, "roles/list.html", "roles/edit.html");

impl Role {
    pub fn actions(&self) -> Vec<&str> {
        each(&self.actions).collect()
    }
}

fn each(actions: &str) -> impl Iterator<Item = &str> {
    actions.split(',').filter(|action| !action.is_empty())
}

fn as_list<S: Serializer>(actions: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(each(actions))
}

impl List<'_> {
    fn permitted(&self, role: &Role) -> String {
        let label = |action| self.page.field_label("permitted", action);
        role.actions().into_iter().map(label).collect::<Vec<_>>().join(", ")
    }
}

impl Edit<'_> {
    fn options(&self) -> Options {
        vec![("actions", self.actions())]
    }

    fn actions(&self) -> Vec<Choice> {
        let label = |action: &str| self.page.field_label("permitted", action);
        ACTIONS.map(|action| Choice { value: action.to_owned(), label: label(action) }).into()
    }
}

impl Form<Role> for RoleForm {
    fn parse(&self, _: Below) -> Result<NewRole, FieldErrors> {
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
    type Row = Self;
    const COLUMNS: &'static [Column<Self>] = &store::SORTS;
    const ROW_ID: fn(&Self) -> i64 = |it| it.id;
    const PATH: &'static str = "/roles";

    fn losing(&self) -> Option<i64> {
        Some(self.users)
    }
}

impl Audited for Role {
    const KIND: &'static str = "role";

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
        vec![("name", self.name.clone()), ("actions", self.actions().join(", "))]
    }
}
