//! A file of values, brought in: read as it comes, a part at a time, and each part put on the list by a job.
//!
//! A value is hashed before anything of it is kept, so a part that waits in the database tells no more than an entry.

pub mod read;
pub mod service;
pub mod work;
