//! Whether the database can do what the work asks of it: it is written to as the work writes.

use std::{fmt, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;

use super::{Budget, Db, One, Pools, Result, Seal, key, migrate, said, sql};

/// What can be in the way of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It does not answer.
    Database,
    /// It cannot be written to.
    Write,
    /// Its disk is full.
    Room,
    /// Its file is not in its place.
    File,
    /// It follows another one, or was made read-only.
    Standby,
    /// The key file is not the one that sealed what is in it.
    Key,
    /// Its schema is not one that this program can work with.
    Schema,
}

/// A part that fails, and why, for who operates it.
#[derive(Debug)]
pub struct Failing {
    pub part: Part,
    pub cause: String,
}

/// The last look, for all who ask within a second; one looks at a time.
#[derive(Default)]
pub struct Health(Mutex<Option<Look>>);

type Look = (DateTime<Utc>, Arc<[Failing]>);

/// What the database says of itself.
struct Answer {
    schema: migrate::Schema,
    /// The server takes no changes.
    read_only: bool,
    /// The key is the one that the database was sealed with.
    opens: bool,
}

const FRESH: TimeDelta = TimeDelta::seconds(1);
const LOOK: Duration = Duration::from_secs(3);

impl Db {
    /// What fails; up to a second old. Without a seal nothing is said of the key.
    pub async fn failing(&self, seal: Option<&Seal>, now: DateTime<Utc>) -> Arc<[Failing]> {
        let mut last = self.health.0.lock().await;
        if let Some((at, failing)) = &*last
            && (TimeDelta::zero()..FRESH).contains(&(now - *at))
        {
            return Arc::clone(failing);
        }
        let failing: Arc<[Failing]> = Budget::of(LOOK).around(self.look(seal, now)).await.into();
        for Failing { part, cause } in &*failing {
            tracing::warn!(%part, cause, "not ready");
        }
        *last = Some((now, Arc::clone(&failing)));
        failing
    }

    async fn look(&self, seal: Option<&Seal>, now: DateTime<Utc>) -> Vec<Failing> {
        let mut failing = Vec::new();
        let mut note = |part, done: Result<(), String>| {
            let fails = done.is_err();
            failing.extend(done.err().map(|cause| Failing { part, cause }));
            fails
        };
        let mut in_place = true;
        if let Pools::Sqlite { home, .. } = &self.pools {
            in_place = !note(Part::File, home.is_there().map_err(|error| error.to_string()));
            note(Part::Room, home.has_room().map_err(|error| error.to_string()));
        }
        // The first may meet a connection that was closed while nobody used it.
        let answer = match self.ask(seal).await {
            Err(_) => self.ask(seal).await,
            answer => answer,
        };
        if note(Part::Database, answer.as_ref().map(|_| ()).map_err(said)) {
            return failing;
        }
        let Ok(Answer { schema, read_only, opens }) = answer else { return failing };
        let holds = |it: bool, otherwise: &str| if it { Ok(()) } else { Err(otherwise.to_owned()) };
        let fits = !note(Part::Schema, schema.verdict().map(|_| ()));
        note(Part::Key, holds(opens, "the database was sealed with another key"));
        let follows = note(Part::Standby, holds(!read_only, "the server is a standby, or read-only"));
        if in_place && fits && !follows {
            note(Part::Write, self.write(now).await.map_err(|error| said(&error)));
        }
        failing
    }

    async fn ask(&self, seal: Option<&Seal>) -> Result<Answer> {
        let mut conn = self.conn().await?;
        let schema = migrate::schema(&mut conn).await?;
        let read_only = match &self.pools {
            Pools::Sqlite { .. } => false,
            Pools::Postgres(_) => {
                let text = "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'";
                sql!(fetch_one One<bool>, conn, text)?.0
            }
        };
        let opens = match seal {
            // A schema that does not fit may have no place for it.
            Some(seal) if schema.verdict().is_ok() => key::is_of(&mut conn, seal).await?,
            _ => true,
        };
        Ok(Answer { schema, read_only, opens })
    }

    async fn write(&self, now: DateTime<Utc>) -> Result<()> {
        let mut conn = self.begin().await?;
        sql!(execute conn, "UPDATE probes SET at = $1 WHERE id = 1", now)?;
        conn.commit().await
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Database => "database",
            Self::Write => "write",
            Self::Room => "room",
            Self::File => "file",
            Self::Standby => "standby",
            Self::Key => "key",
            Self::Schema => "schema",
        })
    }
}
