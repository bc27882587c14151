//! What a running Steward consists of: everything a handler, the worker or a command may use, built once.

pub mod key;
mod parts;
mod running;

use std::sync::{Arc, atomic::AtomicBool};

use anyhow::Context;

use crate::{clock::Clock, config::Config, db, db::Db, db::Seal, metrics::Metrics, people::Places, workers::Workers};

pub use parts::Parts;
pub use running::Running;

pub struct State {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub seal: Seal,
    pub places: Places,
    /// Where passwords are hashed: as many at a time as there are cores, the others wait.
    pub workers: Workers,
    pub metrics: Metrics,
    /// Work that goes on without the connection it came by.
    pub running: Running,
    /// Turns true when the program has been told to stop.
    pub stopping: AtomicBool,
    parts: Parts,
}

impl State {
    /// Connects to a database that [`db::migrate`] has brought up to date, with the key that it was sealed with.
    pub async fn open(config: Config, clock: Clock, parts: impl Into<Parts>) -> anyhow::Result<Arc<Self>> {
        let db = connect(&config).await?;
        let seal = key::establish(&config, &db, clock.now()).await?;
        Self::with((config, db, seal), clock, parts)
    }

    /// Like [`Self::open`], with a database and a seal that somebody else has seen to.
    pub fn with(
        (config, db, seal): (Config, Db, Seal),
        clock: Clock,
        parts: impl Into<Parts>,
    ) -> anyhow::Result<Arc<Self>> {
        let workers = Workers::start().context("no threads for hashing")?;
        let places = Places::open(config.geoip_file.as_deref())?;
        let metrics = Metrics::new(db.waits());
        let (running, stopping) = Default::default();
        let parts = parts.into();
        Ok(Arc::new(Self { config, db, clock, seal, places, workers, metrics, running, stopping, parts }))
    }

    /// What a module above keeps here under its type.
    pub fn part<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        self.parts.of()
    }
}

/// The database of the settings, if its schema is one that this program can work with.
pub async fn connect(config: &Config) -> anyhow::Result<Db> {
    anyhow::ensure!(
        db::is_there(config.database_url()),
        "there is no database yet: the first start makes it, or `steward migrate`"
    );
    let db = Db::open(config.database_url(), config.database_limits).await.context("the database does not open")?;
    db::schema(&mut db.conn().await?)
        .await?
        .verdict()
        .map_err(|why| anyhow::anyhow!("the database cannot be used: {why}"))?;
    Ok(db)
}
