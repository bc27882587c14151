use super::{Failure, Int};
use crate::error::Error;

/// How often a change without a `version` is tried when somebody else is quicker.
const ATTEMPTS: usize = 3;

/// Carries out a change, and again when somebody else was quicker, unless the caller said for which version it is
/// meant. `attempt` reads what is there and changes it; what it answers within is the service's.
pub async fn retry<T>(
    version: Option<Int>,
    attempt: impl AsyncFn() -> Result<Result<T, Error>, Failure>,
) -> Result<Result<T, Error>, Failure> {
    for _ in 1..ATTEMPTS {
        match attempt().await? {
            Err(Error::Stale) if version.is_none() => {}
            done => return Ok(done),
        }
    }
    attempt().await
}
