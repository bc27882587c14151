//! Calls under way. A call runs to its end whatever becomes of who made it, or its Idempotency-Key would be spent on
//! nothing; so it is no part of the connection, and a stop that waits for connections has to wait for these as well.

use tokio::sync::watch;

pub struct Running(watch::Sender<usize>);

/// Counts as one of them until it is dropped.
struct One<'a>(&'a Running);

impl Default for Running {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Running {
    /// Carries it out as one of them.
    pub async fn count<T>(&self, call: impl Future<Output = T>) -> T {
        self.0.send_modify(|count| *count += 1);
        let _one = One(self);
        call.await
    }

    /// Until none is under way.
    pub async fn over(&self) {
        // The sender is ours, so it does not go away.
        drop(self.0.subscribe().wait_for(|count| *count == 0).await);
    }
}

impl Drop for One<'_> {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}
