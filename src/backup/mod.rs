//! `steward backup` and `steward restore`: the database in one file, which can be trusted to be whole. The key is never
//! in it.

mod file;

use std::{
    fs,
    io::{BufWriter, Seek, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};

pub use file::Header;
use file::{Hashing, LENGTH};

use crate::{
    change::{Actor, Change, store::About},
    config::Config,
    db::{self, Db, Engine, Seal, key},
    web::session,
};

/// Since when a database knows its key.
const KEY_SINCE: i64 = 12;

/// Writes the database into a new file, while it is in use; what that file says of itself is given back.
pub async fn make(config: &Config, path: &Path, now: DateTime<Utc>) -> anyhow::Result<Header> {
    let url = config.database_url();
    ensure!(db::is_there(url), "there is no database yet");
    ensure!(!path.exists(), "{} is there already: name another file", path.display());
    let open = Db::open(url, config.database_limits).await.context("the database does not open")?;
    let (schema, fingerprint) = known(&open).await?;
    open.close().await;
    let part = Part::new(path)?;
    let mut out = Hashing::new(BufWriter::new(&part.file));
    out.skip_header()?;
    db::copy(url, path, &mut out).await?;
    let (bytes, sha256) = out.finish()?;
    let header = Header {
        engine: Engine::of(url),
        made_at: now,
        program: env!("CARGO_PKG_VERSION").into(),
        schema,
        key: fingerprint,
        bytes,
        sha256,
    };
    (&part.file).rewind()?;
    (&part.file).write_all(&header.line()?)?;
    part.keep(path)?;
    Ok(header)
}

/// What somebody may want to know after a restore.
pub struct Restored {
    pub header: Header,
    /// Sessions that were ended.
    pub sessions: Option<u64>,
    /// Whether the key file is the one that the database was sealed with; None where that is not known.
    pub key_fits: Option<bool>,
}

/// Fills an empty database from a backup, after having read all of it, and brings it up to date.
pub async fn restore(config: &Config, path: &Path, end_sessions: bool, now: DateTime<Utc>) -> anyhow::Result<Restored> {
    let url = config.database_url();
    let name = path.display();
    let mut file = fs::File::open(path).with_context(|| format!("{name} cannot be read"))?;
    let header = Header::read(&mut file).with_context(|| format!("{name} is no backup of Steward"))?;
    let (engine, newest) = (Engine::of(url), db::newest_migration(url));
    ensure!(
        header.engine == engine,
        "{name} is a backup of {}, and STEWARD_DATABASE_URL names {}",
        header.engine.name(),
        engine.name()
    );
    ensure!(
        header.schema <= newest,
        "{name} was made by a newer Steward (schema {}; this one knows {newest})",
        header.schema
    );
    ensure!(
        db::is_empty(url).await?,
        "the database that STEWARD_DATABASE_URL names is not empty: nothing is restored over what is there"
    );
    header.verify(&mut file).with_context(|| format!("{name} is damaged"))?;
    file.seek(std::io::SeekFrom::Start(LENGTH as u64))?;
    db::restore(url, &mut file).await?;
    db::migrate(url).await.context("the restored database cannot be brought up to date")?;
    let seal = config.key_file().read()?.map(Seal::new);
    let key_fits = header.key.as_ref().map(|known| seal.as_ref().is_some_and(|seal| seal.fingerprint() == *known));
    let seal = seal.filter(|_| key_fits != Some(false));
    let sessions = record(config, &header, end_sessions, (now, seal)).await?;
    Ok(Restored { header, sessions, key_fits })
}

/// The schema, and the fingerprint of the key.
async fn known(open: &Db) -> anyhow::Result<(i64, Option<String>)> {
    let mut conn = open.conn().await?;
    let schema = db::last_migration(&mut conn).await?.context("the database holds nothing of Steward")?;
    let constant = if schema >= KEY_SINCE { key::constant(&mut conn).await? } else { None };
    Ok((schema, constant.map(|constant| constant.fingerprint)))
}

/// Who was signed in when the backup was made is so again, unless that is to end.
async fn record(
    config: &Config,
    header: &Header,
    end_sessions: bool,
    at: (DateTime<Utc>, Option<Seal>),
) -> anyhow::Result<Option<u64>> {
    let open = Db::open(config.database_url(), config.database_limits).await?;
    let mut change = Change::on(open.begin().await?, at, Actor::system("steward restore"));
    let sessions = if end_sessions { Some(session::end_everybodys(&mut change.conn).await?) } else { None };
    let about = About { kind: "backup", id: None, name: header.made_at.to_rfc3339(), account_id: None };
    let ended = sessions.map(|count| ("sessions_ended", String::new(), count.to_string()));
    change.note("restore", about, ended.into_iter().collect()).await?;
    change.commit().await?;
    open.close().await;
    Ok(sessions)
}

/// A file under way, for its owner alone; gone unless it is kept.
struct Part {
    path: PathBuf,
    file: fs::File,
}

impl Part {
    fn new(whole: &Path) -> anyhow::Result<Self> {
        let path = PathBuf::from(format!("{}.part", whole.display()));
        let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let file = file.with_context(|| format!("{} cannot be made", path.display()))?;
        Ok(Self { path, file })
    }

    fn keep(self, whole: &Path) -> anyhow::Result<()> {
        self.file.sync_all()?;
        // Unlike a new name this never takes the place of a file that came meanwhile.
        fs::hard_link(&self.path, whole).with_context(|| format!("{} cannot be made", whole.display()))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        fs::remove_file(&self.path).ok();
    }
}
