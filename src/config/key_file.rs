//! The key file: 32 random bytes beside the database, and never in it.

use std::{
    fmt, fs,
    io::{ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use anyhow::Context;

use crate::db::random_bytes;

const LENGTH: usize = 32;

pub struct KeyFile(PathBuf);

impl KeyFile {
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Whether there is a file with a key in it.
    pub fn is_one(&self) -> bool {
        fs::metadata(&self.0).is_ok_and(|about| about.len() == LENGTH as u64)
    }

    /// None where there is no such file.
    pub fn read(&self) -> anyhow::Result<Option<[u8; LENGTH]>> {
        match fs::read(&self.0) {
            Ok(bytes) => {
                bytes.try_into().ok().map(Some).with_context(|| format!("{self} must hold exactly {LENGTH} bytes"))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("{self} cannot be read")),
        }
    }

    /// Makes it, for its owner alone. Fails where it is there already.
    pub fn make(&self) -> anyhow::Result<[u8; LENGTH]> {
        let key = random_bytes::<LENGTH>();
        make_parent(&self.0)?;
        let written =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.0).and_then(|mut file| {
                file.write_all(&key)?;
                file.sync_all()
            });
        written.with_context(|| format!("{self} cannot be made"))?;
        Ok(key)
    }

    /// For one that was made a moment ago and has sealed nothing that was kept.
    pub fn remove(&self) {
        if let Err(error) = fs::remove_file(&self.0) {
            tracing::warn!(%error, "{self} is of no use and could not be taken away");
        }
    }
}

/// The setting and the path, as a sentence about it begins.
impl fmt::Display for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "STEWARD_SECRET_KEY_FILE: {}", self.0.display())
    }
}

/// The folder of a file that is to be made, for its owner alone.
pub(super) fn make_parent(path: &Path) -> anyhow::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("the folder {} of {} cannot be made", folder.display(), path.display())),
        _ => Ok(()),
    }
}
