//! Letters: rows of the outbox written in the change's transaction, and a worker that sends them.

use std::sync::{Arc, Mutex};

/// Where letters go.
#[derive(Clone)]
pub enum Transport {
    None,
    Memory(Sent),
}

#[derive(Clone, Default)]
pub struct Sent(Arc<Mutex<Vec<SentLetter>>>);

#[derive(Clone, Debug)]
pub struct SentLetter {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Transport {
    pub fn memory() -> (Self, Sent) {
        let sent = Sent::default();
        (Self::Memory(sent.clone()), sent)
    }
}

impl Sent {
    pub fn letters(&self) -> Vec<SentLetter> {
        self.0.lock().map(|all| all.clone()).unwrap_or_default()
    }
}
