use chrono::{DateTime, Utc};

use super::{Row, Settings, Tariff};
use crate::{
    db::{self, Conn, One, Select, Table, Written, search_key, sql, written},
    forms::Choice,
    lists::{Column, Kind},
    resource::Stored,
};

pub const TABLE: Table = Table { name: "tariffs", searched: &["name", "title"], between: "\n" };

macro_rules! columns {
    () => {
        "t.id, t.name, t.title, t.max_users, t.max_profiles, t.max_databases, t.max_storage_bytes, t.emails_per_month,
         t.sms_per_month, t.pushes_per_month, t.api_requests_per_day, t.warn_percent, t.version, t.updated_at, t.updated_by"
    };
}

/// The settings, in the order of the form.
pub fn written(new: &Settings) -> Written {
    written![
        name: &new.name,
        title: &new.title,
        max_users: new.max_users,
        max_profiles: new.max_profiles,
        max_databases: new.max_databases,
        max_storage_bytes: new.max_storage_bytes,
        emails_per_month: new.emails_per_month,
        sms_per_month: new.sms_per_month,
        pushes_per_month: new.pushes_per_month,
        api_requests_per_day: new.api_requests_per_day,
        warn_percent: new.warn_percent,
    ]
}

/// What the list can be sorted by.
pub const SORTS: [Column<Row>; 2] = [
    Column { name: "name", sql: "t.search", kind: Kind::Text, key: |it| it.search.clone() },
    Column { name: "title", sql: "t.title_key", kind: Kind::Text, key: |it| it.title_key.clone() },
];

impl Stored for Tariff {
    type Of = ();
    type New = Settings;
    const TABLE: Table = TABLE;
    const ID: &'static str = "t.id";
    const NAME: &'static str = "t.name";
    const PREFIX: &'static str = "tariff";
    const SEARCHED: &'static str = "t.search";

    fn rows((): ()) -> Select {
        Select::new(columns!(), " FROM tariffs t WHERE 1 = 1")
    }

    fn listed((): ()) -> Select {
        let columns = concat!(
            columns!(),
            ", t.title_key, t.search,
             (SELECT count(*) FROM (SELECT 1 FROM accounts a WHERE a.tariff_id = t.id LIMIT 1001) AS used) AS accounts"
        );
        Select::new(columns, " FROM tariffs t WHERE 1 = 1")
    }

    fn written((): (), new: &Settings) -> Written {
        written(new).and(written![title_key: search_key(&new.title)])
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn changed(&self) -> (&str, DateTime<Utc>) {
        (&self.updated_by, self.updated_at)
    }

    /// Accounts that use it, deleted ones that can still be restored included.
    async fn used_by(conn: &mut Conn, id: i64) -> db::Result<Vec<String>> {
        let text = "SELECT title FROM accounts WHERE tariff_id = $1 ORDER BY id LIMIT 6";
        let titles = sql!(fetch_all One<String>, conn, text, id)?;
        Ok(titles.into_iter().map(|(title,)| title).collect())
    }
}

/// For a select: the value is the id, the label the name.
pub async fn choices(conn: &mut Conn) -> db::Result<Vec<Choice>> {
    let all = sql!(fetch_all(i64, String), conn, "SELECT id, name FROM tariffs ORDER BY search")?;
    Ok(all.into_iter().map(|(id, name)| Choice { value: id.to_string(), label: name }).collect())
}
