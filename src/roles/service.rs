//! The one path of every change to a role.

use super::{
    model::{NewRole, Role},
    store,
};
use crate::{
    account_users,
    accounts::model::Act,
    audit::{Actor, Change, outcome},
    error::{Error, Result},
    state::State,
    web::Asked,
};

/// `edited` is the role and the version that the edit was made from; None makes a new one.
pub async fn save(
    state: &State,
    by: Actor,
    account_id: i64,
    edited: Option<(i64, i64)>,
    new: &NewRole,
) -> Result<Role> {
    let mut change = begin(state, by, account_id).await?;
    let before = match edited {
        Some((id, _)) => Some(store::find(&mut change.conn, account_id, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    let id = match edited {
        None => store::insert(&mut change, account_id, new).await.map_err(Error::taken("name"))?,
        Some((id, version)) => {
            if !store::update(&mut change, id, version, new).await.map_err(Error::taken("name"))? {
                return Err(Error::Stale);
            }
            id
        }
    };
    let after = store::find(&mut change.conn, account_id, id).await?.ok_or(Error::NotFound)?;
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

/// The users who had it lose it; their number is in what is returned, and in the record.
pub async fn delete(state: &State, by: Actor, (account_id, id): (i64, i64), asked: &Asked) -> Result<Role> {
    let mut change = begin(state, by, account_id).await?;
    let role = store::find(&mut change.conn, account_id, id).await?.ok_or(Error::NotFound)?;
    asked.of(role.version)?;
    store::delete(&mut change, id).await?;
    let lost = ("users_lost", String::new(), role.users.to_string());
    change.record("delete", &role, vec![("name", role.name.clone(), String::new()), lost]).await?;
    change.commit().await?;
    Ok(role)
}

async fn begin(state: &State, by: Actor, account_id: i64) -> Result<Change> {
    let mut change = Change::begin(state, by).await?;
    account_users::store::lock_account(&mut change, account_id).await?;
    let account = account_users::store::head(&mut change.conn, account_id).await?.ok_or(Error::NotFound)?;
    account.state.allows(Act::EditObjects).map_err(Error::Conflict)?;
    Ok(change)
}
