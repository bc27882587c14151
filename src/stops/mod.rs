//! Who is not written to: addresses, phones and domains on stop lists, of which nothing but keyed hashes is kept.
//!
//! An entry is HMAC-SHA-256 of the lower-case hexadecimal MD5 of the value in its canonical form, under a key that the
//! installation makes when it has its first entry. Lists are handed around as clear values or as MD5s of them: both come
//! to the same hash. An MD5 of an address or a phone is no secret, since all of them can be tried; the hash tells nothing
//! to whoever has the database without the key.
//!
//! The key is one of its own, and lies in the database sealed under the installation's ([`Sealed::StopListKey`]). So
//! when the installation's key is changed, this one is sealed anew and no entry has to be: nobody could make the hashes
//! again. A backup with its key file has all of it. Where the installation's key is lost this one is too, and the
//! entries meet nothing any more: `steward key forget` takes them away with it, so that no count tells of a protection
//! that is gone, and the lists are imported again.
//!
//! [`Sealed::StopListKey`]: crate::db::Sealed::StopListKey

mod key;
mod store;
mod value;

pub use key::{Key, find as key, hex, make as make_key};
pub use store::{Among, Hit, hits};
pub use value::{Given, Kind};

use crate::{db::Conn, error::Result, state::State};

/// Whether an e-mail address, or its domain, is on a global list.
pub async fn is_stopped(state: &State, conn: &mut Conn, address: &str) -> Result<bool> {
    let Some(key) = key(state, conn).await? else { return Ok(false) };
    // What is no address goes nowhere, and not for this.
    let Ok(given) = Given::read(address) else { return Ok(false) };
    let hashes = given.asked().iter().map(|md5| key.hash(md5)).collect();
    Ok(!hits(conn, Among::Global, hashes).await?.is_empty())
}
