//! What a record is, in bytes: what is written with it so that it is known as ours, and what it is sealed by.

use crate::db::{Seal, Written, random_bytes, written};

/// How a record was found when it was sealed; the first byte of what is hashed.
pub const FROM_BEFORE: i64 = 0;
pub const OURS: i64 = 1;
/// Whoever wrote it does not have the key.
pub const FOREIGN: i64 = 2;

/// What a record says, in this order. Another list is another format.
const FIELDS: [&str; 19] = [
    "at",
    "actor_kind",
    "actor_id",
    "actor_name",
    "on_behalf_of",
    "visit_id",
    "job_id",
    "ip",
    "user_agent",
    "request_id",
    "action",
    "object_kind",
    "object_id",
    "object_name",
    "account_id",
    "changes",
    "undoes",
    "mark",
    "salt",
];
const PURPOSE: &str = "audit-record";

/// With 16 random bytes, so that nobody finds out by its hash what a record said that was removed; and with what only
/// the key makes of it.
pub fn attested(seal: Option<&Seal>, record: Written) -> Written {
    let record = record.and(written![salt: random_bytes::<16>().as_slice()]);
    let mac = seal.map(|seal| mac(seal, &record).to_vec());
    record.and(written![mac: mac])
}

/// Its id is not in it: that is known later.
pub fn mac(seal: &Seal, record: &Written) -> [u8; 32] {
    let mut bytes = Vec::new();
    record.canonical(&FIELDS, &mut bytes);
    seal.sign(PURPOSE, bytes)
}

/// What is hashed of a record when it is sealed.
pub fn bytes(format: i64, record: &Written) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(format).unwrap_or(u8::MAX)];
    record.canonical(&["id"], &mut bytes);
    record.canonical(&FIELDS, &mut bytes);
    bytes
}
