//! An edit of a user that is made without a form, and taking back what a record says of one.

use super::{
    extras::Extras,
    model::{AccountUser, Described, NewUser, Offered, Whole},
    service, store,
};
use crate::{
    change::{
        Audited, Change,
        work::{Did, Recorded, Within, reversed},
    },
    error::{Error, Result},
    state::State,
};

/// Gives the fields their old values, where they still have the new ones; any other is a conflict.
pub async fn undo(Within { state, change }: Within<'_>, place: (i64, i64), fields: &[Recorded]) -> Result<Did> {
    let (whole, offered) = whole(change, place).await?;
    let back = reversed(&Described::new(&whole, &offered).fields(), fields)?;
    let mut new = as_it_is(&whole.user, &offered);
    for (field, old) in back {
        give(&mut new, &offered, (field, old))?;
    }
    edit(state, change, place, whole.user.version, |it| *it = new).await
}

/// An edit of a user from that version, by the service that the form takes.
pub async fn edit(
    state: &State,
    change: &mut Change,
    place: (i64, i64),
    version: i64,
    wanted: impl FnOnce(&mut NewUser),
) -> Result<Did> {
    let (whole, offered) = whole(change, place).await?;
    let before = as_it_is(&whole.user, &offered);
    let mut new = before.clone();
    wanted(&mut new);
    if new == before {
        return Ok(Did::Already);
    }
    if new.groups.is_empty() {
        return Err(Error::Conflict("job-user-without-group".into()));
    }
    service::update_in(state, change, place, version, (new, Extras::none())).await?;
    Ok(Did::Changed(0))
}

pub fn as_it_is(user: &AccountUser, offered: &[Offered]) -> NewUser {
    let ids = |kind: &str| offered.iter().filter(|it| it.chosen && it.kind == kind).map(|it| it.id).collect();
    NewUser { settings: user.settings.clone(), groups: ids("group"), roles: ids("role") }
}

async fn whole(change: &mut Change, (account_id, id): (i64, i64)) -> Result<(Whole, Vec<Offered>)> {
    let whole = store::find(&mut change.conn, account_id, id).await?.ok_or(Error::NotFound)?;
    let offered = store::offered(&mut change.conn, account_id, id).await?;
    Ok((whole, offered))
}

/// What is taken back: addresses, names and what somebody typed of themselves are not.
pub const FIELDS: [&str; 5] = ["active", "must_change_password", "master", "roles", "groups"];

/// Gives a field its old value.
fn give(new: &mut NewUser, offered: &[Offered], (field, old): (&str, &str)) -> Result<()> {
    let ids = |kind: &str| -> Result<Vec<i64>> {
        let id = |name: &str| offered.iter().find(|it| it.kind == kind && it.name == name).map(|it| it.id);
        let names = old.split(", ").filter(|name| !name.is_empty());
        names.map(|name| id(name).ok_or_else(|| Error::Conflict("undo-reference-gone".into()))).collect()
    };
    match field {
        "active" => new.settings.active = old == "yes",
        "must_change_password" => new.settings.must_change_password = old == "yes",
        "master" => new.settings.master = old == "yes",
        "roles" => new.roles = ids("role")?,
        "groups" => new.groups = ids("group")?,
        _ => return Err(Error::Conflict("undo-unknown-field".into())),
    }
    new.roles.sort_unstable();
    new.groups.sort_unstable();
    Ok(())
}
