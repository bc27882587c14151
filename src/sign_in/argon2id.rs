//! argon2id, as the library does it, but in memory that the next hash uses again and that goes back to the system when
//! there is none for a while.
//!
//! To get nineteen megabytes from the system costs half of what it costs to fill them. The library's own are aligned,
//! which glibc neither uses again nor returns: a few hundred sign-ins left half a gigabyte behind.

use std::{
    sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError},
    thread,
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        CustomizedPasswordHasher, Error, Result,
        phc::{Output, ParamsString, PasswordHash, Salt},
    },
};

use crate::db::random_bytes;

/// What is larger than 32 MiB is never kept by the allocator; what is not written to is never taken from the system.
const NEVER_KEPT: usize = 33 * 1024 * 1024 / Block::SIZE;

/// What hashing is done in, lent to as many at a time as there are half the cores: the others wait, and a page finds a
/// core that is free, and memory stays within bounds.
struct Memories {
    left: Mutex<Left>,
    returned: Condvar,
}

struct Left {
    idle: Vec<Vec<Block>>,
    lent: usize,
}

/// Until it is dropped.
struct Lent(Vec<Block>);

static MEMORIES: Memories = Memories { left: Mutex::new(Left { idle: Vec::new(), lent: 0 }), returned: Condvar::new() };
static MOST: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2)));

/// Compares, too: the library's `PasswordVerifier` is there for whatever hashes.
pub struct Hasher;

/// With today's parameters and a new salt.
pub fn hash(password: &[u8]) -> Result<PasswordHash> {
    Hasher.hash_password_with_params(password, &random_bytes::<16>(), Params::default())
}

impl CustomizedPasswordHasher<PasswordHash> for Hasher {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> Result<PasswordHash> {
        let algorithm = algorithm.map(Algorithm::try_from).transpose()?.unwrap_or_default();
        let version = version.map(Version::try_from).transpose()?.unwrap_or_default();
        let (salt, named) = (Salt::new(salt)?, ParamsString::try_from(&params)?);
        let mut buffer = [0; Output::MAX_LENGTH];
        let out =
            buffer.get_mut(..params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN)).ok_or(Error::OutputSize)?;
        let blocks = params.block_count();
        let mut lent = MEMORIES.lend();
        let memory = lent.of(blocks);
        Argon2::new(algorithm, version, params).hash_password_into_with_memory(password, &salt, out, memory)?;
        let hash = Some(Output::new(out)?);
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: named,
            salt: Some(salt),
            hash,
        })
    }
}

/// Gives back to the system what nobody hashes in now.
pub fn let_go() {
    MEMORIES.left().idle.clear();
}

impl Memories {
    fn left(&self) -> MutexGuard<'_, Left> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lend(&self) -> Lent {
        let left = self.left();
        let full = |left: &mut Left| left.lent >= *MOST;
        let mut left = self.returned.wait_while(left, full).unwrap_or_else(PoisonError::into_inner);
        left.lent += 1;
        Lent(left.idle.pop().unwrap_or_else(|| Vec::with_capacity(NEVER_KEPT)))
    }
}

impl Lent {
    /// What was there before is written over by the hash.
    fn of(&mut self, blocks: usize) -> &mut [Block] {
        if self.0.len() < blocks {
            self.0.resize(blocks, Block::default());
        }
        self.0.get_mut(..blocks).unwrap_or_default()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut left = MEMORIES.left();
        left.lent -= 1;
        left.idle.push(std::mem::take(&mut self.0));
        MEMORIES.returned.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    use super::*;

    #[test]
    fn what_the_library_hashes_is_understood_and_the_other_way_round() {
        let theirs: PasswordHash = Argon2::default().hash_password(b"purple herons").expect("hashes");
        assert!(Hasher.verify_password(b"purple herons", &theirs).is_ok());
        assert!(Hasher.verify_password(b"purple heron", &theirs).is_err());
        for other in 0..3 {
            // In memory in which another password was hashed.
            hash(format!("orange herons {other}").as_bytes()).expect("hashes");
            let ours = hash(b"purple herons").expect("hashes");
            assert!(Argon2::default().verify_password(b"purple herons", &ours).is_ok());
        }
        let ours = hash(b"purple herons").expect("hashes");
        assert!(Argon2::default().verify_password(b"purple herons", &ours).is_ok());
        assert_eq!(ours.params, theirs.params);
    }
}
