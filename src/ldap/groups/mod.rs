//! What groups of a directory give: a map of each connector, a small resource that belongs to it.

mod api;
mod place;
mod store;

pub use api::calls;
pub use place::InDirectory;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use super::form::group_dn;
use crate::{
    api::{Flag, Many, Parameter, Text},
    db::{FromRow, kept_as_text},
    error::FieldErrors,
    forms::{
        fields::{Parsed, lines_of, text},
        on,
    },
    lists::Field,
    people::Permission,
    resource::{self, Editor, Form, Row, drawn, fields, paths},
    web::Route,
};

/// As many names are enough for a line.
const MOST_NAMES: usize = 50;
const LONGEST_NAME: usize = 80;

pub fn routes() -> Vec<Route> {
    resource::routes::<LdapGroup>(paths!("/ldap/{id}/groups"), Permission::EditResources)
}

/// What a group of a directory gives to those who are in it.
#[derive(Clone, Debug, FromRow, Serialize, ToSchema)]
pub struct LdapGroup {
    pub ldap_id: i64,
    /// The name of the group in the directory.
    pub dn: String,
    /// By which the directory knows it when it is moved or renamed; empty where it has not told.
    pub stable_id: String,
    /// `found` or `missing`, as the directory said when this was saved last; `unknown` where it said nothing.
    #[sqlx(try_from = "String")]
    #[schema(value_type = String)]
    pub known: Known,
    /// Names of groups of the account.
    #[serde(serialize_with = "as_list")]
    #[schema(value_type = Vec<String>)]
    pub groups: String,
    /// Names of roles of the account.
    #[serde(serialize_with = "as_list")]
    #[schema(value_type = Vec<String>)]
    pub roles: String,
    /// Whether they are masters.
    pub master: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Known {
    Found,
    Missing,
    Unknown,
}

kept_as_text!(Known);

pub struct NewLdapGroup {
    pub dn: String,
    pub dn_key: String,
    /// A line each.
    pub groups: String,
    pub roles: String,
    pub master: bool,
}

/// Names in a call, lines in a form.
pub struct Lines(String);

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Many(names) = Many::<Text>::deserialize(deserializer)?;
        Ok(Self(lines_of(names.into_iter().map(|name| name.0))))
    }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Parameter for Lines {
    type Typed = String;
    const NULL_SAYS: bool = true;
}

fields! { LdapGroupForm, LdapGroupGiven:
    /// The group's distinguished name in the directory; once in a connector, however it is spelled.
    dn: Text,
    /// Names of groups that an account gives to its people, all of them; an account that has none of such a name gives
    /// none.
    #[schema(value_type = Option<Vec<String>>)]
    groups: Lines,
    /// Names of roles, as with `groups`.
    #[schema(value_type = Option<Vec<String>>)]
    roles: Lines,
    /// True makes them masters.
    master: Flag,
}

drawn!(LdapGroup, "ldap/groups/list.html", "ldap/groups/edit.html");

fn as_list<S: Serializer>(names: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(names.lines())
}

impl LdapGroup {
    fn names(names: &str) -> String {
        names.lines().collect::<Vec<_>>().join(", ")
    }

    fn shown_groups(&self) -> String {
        Self::names(&self.groups)
    }

    fn shown_roles(&self) -> String {
        Self::names(&self.roles)
    }
}

impl Form<LdapGroup> for LdapGroupForm {
    fn of(it: &LdapGroup) -> Self {
        Self { dn: it.dn.clone(), groups: it.groups.clone(), roles: it.roles.clone(), master: Flag(it.master).form() }
    }

    fn parse(&self, _: InDirectory) -> Result<NewLdapGroup, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (dn, dn_key) = errors.keep("dn", group_dn(&self.dn)).unwrap_or_default();
        let groups = errors.keep("groups", names(&self.groups)).unwrap_or_default();
        let roles = errors.keep("roles", names(&self.roles)).unwrap_or_default();
        let master = on(&self.master);
        if errors.is_empty() && groups.is_empty() && roles.is_empty() && !master {
            errors.add("groups", "refused-ldap-group-nothing");
        }
        errors.or(NewLdapGroup { dn, dn_key, groups, roles, master })
    }
}

/// A line each, none twice.
fn names(typed: &str) -> Parsed<String> {
    let mut names = Vec::new();
    for line in typed.lines() {
        let name = text(line, LONGEST_NAME)?;
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > MOST_NAMES {
        return Err(crate::i18n::Message::new("refused-ldap-group-names").with("most", MOST_NAMES as i64));
    }
    Ok(names.join("\n"))
}

impl Editor for LdapGroup {
    type Form = LdapGroupForm;
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::of("name", "dn", |row| (&row.dn).into()),
        Field::new("groups", |row| row.shown_groups().into()),
        Field::new("roles", |row| row.shown_roles().into()),
        Field::new("master", |row| row.master.into()),
        Field::new("stable_id", |row| (&row.stable_id).into()),
        Field::new("known", |row| row.known.as_str().into()),
    ];
    const PATH: &'static str = "/groups";
}
