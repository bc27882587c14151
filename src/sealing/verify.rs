//! A file against its checkpoint and others: no database, no network, no more memory than the longest line takes.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{
    entry::Entry,
    export::{First, Last},
    lines::{Anchor, Lines, anchors_in, first, first_difference},
    note::{Checkpoint, PublicKey},
    tree::Range,
};
use crate::change::attest;

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum What {
    Altered,
    Missing,
    Added,
    Reordered,
    /// Somebody added it before it was sealed.
    Foreign,
    /// Each record fits its hash, and the hashes do not fit what was signed.
    Tree,
}

/// The first record that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub seq: u64,
    pub what: What,
}

pub struct Verdict {
    pub lines: Vec<String>,
    pub is_sound: bool,
}

/// What has been read of the file.
struct Walk {
    range: Range,
    from_before: u64,
    /// Up to where a record says that records were removed, and which one.
    says_removed: (u64, u64),
    foreign: Option<u64>,
    /// The largest checkpoint that fits.
    fits: u64,
}

/// Verifies an export, with the keys that are given or else with those that it names; against checkpoints that were kept
/// elsewhere. What `from` holds was found to be good before.
pub fn verify(path: &Path, keys: &[PublicKey], (from, to): (Option<&Path>, Option<&Path>)) -> anyhow::Result<Verdict> {
    let mut lines = Lines::open(path)?;
    let first = first(&mut lines).with_context(|| format!("{} is no export of the record", path.display()))?;
    let named: Vec<PublicKey> = first.keys.iter().filter_map(|key| PublicKey::parse(key)).collect();
    let believed = if keys.is_empty() { &named } else { keys };
    let checkpoint = Checkpoint::open(&first.checkpoint, believed).context("the checkpoint of the file")?;
    let mut anchors = Vec::new();
    for path in [from, to].into_iter().flatten() {
        anchors.extend(anchors_in(path, believed)?);
    }
    let known = from.and_then(|from| anchors.iter().filter(|it| it.path == from).map(|it| it.checkpoint.size).max());
    let Some(range) = first.range().filter(|range| range.size() <= checkpoint.size) else {
        bail!("{} is no export of the record: its first line contradicts itself", path.display());
    };
    let mut walk = Walk { range, from_before: 0, says_removed: (0, 0), foreign: None, fits: 0 };
    let mut said = Vec::new();
    let walked = walk.through(&mut lines, (&first, &checkpoint), &anchors, known.unwrap_or(0));
    let is_sound = match walked.and_then(|()| walk.to_its_end(&first, &checkpoint)) {
        Ok(()) => {
            walk.told(&checkpoint, &mut said);
            ends(first.removed, &checkpoint, &anchors, &mut said)
        }
        Err(fault) => {
            said.push(fault.said(path, &anchors));
            false
        }
    };
    if keys.is_empty() {
        said.extend(named.iter().map(|key| format!("signed by {key}: compare it with the key that you keep")));
    }
    Ok(Verdict { lines: said, is_sound })
}

/// Why a walk did not come to its end.
enum Fault {
    Wrong(Wrong),
    /// After so many records.
    Cut(u64, u64),
    /// A checkpoint that does not fit; the largest that does.
    Contradicted {
        size: u64,
        fits: u64,
        by: Option<PathBuf>,
    },
    NobodySaysRemoved(u64),
}

impl Fault {
    fn said(&self, path: &Path, anchors: &[Anchor]) -> String {
        match self {
            Self::Wrong(wrong) => wrong.said(),
            Self::Cut(after, size) => format!("the file is cut: it ends after record {after} of {size}"),
            Self::NobodySaysRemoved(upto) => {
                format!("records 1…{upto} are missing, and no record says that they were removed")
            }
            Self::Contradicted { size, fits, by } => {
                let export = anchors.iter().find(|it| it.is_export && it.checkpoint.size == *size);
                let first = export.and_then(|export| first_difference(path, &export.path).ok().flatten());
                let of = by.as_ref().map_or_else(|| "the file".to_owned(), |by| by.display().to_string());
                match first {
                    Some(seq) => format!("record {seq} is another than in {of}"),
                    None => format!(
                        "the records do not fit the checkpoint of {size} records in {of}: \
                         among {}…{size} something was altered, with its hash",
                        fits + 1
                    ),
                }
            }
        }
    }
}

impl Wrong {
    pub fn said(&self) -> String {
        let seq = self.seq;
        match self.what {
            What::Altered => format!("record {seq} was altered"),
            What::Missing => format!("record {seq} is missing"),
            What::Added => format!("record {seq} was added"),
            What::Reordered => format!("record {seq} is not in its place: records were reordered"),
            What::Foreign => {
                format!("record {seq} was added by somebody who does not have the key, before it was sealed")
            }
            What::Tree => {
                format!("the hashes of records 1…{seq} do not fit the checkpoint: something was altered, with its hash")
            }
        }
    }
}

