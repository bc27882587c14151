//! How much the database is asked for, for the metrics.

use super::{Db, Pools};
use crate::metrics::{Connections, Waits};

impl Db {
    /// How long connections were waited for.
    pub fn waits(&self) -> &Waits {
        &self.waits
    }

    /// The connections there are at this moment.
    pub fn connections(&self) -> Vec<Connections> {
        match &self.pools {
            Pools::Sqlite { writer, readers } => vec![connections("writer", writer), connections("readers", readers)],
            Pools::Postgres(pool) => vec![connections("postgres", pool)],
        }
    }
}

fn connections<DB: sqlx::Database>(name: &'static str, pool: &sqlx::Pool<DB>) -> Connections {
    let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
    Connections { pool: name, busy: pool.size().saturating_sub(idle), idle, most: pool.options().get_max_connections() }
}
