//! What operators are told of a change: gathered while it is made, and handed to whoever tells them in its transaction.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use super::{Change, store::About};
use crate::{
    db::{self, Tx},
    error::Result,
    events::{Changed, Event, Happened, Wanted},
};

/// Writes down who is told of what. A feature does.
pub type Tells = for<'a> fn(&'a mut Tx, DateTime<Utc>, &'a [Happened]) -> BoxFuture<'a, db::Result<()>>;

/// Whom a change tells. `app` puts it together.
#[derive(Default)]
pub struct Teller {
    pub tells: Option<Tells>,
    pub wanted: Wanted,
}

/// What is to be told of a change.
#[derive(Default)]
pub(super) struct Told {
    pub teller: Arc<Teller>,
    pub gathered: Vec<Happened>,
}

impl Change {
    /// Has it told, in this transaction, to those who want to know.
    pub fn tell(&mut self, happened: Happened) {
        if self.told.teller.wanted.holds(happened.event) {
            self.told.gathered.push(happened);
        }
    }

    pub(super) fn tell_of_record(&mut self, action: &str, about: &About, changes: &[Changed]) {
        let Some(event) = Event::of_record(about.kind, action, changes) else { return };
        let said = changes.iter().filter(|(.., new)| !new.is_empty()).map(|(field, _, new)| (*field, new.clone()));
        self.tell(Happened {
            event,
            kind: about.kind,
            id: about.id,
            name: about.name.clone(),
            account_id: about.account_id,
            said: said.collect(),
        });
    }

    /// All that was gathered, for each that wants it, in a few statements however much it is.
    pub(super) async fn hand_over(&mut self) -> Result<()> {
        let gathered = std::mem::take(&mut self.told.gathered);
        match self.told.teller.tells {
            Some(tells) if !gathered.is_empty() => Ok(tells(&mut self.conn, self.at, &gathered).await?),
            _ => Ok(()),
        }
    }
}
