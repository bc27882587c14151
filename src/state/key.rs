//! The start with the key: the one that the database was sealed with, or the first.

use chrono::{DateTime, Utc};

use crate::{
    config::{Config, KeyFile},
    db::{Db, Seal, key},
};

/// How somebody whose key is lost goes on.
const WAY_OUT: &str = "put back the file that it was sealed with; if that is lost, `steward key forget` lists what cannot be opened any more";

/// The seal of this database. Where nothing was sealed yet the key becomes its key, and a file is made where there is
/// none; of several that start at once with a key each one wins, and the others get an error, like whoever has another
/// key than the database's, or none.
pub async fn establish(config: &Config, db: &Db, now: DateTime<Utc>) -> anyhow::Result<Seal> {
    let file = config.key_file();
    let (key, is_new) = match file.read()? {
        Some(key) => (key, false),
        None => first_key(file, db).await?,
    };
    let seal = Seal::new(key);
    let mut known = key::constant(&mut db.conn().await?).await?;
    if known.is_none() {
        let opens = key::opens_any(&mut db.conn().await?, &seal).await?;
        anyhow::ensure!(opens != Some(false), "{file} is not the key that this database was sealed with: {WAY_OUT}");
        let mut tx = db.begin().await?;
        key::keep(&mut tx, &seal, now).await?;
        tx.commit().await?;
        known = key::constant(&mut db.conn().await?).await?;
    }
    match known {
        Some(constant) if constant.is_of(&seal) => Ok(seal),
        known => {
            if is_new {
                file.remove();
            }
            let its = known.map_or_else(|| "unknown".to_owned(), |constant| constant.fingerprint);
            let this = seal.fingerprint();
            anyhow::bail!(
                "{file} (fingerprint {this}) is not the key that this database was sealed with (fingerprint {its}): {WAY_OUT}"
            )
        }
    }
}

/// Made only where nothing waits for a key that has gone; true where it was made here. Another process of this machine
/// may have been quicker.
async fn first_key(file: &KeyFile, db: &Db) -> anyhow::Result<([u8; 32], bool)> {
    let mut conn = db.conn().await?;
    let missing = match key::constant(&mut conn).await? {
        Some(constant) => Some(format!("this database was sealed with it (fingerprint {})", constant.fingerprint)),
        None if key::holds_any(&mut conn).await? => Some("the database holds what was sealed with it".to_owned()),
        None => None,
    };
    match (missing, file.read()?) {
        (_, Some(key)) => Ok((key, false)),
        (Some(what), None) => anyhow::bail!("{file} is not there, and {what}: {WAY_OUT}"),
        (None, None) => Ok((file.make()?, true)),
    }
}
