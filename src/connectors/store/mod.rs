pub mod clickhouse;
pub mod foreign;

use super::model::{Class, Connector, NewConnector, NewPassword};
use chrono::{DateTime, Utc};

use crate::{
    change::Change,
    db::{self, Conn, One, Sealed, Table, Written, hash, sql, written},
    error::{FieldErrors, Result},
    lists::{Column, Kind},
    resource::{Row, Stored, Versioned, used_by},
    state::State,
};

pub(super) const BY_KIND: Column<Row<Connector>> =
    Column { name: "kind", sql: "t.kind", kind: Kind::Text, key: |row| row.kind.as_str().to_owned() };
pub(super) const BY_HOST: Column<Row<Connector>> =
    Column { name: "host", sql: "t.host", kind: Kind::Text, key: |row| row.host.clone() };

impl Stored for Connector {
    type Of = Class;
    type New = NewConnector;
    const TABLE: Table = Table { name: "connectors", searched: &["name", "host", "database_name"], between: "\n" };
    const COLUMNS: &'static str = "t.class, t.name, t.kind, t.host, t.port, t.database_name, t.username, t.tls, t.ca,
        t.tried, t.tried_server, t.tried_at, t.password_sealed IS NOT NULL AS has_password";
    const USED: &'static [&'static str] = &[
        "accounts a WHERE a.account_postgresql = ",
        "accounts a WHERE a.account_cache_clickhouse = ",
        "account_external_data e JOIN accounts a ON a.id = e.account_id WHERE e.connector_id = ",
    ];
    const KIND: &'static str = "database";
    const PREFIX: &'static str = "connector";

    fn of(&self) -> Class {
        self.class
    }

    fn kind(class: Class) -> &'static str {
        class.as_str()
    }

    /// Without its password, which is bound to the row's id.
    fn written(new: &NewConnector) -> Written {
        written![
            name: &new.name,
            kind: new.kind.as_str(),
            host: &new.host,
            port: new.port,
            database_name: &new.database,
            username: &new.user,
            tls: new.tls.as_str(),
            ca: &new.ca,
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let password = match (self.has_password, self.password_changed) {
            (true, true) => "changed",
            (true, false) => "set",
            (false, _) => "",
        };
        vec![
            ("name", self.name.clone()),
            ("kind", self.kind.label().to_owned()),
            ("host", self.host.clone()),
            ("port", self.port.to_string()),
            ("database", self.database.clone()),
            ("user", self.user.clone()),
            ("password", password.to_owned()),
            ("tls", self.tls.as_str().to_owned()),
            ("ca", fingerprint(&self.ca)),
        ]
    }

    async fn check(change: &mut Change, before: &Versioned<Self>, new: &NewConnector) -> Result<()> {
        let mut errors = FieldErrors::default();
        // An account's two databases are chosen by kind.
        let fixed = before.class == Class::Database
            && before.kind != new.kind
            && !used_by::<Self>(&mut change.conn, before.id).await?.is_empty();
        if fixed {
            errors.add("kind", "refused-kind-in-use");
        }
        if before.has_password && new.password == NewPassword::Keep && new.leads_elsewhere(before) {
            errors.add("password", "refused-password-anew");
        }
        errors.or(())?;
        if new.changes_connection(before) {
            let untried =
                written![tried: None::<String>, tried_server: None::<String>, tried_at: None::<DateTime<Utc>>];
            Self::TABLE.set(&mut change.conn, before.id, untried).await?;
        }
        Ok(())
    }

    /// Seals the password.
    async fn finish(
        mut it: Versioned<Self>,
        state: &State,
        change: &mut Change,
        new: &NewConnector,
    ) -> Result<Versioned<Self>> {
        let (sealed, password_changed) = match &new.password {
            NewPassword::Keep => return Ok(it),
            NewPassword::Remove => (None, false),
            NewPassword::Set(password) => {
                (Some(state.seal.seal(&Sealed::ConnectorPassword.place(it.id), password)?), true)
            }
        };
        Self::TABLE.set(&mut change.conn, it.id, written![password_sealed: &sealed]).await?;
        (it.kept.has_password, it.kept.password_changed) = (sealed.is_some(), password_changed);
        Ok(it)
    }
}

pub async fn find_password(conn: &mut Conn, id: i64) -> db::Result<Option<Vec<u8>>> {
    let found = sql!(fetch_optional One<Option<Vec<u8>>>, conn,
        "SELECT password_sealed FROM connectors WHERE id = $1", id)?;
    Ok(found.and_then(|(sealed,)| sealed))
}

/// By which the record tells certificates apart, without holding them.
fn fingerprint(ca: &str) -> String {
    if ca.is_empty() { String::new() } else { hash(ca).chars().take(16).collect() }
}
