//! Letters: rows of the outbox written in the change's transaction, and a worker that sends them. No request waits for
//! a mail server.

pub mod leave;
mod letter;
pub mod letters;
mod message;
pub mod outbox;
mod pause;
mod refusal;
mod smtp;
mod tls;
mod transport;
pub mod worker;

pub use letter::{Kind, Letter, PATIENCE, Paper, Status, next_attempt};
pub use message::is_address;
pub use outbox::queue;
pub use pause::Pause;
pub use transport::{Sent, SentLetter, Transport};
