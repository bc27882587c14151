//! What a running Steward consists of: everything a handler, the worker or a command may use, built once.

use std::sync::Arc;

use anyhow::Context;
use tokio::sync::Semaphore;

use crate::{clock::Clock, config::Config, db, db::Db, db::Seal, mail::Transport, web::Places};

pub struct State {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub seal: Seal,
    pub mail: Transport,
    pub places: Places,
    /// One permit per core: that many passwords are hashed at a time, the others wait.
    pub hashing: Arc<Semaphore>,
    /// Lists known to be beyond the number up to which they are counted, and until when that is believed.
    pub long_lists: crate::web::LongLists,
    /// Calls of the API that this process has taken from the database and not used yet.
    pub api_rates: crate::api::Rates,
}

impl State {
    /// Connects to a database that [`db::migrate`] has brought up to date.
    pub async fn open(config: Config, clock: Clock, mail: Transport) -> anyhow::Result<Arc<Self>> {
        let seal = Seal::new(config.secret_key()?);
        let db = Db::open(config.database_url()).await.context("the database does not open")?;
        anyhow::ensure!(
            db::is_current(&mut db.conn().await?).await?,
            "the database's schema is older than this program: run `steward migrate`"
        );
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let hashing = Arc::new(Semaphore::new(cores));
        let places = Places::open(config.geoip_file.as_deref())?;
        Ok(Arc::new(Self { config, db, clock, seal, mail, places, hashing, long_lists: Default::default(), api_rates: Default::default() }))
    }
}
