//! The sealer: numbers what is committed, lets the tree grow, signs checkpoints.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    keys::{Keys, broken},
    note::{Checkpoint, PublicKey},
    store::{self, Grown, Signed, nodes},
    tree::{consistency, is_consistent},
};
use crate::{
    change::attest,
    db::{Serial, Tx},
    error::Result,
    state::State,
};

/// Records in a transaction: so many that a million take a minute, so few that nobody waits behind them.
const AT_ONCE: i64 = 2000;
/// Between two checkpoints, at least.
const BETWEEN: TimeDelta = TimeDelta::seconds(10);

/// One at a time over all nodes; true while there is more.
pub async fn step(state: &State) -> Result<bool> {
    let (now, look) = (state.clock.now(), store::look(&mut state.db.conn().await?).await?);
    let is_due = look.signed_at.is_none_or(|at| !(at..at + BETWEEN).contains(&now));
    let is_behind = look.signed.unwrap_or(0) < look.size;
    if !(look.is_unsealed || is_behind && is_due) {
        return Ok(false);
    }
    let mut tx = state.db.begin().await?;
    if tx.alone(Serial::Sealing).await? { seal(state, tx, is_due).await } else { Ok(false) }
}

/// All there is by now, and a checkpoint of it: for commands, and for whoever wants to know at once.
pub async fn all(state: &State) -> Result<()> {
    loop {
        let mut tx = state.db.begin().await?;
        tx.one_at_a_time(Serial::Sealing).await?;
        if !seal(state, tx, true).await? {
            return Ok(());
        }
    }
}

/// What checkpoints are verified with, the newest last.
pub async fn public_keys(state: &State) -> Result<Vec<PublicKey>> {
    let mut tx = state.db.begin().await?;
    let size = store::grown(&mut tx).await?.edge.size;
    let keys = Keys::establish(&mut tx, &state.seal, (state.clock.now(), size)).await?;
    tx.commit().await?;
    Ok(keys.all)
}

async fn seal(state: &State, mut tx: Tx, is_due: bool) -> Result<bool> {
    let now = state.clock.now();
    let mut grown = store::grown(&mut tx).await?;
    let keys = Keys::establish(&mut tx, &state.seal, (now, grown.edge.size)).await?;
    let mut entries = store::unsealed(&mut tx, AT_ONCE).await?;
    let salted = entries.iter().filter(|entry| entry.salt.is_some()).map(|entry| entry.id);
    let copies = match (salted.clone().min(), salted.max()) {
        (Some(least), Some(most)) => store::copies(&mut tx, (least, most)).await?,
        _ => Vec::new(),
    };
    let (mut full, mut foreign) = (Vec::new(), Vec::new());
    for entry in &mut entries {
        let is_copy = copies.contains(&entry.id);
        entry.format = if is_copy { attest::FOREIGN } else { keys.judge(entry, &state.seal, now) };
        grown.from_before += i64::from(entry.format == attest::FROM_BEFORE);
        foreign.extend((entry.format == attest::FOREIGN).then_some(entry.id));
        grown.edge.push(entry.hash(), &mut full);
        entry.seq = store::number(grown.edge.size);
    }
    if !entries.is_empty() {
        store::seal(&mut tx, &entries, &grown, full).await?;
    }
    let is_more = i64::try_from(entries.len()).is_ok_and(|count| count == AT_ONCE);
    if is_due && !is_more {
        sign(&mut tx, &keys, &grown, now).await?;
    }
    tx.commit().await?;
    if let Some(id) = foreign.first() {
        tracing::error!(count = foreign.len(), id, "records were added by somebody who does not have the key");
    }
    Ok(is_more)
}

/// What contradicts the last checkpoint is never signed.
async fn sign(tx: &mut Tx, keys: &Keys, grown: &Grown, now: DateTime<Utc>) -> Result<()> {
    let (size, last) = (grown.edge.size, store::last_signed(tx).await?);
    let root = grown.edge.range().root();
    if let Some(last) = &last {
        let known = store::opened(&last.note, &keys.all)?;
        if known.size > size || store::number(known.size) != last.size {
            return Err(broken("the record is shorter than its last checkpoint"));
        }
        let proof = nodes::roots(tx, &grown.edge, &consistency(known.size, size)).await?;
        if !is_consistent((known.size, &known.root), (size, &root), &proof) {
            return Err(broken("the tree over the record contradicts its last checkpoint"));
        }
        if known.size == size {
            return Ok(());
        }
    }
    if size == 0 {
        return Ok(());
    }
    let from_before = u64::try_from(grown.from_before).unwrap_or_default();
    let note = keys.signer.sign(&Checkpoint { origin: keys.origin.clone(), size, root, from_before });
    let signed = Signed { size: store::number(size), at: now, note };
    Ok(store::keep_signed(tx, &signed, last.map_or(0, |last| last.size)).await?)
}
