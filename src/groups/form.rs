use serde::{Deserialize, Serialize};

use super::model::Group;
use crate::{error::FieldErrors, web::fields::required};

/// As typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupForm {
    pub name: String,
    pub version: String,
    pub was: String,
    pub return_to: String,
}

impl GroupForm {
    pub fn of(group: &Group) -> Self {
        Self { name: group.name.clone(), version: group.version.to_string(), ..Self::default() }
    }

    pub fn parse(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 80)).unwrap_or_default();
        errors.or(name)
    }
}
