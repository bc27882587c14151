//! The one path of every change to a group.

use super::{model::Group, store};
use crate::{
    account_users,
    accounts::model::Act,
    audit::{Actor, Change, outcome},
    error::{Error, Result},
    state::State,
    web::Asked,
};

/// `edited` is the group and the version that the edit was made from; None makes a new one.
pub async fn save(state: &State, by: Actor, account_id: i64, edited: Option<(i64, i64)>, name: &str) -> Result<Group> {
    let mut change = begin(state, by, account_id).await?;
    let before = match edited {
        Some((id, _)) => Some(changeable(&mut change, account_id, id).await?),
        None => None,
    };
    let id = match edited {
        None => store::insert(&mut change, account_id, name).await.map_err(Error::taken("name"))?,
        Some((id, version)) => {
            if !store::update(&mut change, id, version, name).await.map_err(Error::taken("name"))? {
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

/// Its members are in the Main group from then on; their number is in what is returned, and in the record.
pub async fn delete(state: &State, by: Actor, (account_id, id): (i64, i64), asked: &Asked) -> Result<Group> {
    let mut change = begin(state, by, account_id).await?;
    let group = changeable(&mut change, account_id, id).await?;
    asked.of(group.version)?;
    store::join_main(&mut change, &group).await?;
    store::delete(&mut change, id).await?;
    let moved = ("members_moved", String::new(), group.members.to_string());
    change.record("delete", &group, vec![("name", group.name.clone(), String::new()), moved]).await?;
    change.commit().await?;
    Ok(group)
}

async fn begin(state: &State, by: Actor, account_id: i64) -> Result<Change> {
    let mut change = Change::begin(state, by).await?;
    account_users::store::lock_account(&mut change, account_id).await?;
    let account = account_users::store::head(&mut change.conn, account_id).await?.ok_or(Error::NotFound)?;
    account.state.allows(Act::EditObjects).map_err(Error::Conflict)?;
    Ok(change)
}

async fn changeable(change: &mut Change, account_id: i64, id: i64) -> Result<Group> {
    let group = store::find(&mut change.conn, account_id, id).await?.ok_or(Error::NotFound)?;
    if group.is_main { Err(Error::Conflict("group-main-stays".into())) } else { Ok(group) }
}
