use chrono::{DateTime, Utc};

use crate::{audit::Audited, db::FromRow, web::Sorted};

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

#[derive(Clone, Debug, FromRow)]
pub struct Role {
    pub id: i64,
    pub account_id: i64,
    pub name: String,
    /// What the list is searched and sorted by.
    pub search: String,
    /// Of [`ACTIONS`], in their order, with commas between.
    pub actions: String,
    /// How many users have it.
    pub users: i64,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

pub struct NewRole {
    pub name: String,
    pub actions: Vec<&'static str>,
}

impl Role {
    pub fn actions(&self) -> Vec<&str> {
        self.actions.split(',').filter(|action| !action.is_empty()).collect()
    }
}

impl Sorted for Role {
    fn id(&self) -> i64 {
        self.id
    }

    fn key(&self, _: &str) -> String {
        self.search.clone()
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
