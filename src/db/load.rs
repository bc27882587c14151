//! How much the database is asked for, for the metrics.

use super::{Db, Pools, link::Link, pool::Pool};
use crate::metrics::{Connections, Waits};

impl Db {
    /// How long connections were waited for.
    pub fn waits(&self) -> &Waits {
        &self.waits
    }

    /// The connections there are at this moment.
    pub fn connections(&self) -> Vec<Connections> {
        match &self.pools {
            Pools::Sqlite { writer, readers, .. } => {
                vec![connections("writer", writer), connections("readers", readers)]
            }
            Pools::Postgres(pool) => vec![connections("postgres", pool)],
        }
    }
}

fn connections<C: Link>(name: &'static str, pool: &Pool<C>) -> Connections {
    let (open, idle, most) = pool.counts();
    Connections { pool: name, busy: open.saturating_sub(idle), idle, most }
}
