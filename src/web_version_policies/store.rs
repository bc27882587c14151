use chrono::{DateTime, Utc};

use super::{Policy, Row, Settings};
use crate::{
    db::{self, Conn, One, Select, Table, Written, sql, written},
    lists::{Column, Kind},
    resource::Stored,
};

pub const TABLE: Table = Table { name: "web_version_policies", searched: &["name"], between: "\n" };

macro_rules! columns {
    () => {
        "p.id, p.name, p.email_days, p.sms_days, p.push_days, p.messenger_days, p.version, p.updated_at, p.updated_by"
    };
}

/// The settings, in the order of the form.
pub fn written(new: &Settings) -> Written {
    written![
        name: &new.name,
        email_days: new.email_days,
        sms_days: new.sms_days,
        push_days: new.push_days,
        messenger_days: new.messenger_days,
    ]
}

/// What the list can be sorted by.
pub const SORTS: [Column<Row>; 1] =
    [Column { name: "name", sql: "p.search", kind: Kind::Text, key: |it| it.search.clone() }];

impl Stored for Policy {
    type Of = ();
    type New = Settings;
    const TABLE: Table = TABLE;
    const ID: &'static str = "p.id";
    const NAME: &'static str = "p.name";
    const PREFIX: &'static str = "web-version-policy";
    const SEARCHED: &'static str = "p.search";

    fn rows((): ()) -> Select {
        Select::new(columns!(), " FROM web_version_policies p WHERE 1 = 1")
    }

    fn listed((): ()) -> Select {
        let columns = concat!(
            columns!(),
            ", p.search,
             (SELECT count(*) FROM (SELECT 1 FROM accounts a WHERE a.web_version_policy = p.id LIMIT 1001) AS used) AS accounts"
        );
        Select::new(columns, " FROM web_version_policies p WHERE 1 = 1")
    }

    fn written((): (), new: &Settings) -> Written {
        written(new)
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn changed(&self) -> (&str, DateTime<Utc>) {
        (&self.updated_by, self.updated_at)
    }

    /// Accounts that have it, deleted ones that can still be restored included.
    async fn used_by(conn: &mut Conn, id: i64) -> db::Result<Vec<String>> {
        let text = "SELECT title FROM accounts WHERE web_version_policy = $1 ORDER BY id LIMIT 6";
        let titles = sql!(fetch_all One<String>, conn, text, id)?;
        Ok(titles.into_iter().map(|(title,)| title).collect())
    }
}
