//! Administrators: those who sign in to the panel, kept apart from account users.

pub mod model;
pub mod service;
pub mod store;

pub use service::{create_owner, reset};
