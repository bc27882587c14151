//! How the platform appears to account users, as its owners set it.

pub mod form;
pub mod logo;
pub mod model;
pub mod service;
