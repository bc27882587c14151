use super::{InDirectory, Known, LdapGroup, NewLdapGroup};
use crate::{
    change::{Change, flag},
    db::{Table, Written, written},
    error::Result,
    ldap::{dn, person},
    resource::{Stored, Versioned},
    state::State,
};

impl Stored for LdapGroup {
    type Of = InDirectory;
    type New = NewLdapGroup;
    const TABLE: Table = Table { name: "ldap_groups", searched: &["name", "group_names", "role_names"], between: "\n" };
    const COLUMNS: &'static str =
        "t.connector_id AS ldap_id, t.name AS dn, t.stable_id, t.known, t.group_names AS groups,
        t.role_names AS roles, t.master";
    const KIND: &'static str = "ldap_group";
    const PREFIX: &'static str = "ldap-group";
    const NAMED: &'static str = "dn";

    fn of(&self) -> InDirectory {
        InDirectory(self.ldap_id)
    }

    fn written(new: &NewLdapGroup) -> Written {
        written![
            name: &new.dn,
            dn_key: &new.dn_key,
            group_names: &new.groups,
            role_names: &new.roles,
            master: new.master,
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("dn", self.dn.clone()),
            ("groups", self.shown_groups()),
            ("roles", self.shown_roles()),
            ("master", flag(self.master)),
        ]
    }

    /// What was told of another group is not of this one.
    async fn check(change: &mut Change, before: &Versioned<Self>, new: &NewLdapGroup) -> Result<()> {
        if dn::key(&before.dn).as_ref() != Some(&new.dn_key) {
            let untold = written![stable_id: "", known: Known::Unknown.as_str()];
            Self::TABLE.set(&mut change.conn, before.id, untold).await?;
        }
        Ok(())
    }

    /// What the directory knows of the group, if it answers. Of one that is not there any more the id stays: it may have
    /// been moved.
    async fn told(state: &State, InDirectory(id): InDirectory, new: &NewLdapGroup) -> Written {
        match person::look_up_group(state, id, &new.dn).await {
            None => Written::default(),
            Some(None) => written![known: Known::Missing.as_str()],
            Some(Some(stable_id)) => written![known: Known::Found.as_str(), stable_id: &stable_id],
        }
    }
}
