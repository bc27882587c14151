//! A backup is one line of JSON that says what it is, filled up with blanks to 1,024 bytes, and then SQLite's file or
//! pg_dump's archive: `tail -c +1025 FILE` is what either engine's own tools read.

use std::io::{self, Read, Write};

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::db::Engine;

/// Of the header, its line's end included.
pub const LENGTH: usize = 1024;
const FORMAT: u32 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    pub engine: Engine,
    pub made_at: DateTime<Utc>,
    /// The version of Steward that made it.
    pub program: String,
    pub schema: i64,
    /// The fingerprint of the key that the database was sealed with; None where it did not know.
    pub key: Option<String>,
    /// Length and hash (hexadecimal) of what follows the header.
    pub bytes: u64,
    pub sha256: String,
}

#[derive(Serialize, Deserialize)]
struct Line<H> {
    steward_backup: u32,
    #[serde(flatten)]
    header: H,
}

/// Counts and hashes what it passes on.
pub struct Hashing<W> {
    out: W,
    bytes: u64,
    hash: Sha256,
}

impl Header {
    pub fn line(&self) -> anyhow::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(&Line { steward_backup: FORMAT, header: self })?;
        ensure!(line.len() < LENGTH, "the header is too long");
        line.resize(LENGTH - 1, b' ');
        line.push(b'\n');
        Ok(line)
    }

    pub fn read(file: &mut impl Read) -> anyhow::Result<Self> {
        let mut line = [0; LENGTH];
        file.read_exact(&mut line)?;
        let line: Line<Self> = serde_json::from_slice(&line)?;
        ensure!(line.steward_backup == FORMAT, "its format is {}, this program reads {FORMAT}", line.steward_backup);
        Ok(line.header)
    }

    /// Whether what follows the header is what was written.
    pub fn verify(&self, file: &mut impl Read) -> anyhow::Result<()> {
        let mut out = Hashing::new(io::sink());
        io::copy(file, &mut out)?;
        let (bytes, sha256) = out.finish()?;
        ensure!(bytes == self.bytes, "it holds {bytes} bytes in the place of {}", self.bytes);
        ensure!(sha256 == self.sha256, "its hash is another than when it was made");
        Ok(())
    }
}

impl<W: Write> Hashing<W> {
    pub fn new(out: W) -> Self {
        Self { out, bytes: 0, hash: Sha256::new() }
    }

    /// Leaves room for a header, which is no part of what is hashed.
    pub fn skip_header(&mut self) -> io::Result<()> {
        self.out.write_all(&[b' '; LENGTH])
    }

    pub fn finish(mut self) -> anyhow::Result<(u64, String)> {
        self.out.flush().context("the file cannot be written")?;
        let hash = self.hash.finalize();
        Ok((self.bytes, hash.iter().map(|byte| format!("{byte:02x}")).collect()))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
