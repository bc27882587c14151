//! What the groups of a directory give: by their names, or by the ids under which the directory keeps them.

use std::collections::BTreeSet;

use super::{dn, membership::FoundGroup};
use crate::db::FromRow;

/// By what a group of a directory is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromRow)]
pub struct GroupId {
    /// Its DN as DNs are compared.
    pub dn_key: String,
    /// Empty where the directory did not tell it.
    pub stable_id: String,
}

/// A line of the map.
#[derive(Clone, Debug, FromRow)]
pub struct Mapped {
    #[sqlx(flatten)]
    id: GroupId,
    /// Names, a line each.
    group_names: String,
    role_names: String,
    master: bool,
}

/// Names of an account's groups and roles, and whether somebody is a master.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Granted {
    pub groups: BTreeSet<String>,
    pub roles: BTreeSet<String>,
    pub master: bool,
}

impl GroupId {
    pub fn is(&self, group: &FoundGroup) -> bool {
        let has_its_id = !self.stable_id.is_empty() && self.stable_id == group.stable_id;
        has_its_id || dn::key(&group.dn).is_some_and(|key| key == self.dn_key)
    }
}

impl Mapped {
    pub fn is(&self, group: &FoundGroup) -> bool {
        self.id.is(group)
    }
}

impl Granted {
    /// All that these lines give together.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a Mapped>) -> Self {
        lines.fold(Self::default(), |mut all, line| {
            all.groups.extend(line.group_names.lines().map(str::to_owned));
            all.roles.extend(line.role_names.lines().map(str::to_owned));
            all.master |= line.master;
            all
        })
    }

    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}
