use chrono::{DateTime, Utc};

use super::{Fate, Outcome, begin};
use crate::{
    account_databases::{
        model::{AccountDatabase, Fields},
        store,
    },
    change::{Actor, Change},
    error::{Error, Result},
    i18n::Message,
    state::State,
    usage,
};

/// What is said of a database. What is left out stays as it was.
#[derive(Clone)]
pub struct Reported {
    pub profiles: i64,
    pub fields: Option<Fields>,
    pub created_at: Option<DateTime<Utc>>,
    pub changed_at: Option<DateTime<Utc>>,
}

/// By name; None is one that is gone.
pub type Part = (String, Result<Option<Reported>, Message>);

pub async fn report(
    state: &State,
    by: Actor,
    account_id: i64,
    (at, parts): (DateTime<Utc>, Vec<Part>),
) -> Result<Vec<Outcome>> {
    let mut change = begin(state, by, account_id).await?;
    let mut outcomes = Vec::with_capacity(parts.len());
    for (name, part) in parts {
        let taken = match part {
            Ok(reported) => Ok(take(&mut change, (account_id, &name), at, reported).await?),
            Err(reason) => Err(reason),
        };
        outcomes.push(Outcome::of(name, taken));
    }
    let count = store::count(&mut change.conn, account_id).await?;
    // What there is now, whenever the parts of it were reported.
    let now = change.at;
    usage::service::databases(state, &mut change, account_id, (count, now)).await?;
    // That the number of profiles is another is kept, and not recorded.
    change.keep();
    change.commit().await?;
    Ok(outcomes)
}

async fn take(
    change: &mut Change,
    (account_id, name): (i64, &str),
    at: DateTime<Utc>,
    reported: Option<Reported>,
) -> Result<Fate> {
    let before = store::named(&mut change.conn, account_id, name).await?;
    match (before, reported) {
        (Some(before), _) if before.reported_at > at => return Ok(Fate::Older),
        (None, None) => {}
        (None, Some(reported)) => {
            let id = store::insert(&mut change.conn, account_id, name, &reported, at).await?;
            let made = store::find(&mut change.conn, account_id, id).await?.ok_or(Error::NotFound)?;
            change.created(&made).await?;
        }
        (Some(before), None) => leave(change, &before, at).await?,
        (Some(before), Some(reported)) => {
            store::update(&mut change.conn, before.id, &reported, at).await?;
            let after = store::find(&mut change.conn, account_id, before.id).await?.ok_or(Error::NotFound)?;
            if before.gone { change.created(&after).await? } else { change.updated("update", &before, &after).await? }
        }
    }
    Ok(Fate::Stored)
}

/// With all its indexes, those that are asked for too.
async fn leave(change: &mut Change, it: &AccountDatabase, at: DateTime<Utc>) -> Result<()> {
    store::leave(&mut change.conn, it, at).await?;
    if !it.gone {
        let lost = ("indexes_lost", String::new(), it.indexes.to_string());
        change.record("delete", it, vec![("name", it.name.clone(), String::new()), lost]).await?;
    }
    Ok(())
}
