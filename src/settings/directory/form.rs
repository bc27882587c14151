use serde::{Deserialize, Serialize};

use super::{AdminDirectory, NewAdminDirectory, RoleGroup};
use crate::{
    error::FieldErrors,
    forms::fields::optional_number,
    i18n::Message,
    ldap::{GroupId, Known, group_dn},
    people::Role,
};

/// As many groups are enough for a role: each is asked about when it is saved.
const MOST_GROUPS: usize = 20;

/// As typed; groups a line each.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DirectoryForm {
    pub admin_ldap: String,
    pub owner_groups: String,
    pub manager_groups: String,
    pub support_groups: String,
    pub auditor_groups: String,
    /// A tick, once it was said whom another directory locks out.
    #[serde(skip_serializing)]
    pub confirmed: String,
}

impl DirectoryForm {
    pub fn of(it: &AdminDirectory) -> Self {
        Self {
            admin_ldap: it.at.connector_id.map(|id| id.to_string()).unwrap_or_default(),
            owner_groups: it.lines(Role::Owner),
            manager_groups: it.lines(Role::Manager),
            support_groups: it.lines(Role::Support),
            auditor_groups: it.lines(Role::Auditor),
            confirmed: String::new(),
        }
    }

    /// # Errors
    /// What is no DN, or a group that is named twice.
    pub fn parse(&self) -> Result<NewAdminDirectory, FieldErrors> {
        let mut errors = FieldErrors::default();
        let connector_id = errors.keep("admin_ldap", optional_number(&self.admin_ldap, 1, i64::MAX)).flatten();
        let mut groups: Vec<RoleGroup> = Vec::new();
        for (field, role, typed) in self.typed() {
            let lines: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            if lines.len() > MOST_GROUPS {
                errors.add(field, Message::new("refused-directory-groups").with("most", MOST_GROUPS as i64));
                continue;
            }
            for line in lines {
                let Some((dn, dn_key)) = errors.keep(field, group_dn(line)) else { break };
                if groups.iter().any(|it| it.id.dn_key == dn_key) {
                    errors.add(field, Message::new("refused-directory-group-twice").with("dn", dn));
                    break;
                }
                let id = GroupId { dn_key, stable_id: String::new() };
                groups.push(RoleGroup { role, dn, id, known: Known::Unknown });
            }
        }
        errors.or(NewAdminDirectory { connector_id, groups })
    }

    fn typed(&self) -> [(&'static str, Role, &str); 4] {
        [
            ("owner_groups", Role::Owner, &self.owner_groups),
            ("manager_groups", Role::Manager, &self.manager_groups),
            ("support_groups", Role::Support, &self.support_groups),
            ("auditor_groups", Role::Auditor, &self.auditor_groups),
        ]
    }
}
