use chrono::{DateTime, Utc};

use super::{NewRole, Role};
use crate::{
    account_users::Below,
    change::{Audited, Change},
    db::{Select, Table, Written, written},
    error::Result,
    lists::{Column, Kind},
    resource::Stored,
};

pub const TABLE: Table = Table { name: "roles", searched: &["name"], between: "\n" };

/// What the list can be sorted by.
pub const SORTS: [Column<Role>; 1] =
    [Column { name: "name", sql: "r.search", kind: Kind::Text, key: |it| it.search.clone() }];

impl Stored for Role {
    type Of = Below;
    type New = NewRole;
    const TABLE: Table = TABLE;
    const ID: &'static str = "r.id";
    const NAME: &'static str = "r.name";
    const PREFIX: &'static str = "role";
    const SEARCHED: &'static str = "r.search";

    fn rows(of: Below) -> Select {
        let columns = "r.id, r.account_id, r.name, r.search, r.actions,
            (SELECT count(*) FROM user_roles ur WHERE ur.role_id = r.id) AS users, r.version, r.updated_at, r.updated_by";
        Select::new(columns, " FROM roles r WHERE r.account_id = ").bind(of.0)
    }

    fn written(of: Below, new: &NewRole) -> Written {
        written![account_id: of.0, name: &new.name, actions: new.actions.join(",")]
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn changed(&self) -> (&str, DateTime<Utc>) {
        (&self.updated_by, self.updated_at)
    }

    /// The users who had it lose it; their number is in the record.
    async fn remove(&self, change: &mut Change) -> Result<()> {
        TABLE.delete(&mut change.conn, self.id).await?;
        let lost = ("users_lost", String::new(), self.users.to_string());
        change.record("delete", self, vec![("name", self.label(), String::new()), lost]).await
    }
}
