//! The one path of every change to a tariff.

use super::{
    model::{NewTariff, Tariff},
    store,
};
use crate::{
    audit::{Actor, Change, outcome},
    error::{Error, Result},
    i18n::Message,
    state::State,
    web::Asked,
};

/// `edited` is the tariff and the version that the edit was made from; None makes a new one.
pub async fn save(state: &State, by: Actor, edited: Option<(i64, i64)>, new: &NewTariff) -> Result<Tariff> {
    let mut change = Change::begin(state, by).await?;
    let before = match edited {
        Some((id, _)) => Some(store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    let id = match edited {
        None => store::insert(&mut change, new).await.map_err(Error::taken("name"))?,
        Some((id, version)) => {
            if !store::update(&mut change, id, version, new).await.map_err(Error::taken("name"))? {
                return Err(Error::Stale);
            }
            id
        }
    };
    let after = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    match &before {
        None => change.created(&after).await?,
        Some(before) => change.updated("update", before, &after).await?,
    }
    change.commit().await?;
    Ok(match before {
        None => after,
        Some(before) => outcome(before, after),
    })
}

pub async fn delete(state: &State, by: Actor, id: i64, asked: &Asked) -> Result<Tariff> {
    let mut change = Change::begin(state, by).await?;
    let tariff = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    let used_by = store::used_by(&mut change.conn, id).await?;
    if !used_by.is_empty() {
        return Err(Error::InUse(in_use(&tariff), used_by));
    }
    asked.of(tariff.version)?;
    store::delete(&mut change, id).await.map_err(Error::in_use(in_use(&tariff)))?;
    change.deleted(&tariff).await?;
    change.commit().await?;
    Ok(tariff)
}

pub fn in_use(tariff: &Tariff) -> Message {
    Message::new("tariff-in-use").with("name", tariff.name.as_str())
}
