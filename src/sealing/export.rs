//! The record in a file that can be verified without the database: JSON Lines, a checkpoint first and last, a record a
//! line between them.

use std::{
    fs,
    io::{BufWriter, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    time::Duration,
};

use anyhow::{Context, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::{
    edge::{Edge, WIDTH},
    keys::Keys,
    note::{Checkpoint, PublicKey},
    service,
    store::{self, nodes},
    tree::{Hash, Range},
};
use crate::{
    change::{Actor, Change, store::About},
    db::Conn,
    error::Result,
    state::State,
};

pub const FORMAT: u32 = 1;
/// Records that are read in one go: some tiles' worth.
pub const AT_ONCE: u64 = 16 * WIDTH as u64;

/// How often what is not committed yet is waited for, and how long.
const WAITED: usize = 40;
const PAUSE: Duration = Duration::from_millis(50);

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct First {
    /// The format.
    pub steward_audit: u32,
    /// Up to which number records were removed, and the roots of the tree over these.
    pub removed: u64,
    pub roots: Vec<String>,
    /// Those that have signed, as far as whoever wrote this says so.
    pub keys: Vec<String>,
    pub checkpoint: String,
}

/// The last line, by which is seen that nothing was cut off.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Last {
    pub checkpoint: String,
}

/// Up to which the newest checkpoint goes, with what it is verified by.
pub struct Newest {
    pub keys: Keys,
    pub checkpoint: Checkpoint,
    pub note: String,
    pub edge: Edge,
    pub removed: u64,
}

/// None where nothing is sealed yet.
pub async fn newest(state: &State, conn: &mut Conn) -> Result<Option<Newest>> {
    let (keys, signed) = (Keys::known(conn, &state.seal).await?, store::last_signed(conn).await?);
    let (Some(keys), Some(signed)) = (keys, signed) else { return Ok(None) };
    let checkpoint = store::opened(&signed.note, &keys.all)?;
    let grown = store::grown(conn).await?;
    let removed = u64::try_from(grown.removed).unwrap_or_default();
    Ok(Some(Newest { keys, checkpoint, note: signed.note, edge: grown.edge, removed }))
}

/// Writes all that is committed, the record of this as well, into a new file; how many records that were.
pub async fn export(state: &State, path: &Path) -> anyhow::Result<u64> {
    ensure!(!path.exists(), "{} is there already: name another file", path.display());
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let file = file.with_context(|| format!("{} cannot be made", path.display()))?;
    let written = fill(state, &file).await;
    if written.is_err() {
        fs::remove_file(path).ok();
    }
    written
}

async fn fill(state: &State, file: &fs::File) -> anyhow::Result<u64> {
    let mut change = Change::begin(state, Actor::system("steward audit export")).await?;
    change.note("export", About { kind: super::KIND, id: None, name: String::new(), account_id: None }, vec![]).await?;
    change.commit().await?;
    sealed(state).await?;
    let mut conn = state.db.conn().await?;
    let newest = newest(state, &mut conn).await?.context("nothing is sealed yet")?;
    let range = nodes::range(&mut conn, &newest.edge, newest.removed).await?;
    let mut out = BufWriter::new(file);
    let mut line = |line: Vec<u8>| out.write_all(&line).and_then(|()| out.write_all(b"\n"));
    line(serde_json::to_vec(&First::of(&newest, &range))?)?;
    let mut beyond = newest.removed;
    while beyond < newest.checkpoint.size {
        let upto = (beyond + AT_ONCE).min(newest.checkpoint.size);
        let leaves = store::leaves(&mut conn, &newest.edge, (beyond, upto)).await?;
        for mut entry in store::sealed(&mut conn, (beyond, upto)).await? {
            let at = u64::try_from(entry.seq).unwrap_or_default() - beyond - 1;
            entry.leaf = usize::try_from(at).ok().and_then(|at| leaves.get(at)).map(|leaf| leaf.to_vec());
            line(serde_json::to_vec(&entry)?)?;
        }
        beyond = upto;
    }
    line(serde_json::to_vec(&Last { checkpoint: newest.note })?)?;
    out.flush().context("the file cannot be written")?;
    file.sync_all()?;
    Ok(newest.checkpoint.size - newest.removed)
}

/// What was just written may have to wait for a change that began before it.
async fn sealed(state: &State) -> Result<()> {
    for _ in 0..WAITED {
        service::all(state).await?;
        if !store::look(&mut state.db.conn().await?).await?.is_unsealed {
            break;
        }
        tokio::time::timeout(PAUSE, std::future::pending::<()>()).await.ok();
    }
    Ok(())
}

impl First {
    fn of(newest: &Newest, range: &Range) -> Self {
        Self {
            steward_audit: FORMAT,
            removed: newest.removed,
            roots: range.roots().iter().map(|root| STANDARD.encode(root)).collect(),
            keys: newest.keys.all.iter().map(PublicKey::to_string).collect(),
            checkpoint: newest.note.clone(),
        }
    }

    /// The tree over what was removed.
    pub fn range(&self) -> Option<Range> {
        let roots = self.roots.iter().map(|root| STANDARD.decode(root).ok()?.try_into().ok());
        Range::of(self.removed, roots.collect::<Option<Vec<Hash>>>()?)
    }
}