impl Walk {
    fn through(
        &mut self,
        lines: &mut Lines,
        (first, checkpoint): (&First, &Checkpoint),
        anchors: &[Anchor],
        known: u64,
    ) -> Result<(), Fault> {
        let size = checkpoint.size;
        self.meets(anchors)?;
        while self.range.size() < size {
            let seq = self.range.size() + 1;
            let wrong = |what| Fault::Wrong(Wrong { seq, what });
            let line = lines.next().ok().flatten().ok_or(Fault::Cut(seq - 1, size))?;
            let Ok(entry) = serde_json::from_slice::<Entry>(&line) else {
                let is_last = serde_json::from_slice::<Last>(&line).is_ok();
                return Err(match lines.is_over() && !line.ends_with(b"\n") {
                    true => Fault::Cut(seq - 1, size),
                    false => wrong(if is_last { What::Missing } else { What::Altered }),
                });
            };
            let hash = entry.hash();
            if entry.number() != seq || entry.leaf.as_deref() != Some(&hash) || !line.ends_with(b"\n") {
                return Err(Fault::Wrong(found((seq, &entry), lines)));
            }
            self.range.push(hash);
            self.take(&entry, known);
            self.meets(anchors)?;
        }
        let seq = size + 1;
        let last = lines.next().ok().flatten().ok_or(Fault::Cut(size, size))?;
        match serde_json::from_slice::<Last>(&last) {
            Ok(last) if last.checkpoint == first.checkpoint && lines.is_over() => Ok(()),
            Err(_) if lines.is_over() && !last.ends_with(b"\n") => Err(Fault::Cut(size, size)),
            _ => Err(Fault::Wrong(Wrong { seq, what: What::Added })),
        }
    }

    fn take(&mut self, entry: &Entry, known: u64) {
        let seq = self.range.size();
        self.from_before += u64::from(entry.format == attest::FROM_BEFORE);
        if entry.format == attest::FOREIGN && seq > known {
            self.foreign.get_or_insert(seq);
        }
        if let Some(upto) = entry.removes() {
            self.says_removed = self.says_removed.max((upto, seq));
        }
    }

    /// What was kept elsewhere of this size.
    fn meets(&mut self, anchors: &[Anchor]) -> Result<(), Fault> {
        for anchor in anchors.iter().filter(|it| it.checkpoint.size == self.range.size()) {
            if anchor.checkpoint.root != self.range.root() {
                let by = Some(anchor.path.clone());
                return Err(Fault::Contradicted { size: self.range.size(), fits: self.fits, by });
            }
            self.fits = self.range.size();
        }
        Ok(())
    }

    fn to_its_end(&self, first: &First, checkpoint: &Checkpoint) -> Result<(), Fault> {
        if self.range.root() != checkpoint.root {
            return Err(Fault::Contradicted { size: checkpoint.size, fits: self.fits, by: None });
        }
        if first.removed > self.says_removed.0 {
            return Err(Fault::NobodySaysRemoved(first.removed));
        }
        self.foreign.map_or(Ok(()), |seq| Err(Fault::Wrong(Wrong { seq, what: What::Foreign })))
    }

    /// What there is to say of a file that is whole.
    fn told(&self, checkpoint: &Checkpoint, said: &mut Vec<String>) {
        let removed = self.says_removed.0;
        said.push(format!("intact {}…{}", removed + 1, checkpoint.size));
        if removed > 0 {
            said.push(format!("1…{removed} were removed, as record {} says", self.says_removed.1));
        }
        if self.from_before > 0 {
            said.push(format!("{} of these are from before records were sealed", self.from_before));
        }
    }
}

/// Whether every checkpoint that was kept elsewhere could be held against the file.
fn ends(removed: u64, checkpoint: &Checkpoint, anchors: &[Anchor], said: &mut Vec<String>) -> bool {
    let early: Vec<_> = anchors.iter().filter(|it| it.checkpoint.size < removed).collect();
    said.extend(early.iter().map(|it| {
        let (path, size) = (it.path.display(), it.checkpoint.size);
        format!("{path} is of {size} records, and the first {removed} were removed: it cannot be held against the file")
    }));
    let beyond = anchors.iter().filter(|it| it.checkpoint.size > checkpoint.size).max_by_key(|it| it.checkpoint.size);
    if let Some(anchor) = beyond {
        said.push(format!(
            "the database is a prefix of what was anchored: it ends at {}, and {} has a checkpoint of {} records; \
             an older backup was restored, or records are withheld",
            checkpoint.size,
            anchor.path.display(),
            anchor.checkpoint.size
        ));
    }
    beyond.is_none() && early.is_empty()
}

/// What it is that is wrong, by what stands behind it.
fn found((seq, entry): (u64, &Entry), rest: &mut Lines) -> Wrong {
    let (hash, stated) = (entry.hash(), entry.leaf.clone());
    let is_in_place = entry.number() == seq;
    if entry.number() < seq {
        return Wrong { seq: entry.number(), what: What::Added };
    }
    let (mut is_next, mut what) = (true, if is_in_place { What::Altered } else { What::Missing });
    while let Ok(Some(line)) = rest.next() {
        let Ok(other) = serde_json::from_slice::<Entry>(&line) else { continue };
        let is_moved = other.leaf.as_deref() == Some(&hash);
        match is_in_place {
            true if is_next && stated.as_deref() == Some(&other.hash()) => what = What::Added,
            true if is_next && is_moved => what = What::Missing,
            true if what == What::Altered && is_moved => what = What::Reordered,
            false if other.number() == seq => what = What::Reordered,
            _ => {}
        }
        is_next = false;
    }
    Wrong { seq, what }
}
