//! Accounts: the tenants of the platform.

pub mod model;
