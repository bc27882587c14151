//! Exports and checkpoints as files, line by line.

use std::{
    cmp::Ordering,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};

use super::{
    entry::Entry,
    export::{FORMAT, First},
    note::{Checkpoint, PublicKey, notes},
};

/// A checkpoint that was kept elsewhere, by itself or in an export.
pub struct Anchor {
    pub path: PathBuf,
    pub checkpoint: Checkpoint,
    pub is_export: bool,
}

/// A file line by line.
pub struct Lines {
    from: BufReader<File>,
    count: u64,
}

/// No record is longer.
const LONGEST: u64 = 64 << 20;
/// A file of checkpoints is not larger, or it is none.
const LARGEST: u64 = 64 << 20;

/// The first line of an export.
pub fn first(lines: &mut Lines) -> anyhow::Result<First> {
    let line = lines.next()?.context("it is empty")?;
    let value: serde_json::Value = serde_json::from_slice(&line)?;
    let format = value.get("steward_audit").and_then(serde_json::Value::as_u64).context("it names no format")?;
    ensure!(format == u64::from(FORMAT), "its format is {format}, this program reads {FORMAT}");
    Ok(serde_json::from_value(value)?)
}

/// The checkpoints of a file: of an export, or as notes in whatever text, such as a letter.
pub fn anchors_in(path: &Path, keys: &[PublicKey]) -> anyhow::Result<Vec<Anchor>> {
    let mut lines = Lines::open(path)?;
    let (notes, is_export) = match first(&mut lines) {
        Ok(first) => (vec![first.checkpoint], true),
        Err(_) => {
            let mut text = String::new();
            File::open(path)?.take(LARGEST).read_to_string(&mut text).with_context(|| format!("{}", path.display()))?;
            (notes(&text), false)
        }
    };
    ensure!(!notes.is_empty(), "{} holds no checkpoint", path.display());
    let open = |note: &String| {
        let checkpoint =
            Checkpoint::open(note, keys).with_context(|| format!("the checkpoint in {}", path.display()))?;
        Ok(Anchor { path: path.to_owned(), checkpoint, is_export })
    };
    notes.iter().map(open).collect()
}

/// The first record that two exports have otherwise.
pub fn first_difference(one: &Path, other: &Path) -> anyhow::Result<Option<u64>> {
    let (mut one, mut other) = (Lines::open(one)?, Lines::open(other)?);
    let (mut ours, mut theirs) = (one.entry()?, other.entry()?);
    while let (Some(mine), Some(its)) = (&ours, &theirs) {
        match mine.seq.cmp(&its.seq) {
            Ordering::Less => ours = one.entry()?,
            Ordering::Greater => theirs = other.entry()?,
            Ordering::Equal if mine.leaf != its.leaf => return Ok(Some(mine.number())),
            Ordering::Equal => (ours, theirs) = (one.entry()?, other.entry()?),
        }
    }
    Ok(None)
}

impl Entry {
    pub fn number(&self) -> u64 {
        u64::try_from(self.seq).unwrap_or_default()
    }
}

impl Lines {
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
        Ok(Self { from: BufReader::with_capacity(1 << 16, file), count: 0 })
    }

    /// With its end, where it has one.
    pub fn next(&mut self) -> anyhow::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let read = self.from.by_ref().take(LONGEST).read_until(b'\n', &mut line)?;
        self.count += 1;
        ensure!(line.len() < usize::try_from(LONGEST)?, "line {} is too long", self.count);
        Ok((read > 0).then_some(line))
    }

    pub fn is_over(&mut self) -> bool {
        self.from.fill_buf().is_ok_and(<[u8]>::is_empty)
    }

    /// The next one that is a record.
    fn entry(&mut self) -> anyhow::Result<Option<Entry>> {
        while let Some(line) = self.next()? {
            if let Ok(entry) = serde_json::from_slice(&line) {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }
}
