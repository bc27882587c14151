//! Secrets that Steward makes, and the hash under which it keeps those that it only needs to recognise.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Bytes from the operating system; without its random source nothing here is safe, so its absence ends the process.
#[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system for secrets")]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("the operating system gives no random bytes");
        std::process::abort();
    }
    bytes
}

/// 256 random bits in 43 characters that stand in an address as they are.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<32>())
}

/// What is stored of a random secret: SHA-256, enough where the secret itself cannot be guessed.
pub fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}
