//! What the platform reports: what there is, and what has become of what it was asked for.
//!
//! A report says as of when it is. Of one thing an older one is passed over, whenever it arrives; the same once more
//! changes nothing. One that is wrong in some of its parts is taken in the others.

pub mod databases;
pub mod indexes;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    account_users::{self, InAccount},
    change::{Actor, Change},
    error::{Error, Result},
    i18n::{Lang, Message},
    resource::Place,
    state::State,
};

/// What became of a part of a report.
#[derive(Serialize, ToSchema)]
pub struct Outcome {
    /// What it was about: a database by its name, an index by its fields.
    pub name: String,
    /// `stored`; `older` than what is known, and passed over; or `refused`.
    pub outcome: &'static str,
    /// Why it was refused.
    pub reason: String,
}

/// What a part of a report comes to, or why it is refused.
pub type Taken = Result<Fate, Message>;

#[derive(Clone, Copy, PartialEq)]
pub enum Fate {
    Stored,
    Older,
}

impl Outcome {
    fn of(name: String, taken: Taken) -> Self {
        let (outcome, reason) = match taken {
            Ok(Fate::Stored) => ("stored", String::new()),
            Ok(Fate::Older) => ("older", String::new()),
            Err(reason) => ("refused", Lang::En.say(&reason)),
        };
        Self { name, outcome, reason }
    }
}

/// A change of what is known of an account. Reports are taken of one that is frozen or inactive, too: they say what is.
async fn begin(state: &State, by: Actor, account_id: i64) -> Result<Change> {
    let mut change = Change::begin(state, by).await?;
    account_users::store::lock_account(&mut change, account_id).await?;
    let account = InAccount(account_id).frame(&mut change.conn).await?;
    match account.state.deleted_at {
        Some(_) => Err(Error::Conflict("account-is-deleted".into())),
        None => Ok(change),
    }
}
