//! The file that an SQLite database is in: still there, still the same, with room beside it.

use std::{
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use super::{Error, Result};

/// Where it was when the program started. Its connections go on holding that file wherever it is moved to, and what
/// they wrote there would be missed by the next start.
#[derive(Clone, Debug)]
pub struct Home {
    path: PathBuf,
    /// Device and number.
    file: (u64, u64),
}

/// Less than this free counts as full: the log beside the database grows before it is folded back.
const ROOM: u64 = 1024 * 1024;

impl Home {
    pub fn of(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), file: identity(path)? })
    }

    pub fn is_there(&self) -> Result<()> {
        let moved = |why| Error::Io(io::Error::new(io::ErrorKind::NotFound, format!("{}: {why}", self.path.display())));
        match identity(&self.path) {
            Ok(file) if file == self.file => Ok(()),
            Ok(_) => Err(moved("another file is in the place of the database that was opened".to_owned())),
            Err(error) => Err(moved(error.to_string())),
        }
    }

    /// Whether it is there and may be written to, which a file system that turned itself read-only after an error does
    /// not allow. Asked before a transaction begins, because of a commit that fails so nobody knows what it kept; and
    /// of the log, because whoever closes the database's own file gives up the locks that SQLite has on it.
    pub fn takes_writes(&self) -> Result<()> {
        self.is_there()?;
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        match fs::OpenOptions::new().write(true).open(&log) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::Io(io::Error::new(error.kind(), format!("{}: {error}", Path::new(&log).display()))))
            }
            _ => Ok(()),
        }
    }

    /// Whether the disk has room.
    pub fn has_room(&self) -> io::Result<()> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let disk = rustix::fs::statvfs(folder)?;
        match disk.f_bavail.saturating_mul(disk.f_frsize) {
            free if free < ROOM => {
                Err(io::Error::new(io::ErrorKind::StorageFull, format!("{}: {free} bytes are free", folder.display())))
            }
            _ => Ok(()),
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    fs::metadata(path).map(|file| (file.dev(), file.ino()))
}
