//! Whether the server behind a connector answers, and as what it was taken for.

use super::{
    model::{Class, Connector, ConnectorKind, NewConnector, Target},
    store::{clickhouse, foreign, mssql},
};
use crate::{
    change::Actor,
    dial::{self, Cause},
    error::{FieldErrors, Result},
    resource::{Found, NewPassword, Tried, Versioned, all, password_of, try_stored},
    state::State,
};

/// Tries all there are, one after the other; what each is called, and what answered.
pub async fn try_all(state: &State, by: &Actor) -> Result<Vec<(String, anyhow::Result<String>)>> {
    let mut told = Vec::new();
    for class in Class::ALL.iter().copied() {
        for it in all::<Connector>(&mut state.db.conn().await?, class).await? {
            let name = format!("{} {}", class.as_str().replace('_', " "), it.name);
            told.push((name, try_stored(state, by.clone(), &it).await));
        }
    }
    Ok(told)
}

impl Tried for Connector {
    type Target = Target;

    /// A stored password goes nowhere but where it was typed for, for a trial as well.
    async fn target(state: &State, before: Option<&Versioned<Self>>, new: &NewConnector) -> Result<Target> {
        let stored = before.filter(|before| before.has_password && new.password == NewPassword::Keep);
        if stored.is_some_and(|before| new.leads_elsewhere(before)) {
            return Err(FieldErrors::one("password", "refused-password-anew").into());
        }
        Ok(Target::of(new, password_of(state, before, new).await?))
    }

    fn is_stored(before: &Self, new: &NewConnector) -> bool {
        new.password == NewPassword::Keep && !new.changes_connection(before)
    }

    fn address(target: &Target) -> Vec<(&'static str, String)> {
        vec![
            ("kind", target.kind.label().to_owned()),
            ("host", target.host.clone()),
            ("port", target.port.to_string()),
            ("database", target.database.clone()),
            ("user", target.user.clone()),
            ("tls", target.tls.as_str().to_owned()),
        ]
    }

    fn label(new: &NewConnector) -> String {
        new.name.clone()
    }

    async fn attempt(state: &State, _: Class, target: &Target) -> Result<Found, Cause> {
        let line = dial::connect(state, &target.host, target.port).await?;
        match target.kind {
            ConnectorKind::Postgresql => foreign::ask_postgresql(target, line).await,
            ConnectorKind::Mysql => foreign::ask_mysql(target, line).await,
            ConnectorKind::Clickhouse => clickhouse::ask(target, line).await,
            ConnectorKind::Mssql => mssql::ask(target, line).await,
        }
    }
}
