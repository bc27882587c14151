use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    change::Audited,
    db::FromRow,
    error::FieldErrors,
    forms::{
        Stale,
        fields::{choice, required},
        was,
    },
    lists::{ListQuery, Shape},
    people::{Admin, Role},
};

#[derive(Clone, Debug, FromRow)]
pub struct View {
    pub id: i64,
    /// The list's name.
    pub list: String,
    pub owner_id: i64,
    /// The owner's login.
    pub owner: String,
    pub name: String,
    /// As [`Shape::asked`] has it.
    pub query: String,
    /// Empty, a role's code, or [`ALL`].
    pub shared: String,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

/// With whom a view is shared, where it is with everybody.
pub const ALL: &str = "all";

/// As typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewForm {
    pub name: String,
    pub shared: String,
    pub version: String,
    /// What it was filled with at first.
    pub was: String,
    pub return_to: String,
}

/// Parsed.
pub struct NewView {
    pub name: String,
    pub shared: String,
}

impl View {
    pub fn is_of(&self, admin: &Admin) -> bool {
        self.owner_id == admin.id
    }

    /// What it asks of its list as that is today, with what it is called in the address.
    pub fn fills(&self, shape: &Shape) -> String {
        let asked = shape.asked(&ListQuery::read("", &self.query));
        let and = if asked.is_empty() { "" } else { "&" };
        format!("{asked}{and}view={}", self.id)
    }

    /// The address of its list as the view has it; of a list that there is one of for each account none.
    pub fn address(&self, shape: &Shape) -> Option<String> {
        let is_one = !shape.path.contains('{');
        is_one.then(|| format!("{}?{}", shape.path, self.fills(shape)))
    }
}

impl Audited for View {
    const KIND: &'static str = "view";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        self.name.clone()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("name", self.name.clone()), ("shared", self.shared.clone()), ("query", self.query.clone())]
    }
}

impl ViewForm {
    pub fn of(view: &View) -> Self {
        let (name, shared, version) = (view.name.clone(), view.shared.clone(), view.version.to_string());
        Self { name, shared, version, ..Self::default() }
    }

    pub fn parse(&self) -> Result<NewView, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 60)).unwrap_or_default();
        let with = |code: &str| {
            let is_one = code.is_empty() || code == ALL || code.parse::<Role>().is_ok();
            is_one.then(|| code.to_owned())
        };
        let shared = errors.keep("shared", choice(&self.shared, with)).unwrap_or_default();
        errors.or(NewView { name, shared })
    }

    /// To be sent again, beside what the view has become.
    pub fn again(&mut self, view: &View) -> Stale {
        let theirs = Self::of(view);
        let stale = Stale::new(self, &theirs, &view.updated_by, view.updated_at);
        (self.was, self.version) = (was(&theirs), theirs.version);
        stale
    }
}
