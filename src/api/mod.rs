//! What all calls of the Administrator API share: the token, the body in JSON or XML, the envelope, idempotency and
//! rate limits.
//!
//! `POST /api/v1.1/admin/{call}`. A feature lists its calls in its `api.rs`, each with the scope it needs; one handler
//! reads the request, finds the caller and the call, and answers in the format that was asked for. The rules, records
//! and letters are those of the panel: a call goes through the same `service`. What a call is given and answers it says
//! by its types; [`describe`] makes the documentation of them.

pub mod asks;
mod body;
mod call;
pub mod describe;
mod envelope;
mod handler;
mod idempotency;
mod list;
mod parameter;
mod params;
#[cfg(test)]
mod properties;
mod rate;
mod reference;
mod rehearsal;
pub mod report;
mod retry;
pub mod shape;
mod store;
mod token;
mod xml;

pub use asks::Asked;
pub use call::{Answer, Call, Caller, Calls, Nothing, One, Reply, Row, Rows, Saved, Scope};
pub use envelope::Failure;
pub use handler::{mount, refusals};
pub use idempotency::KEPT as ANSWERS_KEPT;
pub use list::{Found, Part, rows, rows_of_many};
pub use parameter::{Hidden, Parameter, parameter, present};
pub use params::{Flag, Int, Many, MaybeInt, Params, Ref, Text, given, limit, object};
pub use rate::paced;
pub use reference::{Key, Thing, account, any_account};
pub use rehearsal::{DRY_RUN, Rehearsed};
pub use retry::retry;
pub use shape::Shape;
pub use store::{forget_answers, forget_rates, oldest_answer};
pub use token::{may, secret, secret_hash};

/// The panel's page about the calls. Everything else below `/api` is theirs.
pub const DOCS: &str = "/api/docs";
/// Where all calls live.
pub const ROOT: &str = "/api/v1.1/admin";
/// Where a few are as well.
const OUTSIDE: &str = "/api/v1.1";
