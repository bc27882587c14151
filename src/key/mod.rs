//! `steward key`: what the key file opens, and letting go of what a lost one sealed.

mod service;
mod store;

pub use service::{Report, alone, check, forget};
