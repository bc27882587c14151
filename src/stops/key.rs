//! What entries are hashed and sealed with.

use std::sync::{Arc, Mutex, PoisonError};

use super::store;
use crate::{
    db::{Conn, Seal, Sealed, Tx, Unsealable, random_bytes},
    error::Result,
    state::State,
};

/// The only row there is.
const ID: i64 = 1;
const PURPOSE: &str = "stop list";

/// Hashes what is on a stop list, and seals what is kept beside the hash.
pub struct Key(Seal);

/// What this process has read: while it runs, nobody changes it.
#[derive(Default)]
struct Known(Mutex<Option<Arc<Key>>>);

impl Key {
    #[cfg(test)]
    pub fn of(seal: Seal) -> Self {
        Self(seal)
    }

    /// Of the lower-case hexadecimal MD5 of a value.
    pub fn hash(&self, md5: &str) -> Vec<u8> {
        self.0.sign(PURPOSE, md5).to_vec()
    }

    pub fn seal(&self, hash: &[u8], md5: &str) -> Result<Vec<u8>, Unsealable> {
        self.0.seal(&place(hash), md5)
    }

    pub fn open(&self, hash: &[u8], sealed: &[u8]) -> Result<String, Unsealable> {
        self.0.open(&place(hash), sealed)
    }
}

fn place(hash: &[u8]) -> String {
    format!("stop_list_entries.md5:{}", hex(hash))
}

/// None before the first entry.
pub async fn find(state: &State, conn: &mut Conn) -> Result<Option<Arc<Key>>> {
    let known = state.part::<Known>();
    let found = known.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if found.is_some() {
        return Ok(found);
    }
    let Some(key) = read(state, conn).await? else { return Ok(None) };
    *known.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&key));
    Ok(Some(key))
}

/// Where there is none, it is made; of two at the same time the first one's stays. It is not remembered before others
/// can read it, since the change that makes it may come to nothing.
pub async fn make(state: &State, tx: &mut Tx) -> Result<Arc<Key>> {
    let known = state.part::<Known>().0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(key) = known {
        return Ok(key);
    }
    if let Some(key) = read(state, tx).await? {
        *state.part::<Known>().0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&key));
        return Ok(key);
    }
    let sealed = state.seal.seal(&Sealed::StopListKey.place(ID), &hex(&random_bytes::<32>()))?;
    store::put_key(tx, ID, sealed, state.clock.now()).await?;
    read(state, tx).await?.ok_or_else(|| anyhow::anyhow!("the key of stop lists is not there").into())
}

async fn read(state: &State, conn: &mut Conn) -> Result<Option<Arc<Key>>> {
    let Some(sealed) = store::key(conn, ID).await? else { return Ok(None) };
    let text = state.seal.open(&Sealed::StopListKey.place(ID), &sealed)?;
    let mut key = [0; 32];
    for (byte, digits) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).map_err(anyhow::Error::from)?;
        *byte = u8::from_str_radix(digits, 16).map_err(anyhow::Error::from)?;
    }
    Ok(Some(Arc::new(Key(Seal::new(key)))))
}

/// In lower case.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_depends_on_the_key_and_a_sealed_md5_opens_beside_its_own_hash() {
        let (one, other) = (Key(Seal::new([7; 32])), Key(Seal::new([8; 32])));
        let md5 = "23463b99b62a72f26ed677cc556c44e8";
        let hash = one.hash(md5);
        assert_eq!((hash.len(), &hash), (32, &one.hash(md5)));
        assert_ne!(hash, other.hash(md5));
        let sealed = one.seal(&hash, md5).expect("seals");
        assert_eq!(one.open(&hash, &sealed).expect("opens"), md5);
        assert!(one.open(&one.hash("x"), &sealed).is_err() && other.open(&hash, &sealed).is_err());
    }
}
