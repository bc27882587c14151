//! The directory that administrators may sign in through, and which roles its groups give.

pub mod form;
pub mod service;

use chrono::{DateTime, Utc};

use crate::{
    change::Audited,
    db::FromRow,
    ldap::{Found, GroupId, Known},
    people::Role,
    settings::store::ID,
};

/// As it is stored. Without a connector nobody signs in through a directory, whatever the groups would give.
#[derive(Clone, Debug)]
pub struct AdminDirectory {
    pub at: Stored,
    /// In the order in which they were typed.
    pub groups: Vec<RoleGroup>,
}

#[derive(Clone, Debug, FromRow)]
pub struct Stored {
    pub connector_id: Option<i64>,
    pub connector_name: Option<String>,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    /// Empty before anybody has changed it.
    pub updated_by: String,
}

/// A group of the directory whose members have a role.
#[derive(Clone, Debug, FromRow)]
pub struct RoleGroup {
    #[sqlx(try_from = "String")]
    pub role: Role,
    pub dn: String,
    #[sqlx(flatten)]
    pub id: GroupId,
    /// Whether the directory had it when it was asked last.
    #[sqlx(try_from = "String")]
    pub known: Known,
}

/// As it is to be, parsed.
pub struct NewAdminDirectory {
    pub connector_id: Option<i64>,
    pub groups: Vec<RoleGroup>,
}

impl AdminDirectory {
    /// The role of somebody: of several that groups give the one that may most. Without groups that give any, the
    /// directory says who somebody is and not what they may, so that whoever is an administrator keeps the own role.
    pub fn role(&self, found: &Found, own: Option<Role>) -> Option<Role> {
        if self.groups.is_empty() {
            return own;
        }
        let gives = |it: &&RoleGroup| found.groups.iter().any(|group| it.id.is(group));
        let given: Vec<Role> = self.groups.iter().filter(gives).map(|it| it.role).collect();
        Role::ALL.iter().copied().find(|role| given.contains(role))
    }

    /// The DNs of a role's groups, a line each.
    pub fn lines(&self, role: Role) -> String {
        let dns = self.groups.iter().filter(|it| it.role == role).map(|it| it.dn.as_str());
        dns.collect::<Vec<_>>().join("\n")
    }
}

impl Audited for AdminDirectory {
    const KIND: &'static str = "admin_directory";

    fn id(&self) -> i64 {
        ID
    }

    fn label(&self) -> String {
        self.at.connector_name.clone().unwrap_or_default()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let [owner, manager, support, auditor] =
            [Role::Owner, Role::Manager, Role::Support, Role::Auditor].map(|role| self.lines(role).replace('\n', "; "));
        vec![
            ("admin_ldap", self.label()),
            ("owner_groups", owner),
            ("manager_groups", manager),
            ("support_groups", support),
            ("auditor_groups", auditor),
        ]
    }
}
