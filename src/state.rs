//! What a running Steward consists of: everything a handler, the worker or a command may use, built once.

use std::sync::{Arc, atomic::AtomicBool};

use anyhow::Context;

use crate::{clock::Clock, config::Config, db, db::Db, db::Seal, mail::Transport, web::Places, workers::Workers};

pub struct State {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub seal: Seal,
    pub mail: Transport,
    pub places: Places,
    /// Where passwords are hashed: as many at a time as there are cores, the others wait.
    pub workers: Workers,
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
    /// Connects to a database that [`db::migrate`] has brought up to date.
    pub async fn open(config: Config, clock: Clock, mail: Transport) -> anyhow::Result<Arc<Self>> {
        let seal = Seal::new(config.secret_key()?);
        let db = Db::open(config.database_url(), config.database_limits).await.context("the database does not open")?;
        db::schema(&mut db.conn().await?).await?.verdict().map_err(|why| anyhow::anyhow!("the database cannot be used: {why}"))?;
        let workers = Workers::start().context("no threads for hashing")?;
        let places = Places::open(config.geoip_file.as_deref())?;
        let (long_lists, api_rates, api_running, stopping) = Default::default();
        Ok(Arc::new(Self { config, db, clock, seal, mail, places, workers, long_lists, api_rates, api_running, stopping }))
    }
}
