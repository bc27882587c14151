//! Work that runs to its end whatever becomes of who asked for it, such as a call of the API, whose Idempotency-Key
//! would be spent on nothing. It is no part of a connection, so a stop that waits for connections has to wait for this
//! as well.

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
    pub async fn count<T>(&self, work: impl Future<Output = T>) -> T {
        self.0.send_modify(|count| *count += 1);
        let _one = One(self);
        work.await
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
