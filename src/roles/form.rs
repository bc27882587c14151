use serde::{Deserialize, Serialize};

use super::model::{ACTIONS, NewRole, Role};
use crate::{error::FieldErrors, web::fields::required};

/// As typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    pub name: String,
    pub actions: Vec<String>,
    pub version: String,
    pub was: String,
    pub return_to: String,
}

impl RoleForm {
    pub fn of(role: &Role) -> Self {
        Self {
            name: role.name.clone(),
            actions: role.actions().into_iter().map(str::to_owned).collect(),
            version: role.version.to_string(),
            was: String::new(),
            return_to: String::new(),
        }
    }

    pub fn parse(&self) -> Result<NewRole, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 80)).unwrap_or_default();
        if self.actions.iter().any(|action| !ACTIONS.contains(&action.as_str())) {
            errors.add("actions", "refused-choice");
        }
        let is_ticked = |action: &&str| self.actions.iter().any(|ticked| ticked == action);
        errors.or(NewRole { name, actions: ACTIONS.into_iter().filter(is_ticked).collect() })
    }
}
