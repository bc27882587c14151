//! What a running Steward consists of: everything a handler, the worker or a command may use, built once.

pub mod key;

use std::sync::{Arc, atomic::AtomicBool};

use anyhow::Context;

use crate::{
    clock::Clock, config::Config, db, db::Db, db::Seal, mail::Transport, metrics::Metrics, people::Places,
    workers::Workers,
};

pub struct State {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub seal: Seal,
    pub mail: Transport,
    pub places: Places,
    /// Where passwords are hashed: as many at a time as there are cores, the others wait.
    pub workers: Workers,
    pub metrics: Metrics,
    /// Lists known to be beyond the number up to which they are counted, and until when that is believed.
    pub long_lists: crate::web::LongLists,
    /// Calls of the API that this process has taken from the database and not used yet.
    pub api_rates: crate::api::Rates,
    /// Calls of the API that are being carried out.
    pub api_running: crate::api::Running,
    /// Turns true when the program has been told to stop.
    pub stopping: AtomicBool,
}

impl State {
    /// Connects to a database that [`db::migrate`] has brought up to date, with the key that it was sealed with.
    pub async fn open(config: Config, clock: Clock, mail: Transport) -> anyhow::Result<Arc<Self>> {
        let db = connect(&config).await?;
        let seal = key::settle(&config, &db, clock.now()).await?;
        Self::with((config, db, seal), clock, mail)
    }

    /// The same with a database and a seal that somebody else has seen to.
    pub fn with((config, db, seal): (Config, Db, Seal), clock: Clock, mail: Transport) -> anyhow::Result<Arc<Self>> {
        let workers = Workers::start().context("no threads for hashing")?;
        let places = Places::open(config.geoip_file.as_deref())?;
        let metrics = Metrics::new(db.waits());
        let (long_lists, api_rates, api_running, stopping) = Default::default();
        Ok(Arc::new(Self {
            config,
            db,
            clock,
            seal,
            mail,
            places,
            workers,
            metrics,
            long_lists,
            api_rates,
            api_running,
            stopping,
        }))
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
