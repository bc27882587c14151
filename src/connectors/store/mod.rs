pub mod clickhouse;
pub mod foreign;
pub mod mssql;

use super::model::{Class, Connector, NewConnector};
use crate::{
    change::Change,
    db::{Sealed, Table, Written, written},
    dial::tls::fingerprint,
    error::{FieldErrors, Result},
    lists::{Column, Kind},
    resource::{
        NewPassword, Row, Stored, Versioned, WithPassword, forget_trial, password_mark, seal_password, used_by,
    },
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
        vec![
            ("name", self.name.clone()),
            ("kind", self.kind.label().to_owned()),
            ("host", self.host.clone()),
            ("port", self.port.to_string()),
            ("database", self.database.clone()),
            ("user", self.user.clone()),
            ("password", password_mark(self.has_password, self.password_changed)),
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
            forget_trial(&mut change.conn, &Self::TABLE, before.id).await?;
        }
        Ok(())
    }

    /// Seals the password.
    async fn finish(
        it: Versioned<Self>,
        state: &State,
        change: &mut Change,
        new: &NewConnector,
    ) -> Result<Versioned<Self>> {
        seal_password(it, state, change, new).await
    }
}

impl WithPassword for Connector {
    const SEALED: Sealed = Sealed::ConnectorPassword;

    fn has_password(&self) -> bool {
        self.has_password
    }

    fn set_password(&mut self, is_there: bool) {
        (self.has_password, self.password_changed) = (is_there, is_there);
    }

    fn new_password(new: &NewConnector) -> &NewPassword {
        &new.password
    }
}
