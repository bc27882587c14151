//! With which keys the record was sealed: each start with another key file adds one, and what the ones before it have
//! signed stays good.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::{
    entry::Entry,
    note::{PublicKey, Signer},
    store,
};
use crate::{
    change::attest,
    db::{Conn, FromRow, Seal, Tx},
    error::{Error, Result},
};

/// As it is kept.
#[derive(Clone, Debug, FromRow)]
pub struct Kept {
    pub id: i64,
    pub public: Vec<u8>,
    /// Records up to here were written before the key was there.
    pub after_id: i64,
    pub at: DateTime<Utc>,
    pub mac: Vec<u8>,
}

/// All there are, ours among them.
pub struct Keys {
    pub all: Vec<PublicKey>,
    pub origin: String,
    pub signer: Signer,
    ours: Kept,
    is_first: bool,
}

/// For so long after a key came, records are believed that were written without it: by nodes that still run an older
/// program, before the upgrade, or under the key that was lost.
const BELIEVED: TimeDelta = TimeDelta::days(7);
const PURPOSE: &str = "audit-key";
const NAME: &str = "steward";

impl Kept {
    pub fn of(seal: &Seal, public: [u8; 32], after_id: i64, at: DateTime<Utc>) -> Self {
        let mut kept = Self { id: 0, public: public.to_vec(), after_id, at, mac: Vec::new() };
        kept.mac = kept.sealed(seal).to_vec();
        kept
    }

    fn sealed(&self, seal: &Seal) -> [u8; 32] {
        let numbers = [self.after_id.to_be_bytes(), self.at.timestamp_micros().to_be_bytes()];
        seal.sign(PURPOSE, [self.public.as_slice(), &numbers.concat()].concat())
    }

    fn key(&self) -> Option<[u8; 32]> {
        self.public.as_slice().try_into().ok()
    }
}

impl Keys {
    /// Ours is written down where it is new.
    pub async fn establish(tx: &mut Tx, seal: &Seal, (now, size): (DateTime<Utc>, u64)) -> Result<Self> {
        let signer = Signer::of(seal).ok_or_else(|| Error::from(anyhow::anyhow!("no key can be derived")))?;
        let known = store::keys(tx).await?;
        if known.iter().any(|kept| kept.public == signer.public) {
            return Self::of(known, seal, signer);
        }
        if known.is_empty() && size > 0 {
            return Err(broken("the keys by which the record was sealed are gone"));
        }
        let after_id = store::last_id(tx).await?;
        store::keep_key(tx, &Kept::of(seal, signer.public, after_id, now)).await?;
        Self::of(store::keys(tx).await?, seal, signer)
    }

    /// Those that are known; None where ours is not among them yet.
    pub async fn known(conn: &mut Conn, seal: &Seal) -> Result<Option<Self>> {
        let known = store::keys(conn).await?;
        match Signer::of(seal) {
            Some(signer) if known.iter().any(|kept| kept.public == signer.public) => {
                Self::of(known, seal, signer).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn of(known: Vec<Kept>, seal: &Seal, signer: Signer) -> Result<Self> {
        let origin = known.first().and_then(|first| Some(origin(&first.key()?))).unwrap_or_default();
        let all = known.iter().filter_map(|kept| Some(PublicKey::new(&origin, kept.key()?))).collect();
        let is_ours = |kept: &&Kept| kept.public == signer.public;
        let is_first = known.iter().position(|kept| is_ours(&kept)) == Some(0);
        match known.iter().find(is_ours).cloned() {
            Some(ours) if ours.mac == ours.sealed(seal) => Ok(Self { all, origin, signer, ours, is_first }),
            _ => Err(broken("what is kept of the key of the record was altered")),
        }
    }

    /// How a record is found that is to be sealed.
    pub fn judge(&self, entry: &Entry, seal: &Seal, now: DateTime<Utc>) -> i64 {
        let is_believed = now < self.ours.at + BELIEVED;
        let before_us = entry.id <= self.ours.after_id && !self.is_first;
        match &entry.mac {
            Some(_) if entry.is_by(seal) || (before_us && is_believed) => attest::OURS,
            None if entry.is_of_restore() => attest::OURS,
            None if is_believed && entry.salt.is_none() => attest::FROM_BEFORE,
            _ => attest::FOREIGN,
        }
    }

    /// Whether a sealed record still has what only our key makes, as far as it was written with that.
    pub fn are_of(&self, entry: &Entry, seal: &Seal) -> bool {
        let is_ours = entry.format == attest::OURS && entry.id > self.ours.after_id && !entry.is_of_restore();
        !is_ours || entry.is_by(seal)
    }
}

/// The name of a record, by the first key that it was sealed with.
fn origin(key: &[u8; 32]) -> String {
    let hash: [u8; 32] = Sha256::digest(key).into();
    let digits: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{NAME}/{digits}")
}

/// What is kept of the tree, its keys or its checkpoints is not as it was written.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Broken(&'static str);

pub fn broken(what: &'static str) -> Error {
    Error::from(anyhow::Error::from(Broken(what)))
}

pub fn is_broken(error: &Error) -> bool {
    matches!(error, Error::Internal(cause) if cause.is::<Broken>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_with_the_key_wrote_is_found_when_it_is_sealed() {
        let (seal, other) = (Seal::new([1; 32]), Seal::new([2; 32]));
        let signer = Signer::of(&seal).expect("it signs");
        let at = DateTime::UNIX_EPOCH;
        let kept = Kept::of(&seal, signer.public, 10, at);
        let keys = Keys::of(vec![kept.clone()], &seal, signer).expect("they are whole");
        let entry = |id, by: Option<&Seal>| {
            let mut entry = Entry { id, salt: by.map(|_| vec![7; 16]), ..Entry::default() };
            entry.mac = by.map(|by| entry.marked(by).to_vec());
            entry
        };
        let (soon, late) = (at + TimeDelta::days(1), at + TimeDelta::days(8));
        assert_eq!(keys.judge(&entry(11, Some(&seal)), &seal, late), attest::OURS);
        assert_eq!(keys.judge(&entry(11, Some(&other)), &seal, soon), attest::FOREIGN);
        assert_eq!(keys.judge(&entry(9, None), &seal, soon), attest::FROM_BEFORE);
        assert_eq!(
            keys.judge(&entry(11, None), &seal, soon),
            attest::FROM_BEFORE,
            "by a node that is not upgraded yet"
        );
        assert_eq!(keys.judge(&entry(9, None), &seal, late), attest::FOREIGN);
        let altered = Kept { after_id: 11, ..kept };
        assert!(Keys::of(vec![altered], &seal, Signer::of(&seal).expect("it signs")).is_err());
    }
}
