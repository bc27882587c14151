use chrono::{DateTime, Utc};

use super::Group;
use crate::{
    account_users::Below,
    change::{Audited, Change},
    db::{Select, Table, Written, sql, written},
    error::{Error, Result},
    i18n::Message,
    lists::{Column, Kind},
    resource::Stored,
};

pub const TABLE: Table = Table { name: "groups", searched: &["name"], between: "\n" };

/// What the list can be sorted by.
pub const SORTS: [Column<Group>; 1] =
    [Column { name: "name", sql: "g.search", kind: Kind::Text, key: |it| it.search.clone() }];

impl Stored for Group {
    type Of = Below;
    /// The name.
    type New = String;
    const TABLE: Table = TABLE;
    const ID: &'static str = "g.id";
    const NAME: &'static str = "g.name";
    const PREFIX: &'static str = "group";
    const SEARCHED: &'static str = "g.search";

    fn rows(of: Below) -> Select {
        let columns = "g.id, g.account_id, g.name, g.search, g.is_main,
            (SELECT count(*) FROM user_groups ug WHERE ug.group_id = g.id) AS members, g.version, g.updated_at, g.updated_by";
        Select::new(columns, " FROM groups g WHERE g.account_id = ").bind(of.0)
    }

    fn written(of: Below, name: &String) -> Written {
        written![account_id: of.0, name: name, is_main: false]
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn changed(&self) -> (&str, DateTime<Utc>) {
        (&self.updated_by, self.updated_at)
    }

    fn stays(&self) -> Option<Message> {
        self.is_main.then(|| "group-main-stays".into())
    }

    /// Its members are in the Main group from then on; their number is in the record.
    async fn remove(&self, change: &mut Change) -> Result<()> {
        sql!(execute change.conn,
            "INSERT INTO user_groups (user_id, group_id)
             SELECT ug.user_id, g.id FROM user_groups ug JOIN groups g ON g.account_id = $1 AND g.is_main
             WHERE ug.group_id = $2
             ON CONFLICT DO NOTHING",
            self.account_id, self.id)
        .map_err(Error::from)?;
        TABLE.delete(&mut change.conn, self.id).await?;
        let moved = ("members_moved", String::new(), self.members.to_string());
        change.record("delete", self, vec![("name", self.label(), String::new()), moved]).await
    }
}
