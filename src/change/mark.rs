//! What on the record deserves a look, though whoever did it may have been right to.

use chrono::{DateTime, Duration, Utc};
use strum::IntoStaticStr;

use super::{Actor, store};
use crate::{
    db::{self, Tx},
    events::{Changed, Event},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Mark {
    /// Somebody is an owner from now on.
    Owner,
    /// A token of the API was used from a network that it was not used from before.
    Network,
    /// Somebody was refused again and again.
    Refusals,
    /// Somebody signs in without a second factor from now on.
    Factor,
}

/// So many refusals of one actor are marked, once in a while.
const MANY: i64 = 10;
const WITHIN: Duration = Duration::minutes(10);
const ONCE_IN: Duration = Duration::hours(1);

impl Mark {
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// That of a record by what it says. Whoever makes themselves is the first owner, and that is no news.
    pub fn of_record(by: &Actor, about: &store::About, action: &str, changes: &[Changed]) -> Option<Self> {
        let makes_themselves = action == "create" && (about.kind, about.id) == (by.kind, by.id);
        match action {
            "remove-second-factor" => Some(Self::Factor),
            "new-network" => Some(Self::Network),
            _ => Event::of_record(about.kind, action, changes)
                .filter(|event| *event == Event::OwnerAdded && !makes_themselves)
                .map(|_| Self::Owner),
        }
    }

    /// That of a refusal, which is not on the record yet, by how many there were.
    pub async fn of_refusal(tx: &mut Tx, by: &Actor, at: DateTime<Utc>) -> db::Result<Option<Self>> {
        let (lately, marked) = store::refusals(tx, &by.name, (at - WITHIN, MANY), at - ONCE_IN).await?;
        Ok((lately + 1 >= MANY && !marked).then_some(Self::Refusals))
    }
}
