//! The database against itself: each record against its hash in the tree and what only the key makes of it, and the tree
//! against its last checkpoint.

use super::{
    entry::Entry,
    export::{AT_ONCE, Newest, newest},
    service, store,
    store::nodes,
    tree::{Hash, Range},
    verify::{Verdict, What, Wrong},
};
use crate::{
    change::attest,
    db::{Conn, Seal},
    error::Result,
    state::State,
};

/// How far it is.
pub struct Check {
    pub newest: Newest,
    pub range: Range,
}

/// `steward audit verify` without a file.
pub async fn database(state: &State) -> Result<Verdict> {
    service::all(state).await?;
    let mut conn = state.db.conn().await?;
    let Some(newest) = newest(state, &mut conn).await? else {
        return Ok(Verdict { lines: vec!["nothing is sealed yet".to_owned()], is_sound: true });
    };
    let mut check = Check::begin(&mut conn, newest).await?;
    while !check.is_over() {
        if let Some(wrong) = check.some(&mut conn, &state.seal).await? {
            return Ok(Verdict { lines: vec![wrong.said()], is_sound: false });
        }
    }
    let size = check.range.size();
    match check.end(&mut conn, &state.seal).await? {
        Some(wrong) => Ok(Verdict { lines: vec![wrong.said()], is_sound: false }),
        None => Ok(Verdict { lines: vec![format!("intact {}…{size}", check.newest.removed + 1)], is_sound: true }),
    }
}

impl Check {
    pub async fn begin(conn: &mut Conn, newest: Newest) -> Result<Self> {
        let range = nodes::range(conn, &newest.edge, newest.removed).await?;
        Ok(Self { newest, range })
    }

    pub fn is_over(&self) -> bool {
        self.range.size() >= self.newest.checkpoint.size
    }

    /// The next records; the first of them that is wrong.
    pub async fn some(&mut self, conn: &mut Conn, seal: &Seal) -> Result<Option<Wrong>> {
        let beyond = self.range.size();
        let upto = (beyond + AT_ONCE).min(self.newest.checkpoint.size);
        let leaves = store::leaves(conn, &self.newest.edge, (beyond, upto)).await?;
        let entries = store::sealed(conn, (beyond, upto)).await?;
        let mut entries = entries.iter().peekable();
        for (seq, leaf) in (beyond + 1..).zip(&leaves) {
            let entry = entries.next_if(|entry| entry.seq == store::number(seq));
            if let Some(what) = self.wrong(entry, (leaf, &leaves), seal) {
                return Ok(Some(Wrong { seq, what }));
            }
            self.range.push(*leaf);
        }
        Ok(None)
    }

    fn wrong(&self, entry: Option<&Entry>, (leaf, leaves): (&Hash, &[Hash]), seal: &Seal) -> Option<What> {
        let Some(entry) = entry else { return Some(What::Missing) };
        match entry.hash() {
            hash if hash != *leaf && leaves.contains(&hash) => Some(What::Reordered),
            hash if hash != *leaf => Some(What::Altered),
            _ if entry.format == attest::FOREIGN => Some(What::Foreign),
            _ if !self.newest.keys.are_of(entry, seal) => Some(What::Altered),
            _ => None,
        }
    }

    /// Once all records are read: whether they are those that were signed, and no others.
    pub async fn end(&self, conn: &mut Conn, seal: &Seal) -> Result<Option<Wrong>> {
        let size = self.range.size();
        if self.range.root() != self.newest.checkpoint.root {
            return Ok(Some(Wrong { seq: size, what: What::Tree }));
        }
        let removed = self.newest.removed;
        let says = |entry: Entry| self.newest.keys.are_of(&entry, seal) && entry.removes() >= Some(removed);
        if removed > 0 && !store::last_removal(conn).await?.is_some_and(says) {
            return Ok(Some(Wrong { seq: 1, what: What::Missing }));
        }
        let beyond = store::first_beyond(conn).await?;
        Ok(beyond.map(|seq| Wrong { seq: u64::try_from(seq).unwrap_or_default(), what: What::Added }))
    }
}
