//! Work that keeps a core busy and takes much memory: hashing a password, decoding a picture.
//!
//! On threads of its own, as many as there are cores and always the same, because the allocator keeps for each thread
//! what it once used.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use anyhow::Context;
use tokio::sync::oneshot;

use crate::error::Result;

type Job = Box<dyn FnOnce() + Send>;

/// The threads end when this is dropped.
pub struct Workers {
    jobs: mpsc::Sender<Job>,
}

impl Workers {
    /// One for each core.
    pub fn start() -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let queue = Arc::clone(&queue);
            thread::Builder::new().name("worker".to_owned()).spawn(move || work_off(&queue))?;
        }
        Ok(Self { jobs })
    }

    /// Waits for its turn, in the order of asking; whoever has stopped waiting by then costs nothing.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let (done, result) = oneshot::channel();
        let job = move || {
            if !done.is_closed() {
                done.send(work()).ok();
            }
        };
        self.jobs.send(Box::new(job)).ok().context("the workers have ended")?;
        Ok(result.await.context("the work broke off")?)
    }
}

fn work_off(queue: &Mutex<mpsc::Receiver<Job>>) {
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(job) = next() {
        // What panics was asked for by somebody who is told; the next job needs the thread.
        catch_unwind(AssertUnwindSafe(job)).ok();
    }
}
