use chrono::{DateTime, Utc};

use super::model::{Class, Connector, ConnectorRow, NewConnector, NewPassword};
use crate::{
    change::Change,
    db::{self, Conn, Sealed, Select, Table, Written, sql, written},
    error::{FieldErrors, Result},
    lists::{Column, Kind},
    resource::{Place, Stored},
    state::State,
};

pub const TABLE: Table = Table { name: "connectors", searched: &["name", "host", "database_name"], between: "\n" };

macro_rules! columns {
    () => {
        "c.id, c.class, c.name, c.kind, c.host, c.port, c.database_name, c.username, c.tls, c.password_sealed IS NOT NULL AS has_password,
         c.version, c.updated_at, c.updated_by"
    };
}

/// The pages tell the class by their path.
impl Place for Class {
    type Frame = ();

    fn read(path: &str, ids: &[i64]) -> (Option<Self>, Option<i64>) {
        (Some(Self::at(path)), ids.first().copied())
    }

    async fn frame(self, _: &mut Conn) -> Result<()> {
        Ok(())
    }
}

/// What the list can be sorted by.
pub const SORTS: [Column<ConnectorRow>; 3] = [
    Column { name: "name", sql: "c.search", kind: Kind::Text, key: |it| it.search.clone() },
    Column { name: "kind", sql: "c.kind", kind: Kind::Text, key: |it| it.connector.kind.as_str().to_owned() },
    Column { name: "host", sql: "c.host", kind: Kind::Text, key: |it| it.connector.host.clone() },
];

impl Stored for Connector {
    type Of = Class;
    type New = NewConnector;
    const TABLE: Table = TABLE;
    const ID: &'static str = "c.id";
    const NAME: &'static str = "c.name";
    const PREFIX: &'static str = "connector";

    fn rows(class: Class) -> Select {
        Select::new(columns!(), " FROM connectors c WHERE c.class = ").bind(class.as_str())
    }

    /// Without its password, which is bound to the row's id.
    fn written(class: Class, new: &NewConnector) -> Written {
        written![
            class: class.as_str(),
            name: &new.name,
            kind: new.kind.as_str(),
            host: &new.host,
            port: new.port,
            database_name: &new.database,
            username: &new.user,
            tls: new.tls.as_str(),
        ]
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn changed(&self) -> (&str, DateTime<Utc>) {
        (&self.updated_by, self.updated_at)
    }

    async fn check(change: &mut Change, before: &Self, new: &NewConnector) -> Result<()> {
        let mut errors = FieldErrors::default();
        // An account's two databases are chosen by kind.
        let fixed = before.class == Class::Database
            && before.kind != new.kind
            && !Self::used_by(&mut change.conn, before.id).await?.is_empty();
        if fixed {
            errors.add("kind", "refused-kind-in-use");
        }
        if before.has_password && new.password == NewPassword::Keep && new.leads_elsewhere(before) {
            errors.add("password", "refused-password-anew");
        }
        Ok(errors.or(())?)
    }

    /// Seals the password.
    async fn finish(self, state: &State, change: &mut Change, new: &NewConnector) -> Result<Self> {
        let (sealed, password_changed) = match &new.password {
            NewPassword::Keep => return Ok(self),
            NewPassword::Remove => (None, false),
            NewPassword::Set(password) => {
                (Some(state.seal.seal(&Sealed::ConnectorPassword.place(self.id), password)?), true)
            }
        };
        TABLE.set(&mut change.conn, self.id, written![password_sealed: &sealed]).await?;
        Ok(Self { has_password: sealed.is_some(), password_changed, ..self })
    }

    /// Accounts that use it, deleted ones that can still be restored included: the first few.
    async fn used_by(conn: &mut Conn, id: i64) -> db::Result<Vec<String>> {
        let titles = sql!(
            fetch_all(String, i64),
            conn,
            "SELECT a.title, a.id FROM accounts a WHERE a.account_postgresql = $1
             UNION ALL SELECT a.title, a.id FROM accounts a WHERE a.account_cache_clickhouse = $1
             UNION ALL SELECT a.title, a.id FROM account_external_data e JOIN accounts a ON a.id = e.account_id WHERE e.connector_id = $1
             ORDER BY 2 LIMIT 6",
            id
        )?;
        Ok(titles.into_iter().map(|(title, _)| title).collect())
    }
}

/// Those of one class, with what the list shows besides.
pub fn listed(class: Class, question: Option<&str>) -> Select {
    let columns = concat!(
        columns!(),
        ", c.search,
        (SELECT count(*) FROM (
            SELECT 1 AS one FROM accounts a WHERE a.account_postgresql = c.id
            UNION ALL SELECT 1 FROM accounts a WHERE a.account_cache_clickhouse = c.id
            UNION ALL SELECT 1 FROM account_external_data e WHERE e.connector_id = c.id LIMIT 1001
        ) AS used) AS accounts"
    );
    Select::new(columns, " FROM connectors c WHERE c.class = ").bind(class.as_str()).containing("c.search", question)
}
