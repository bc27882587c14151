//! argon2id, as the library does it, but in memory that goes back to the system after each hash. The library's own is
//! aligned, which glibc neither uses again nor returns: a few hundred sign-ins left half a gigabyte behind.

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
        let mut memory = Vec::with_capacity(blocks.max(NEVER_KEPT));
        memory.resize(blocks, Block::default());
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

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    use super::*;

    #[test]
    fn what_the_library_hashes_is_understood_and_the_other_way_round() {
        let theirs: PasswordHash = Argon2::default().hash_password(b"purple herons").expect("hashes");
        assert!(Hasher.verify_password(b"purple herons", &theirs).is_ok());
        assert!(Hasher.verify_password(b"purple heron", &theirs).is_err());
        let ours = hash(b"purple herons").expect("hashes");
        assert!(Argon2::default().verify_password(b"purple herons", &ours).is_ok());
        assert_eq!(ours.params, theirs.params);
    }
}
