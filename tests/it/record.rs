//! The record: how it is found, what one of it says, and how it is taken back.

mod answers;
mod found;
mod interleaved;
mod undone;
