use std::time::Duration;

use super::{Caller, Failure, Int};
use crate::{db::random_bytes, error::Error};

/// How long a change without a `version` waits in all for those who are quicker.
const PATIENCE: Duration = Duration::from_secs(2);
/// At most before the second try; twice as long before the next, and so on.
const FIRST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_millis(250);

/// Carries out a change, and again when somebody else was quicker, unless the caller said for which version it is
/// meant. `attempt` reads what is there and changes it; what it answers within is the service's.
///
/// Between two tries it waits for a random time, or those who met would meet again.
pub async fn retry<T>(
    caller: &Caller,
    version: Option<Int>,
    attempt: impl AsyncFn() -> Result<Result<T, Error>, Failure>,
) -> Result<Result<T, Error>, Failure> {
    let (mut left, mut most) = (PATIENCE, FIRST);
    loop {
        match attempt().await? {
            Err(Error::Stale) if version.is_none() && !left.is_zero() => {}
            done => return Ok(done),
        }
        let wait = most.mul_f64(f64::from(u16::from_le_bytes(random_bytes())) / f64::from(u16::MAX)).min(left);
        caller.state.clock.wait(wait).await;
        (left, most) = (left - wait, (most * 2).min(LONGEST));
    }
}
