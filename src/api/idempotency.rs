//! `Idempotency-Key`: the same key and body get the first answer again, another body gets 409. Kept for 24 hours.
//!
//! The key is claimed before the call runs, so of two at the same time one does it. What becomes of it then:
//!
//! - an answer that tells what was done or refused is kept, whatever its code;
//! - what failed on our side before anything was committed (500, 503), or came too soon (429), has certainly changed
//!   nothing: the key is free again, and the same request may be sent with it;
//! - what failed after a commit was begun may have been done, whether the database lost its tongue in the commit or
//!   something broke behind it; what broke off in the middle (the process was killed) is not known either. Then the key
//!   stays taken without an answer, and 409 asks the caller to look. Doing it twice would be worse than asking.
//!
//! A caller who hangs up breaks nothing off: the call runs to its end, and a stop waits for it
//! ([`Running`](super::Running)), so that the same key gets its answer.
//!
//! Whether a commit was begun the [`Watch`](crate::change::Watch) of the call knows.

use chrono::Duration;

use super::{
    Failure,
    envelope::{Envelope, Format},
    store::{self, KeptAnswer},
};
use crate::state::State;

pub const KEPT: Duration = Duration::hours(24);
const LONGEST: usize = 128;

/// A key with what it was used for.
pub struct Claim {
    token_id: i64,
    key: String,
}

pub enum Claimed {
    /// It is ours: do it.
    New(Claim),
    /// It was done; this was the answer.
    Done(Envelope),
}

pub async fn claim(
    state: &State,
    token_id: i64,
    key: &str,
    (call, format, body): (&str, Format, &[u8]),
) -> Result<Claimed, Failure> {
    well_formed(key)?;
    // Keyed, since a body may hold an address that a copy of the database is not to tell.
    let asked = state.seal.sign("idempotency", format!("{call}\n{format:?}\n{}", String::from_utf8_lossy(body)));
    let fingerprint: String = asked.iter().map(|byte| format!("{byte:02x}")).collect();
    let claim = Claim { token_id, key: key.to_owned() };
    match store::claim(state, token_id, key, &fingerprint).await? {
        None => Ok(Claimed::New(claim)),
        Some(KeptAnswer { fingerprint: first, .. }) if first != fingerprint => Err(Failure::new(409, "api-key-reused")),
        Some(KeptAnswer { status: Some(status), body, .. }) => {
            Ok(Claimed::Done(Envelope { status: u16::try_from(status).unwrap_or(500), retry_after: None, body }))
        }
        Some(KeptAnswer { .. }) => Err(Failure::new(409, "api-key-in-use")),
    }
}

/// Refuses what is no key.
pub fn well_formed(key: &str) -> Result<(), Failure> {
    let is_good = !key.is_empty() && key.len() <= LONGEST;
    match is_good && key.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        true => Ok(()),
        false => Err(Failure::new(400, "api-key-malformed")),
    }
}

impl Claim {
    /// `may_be_done`: it failed, and may have been done all the same.
    pub async fn settle(self, state: &State, answer: &Envelope, may_be_done: bool) {
        let kept = match answer.status {
            500.. if may_be_done => return,
            500.. | 429 => store::release(state, self.token_id, &self.key).await,
            _ => store::settle(state, self.token_id, &self.key, answer).await,
        };
        if let Err(error) = kept {
            tracing::error!(%error, "the answer under an idempotency key was not kept");
        }
    }
}
