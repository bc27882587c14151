//! What the groups of a directory give: by their names, or by the ids under which the directory keeps them.

use std::collections::BTreeSet;

use super::{dn, membership::FoundGroup};
use crate::db::FromRow;

/// A line of the map.
#[derive(Clone, Debug, FromRow)]
pub struct Mapped {
    dn_key: String,
    /// Empty where the directory did not tell it.
    stable_id: String,
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

impl Mapped {
    pub fn is(&self, group: &FoundGroup) -> bool {
        let has_its_id = !self.stable_id.is_empty() && self.stable_id == group.stable_id;
        has_its_id || dn::key(&group.dn).is_some_and(|key| key == self.dn_key)
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
