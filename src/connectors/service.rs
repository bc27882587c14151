//! The one way a connector is written: what its stored password is kept for, and what accounts rely on, is decided
//! here.

use super::{
    model::{Class, Connector, NewConnector, NewPassword},
    store,
};
use crate::{
    audit::{Actor, Change, outcome},
    db::Sealed,
    error::{Error, FieldErrors, Result},
    i18n::Message,
    state::State,
    web::Asked,
};

pub async fn create(state: &State, by: Actor, new: &NewConnector) -> Result<Connector> {
    let mut change = Change::begin(state, by).await?;
    let id = store::insert(&mut change, new).await.map_err(Error::taken("name"))?;
    let after = finish(state, &mut change, id, new).await?;
    change.created(&after).await?;
    change.commit().await?;
    Ok(after)
}

/// Of an existing connector; `version` is the one the form was made from.
pub async fn update(state: &State, by: Actor, (id, version): (i64, i64), new: &NewConnector) -> Result<Connector> {
    let mut change = Change::begin(state, by).await?;
    let before = store::find(&mut change.conn, new.class, id).await?.ok_or(Error::NotFound)?;
    // First, so that somebody else's change of the host is shown as such and not taken for one of this form.
    if before.version != version {
        return Err(Error::Stale);
    }
    check(&mut change, &before, new).await?;
    if !store::update(&mut change, id, version, new).await.map_err(Error::taken("name"))? {
        return Err(Error::Stale);
    }
    let after = finish(state, &mut change, id, new).await?;
    change.updated("update", &before, &after).await?;
    change.commit().await?;
    Ok(outcome(before, after))
}

/// Of one class, by its id.
pub async fn delete(state: &State, by: Actor, (class, id): (Class, i64), asked: &Asked) -> Result<Connector> {
    let mut change = Change::begin(state, by).await?;
    let connector = store::find(&mut change.conn, class, id).await?.ok_or(Error::NotFound)?;
    let used_by = store::used_by(&mut change.conn, id).await?;
    if !used_by.is_empty() {
        return Err(Error::InUse(in_use(&connector), used_by));
    }
    asked.of(connector.version)?;
    store::delete(&mut change, id).await.map_err(Error::in_use(in_use(&connector)))?;
    change.deleted(&connector).await?;
    change.commit().await?;
    Ok(connector)
}

pub fn in_use(connector: &Connector) -> Message {
    Message::new("connector-in-use").with("name", connector.name.as_str())
}

async fn check(change: &mut Change, before: &Connector, new: &NewConnector) -> Result<()> {
    let mut errors = FieldErrors::default();
    // An account's two databases are chosen by kind.
    let fixed = before.class == Class::Database
        && before.kind != new.kind
        && !store::used_by(&mut change.conn, before.id).await?.is_empty();
    if fixed {
        errors.add("kind", "refused-kind-in-use");
    }
    if before.has_password && new.password == NewPassword::Keep && new.leads_elsewhere(before) {
        errors.add("password", "refused-password-anew");
    }
    Ok(errors.or(())?)
}

/// Seals the password, which needs the id, and reads back what was written.
async fn finish(state: &State, change: &mut Change, id: i64, new: &NewConnector) -> Result<Connector> {
    match &new.password {
        NewPassword::Keep => {}
        NewPassword::Remove => store::set_password(change, id, None).await?,
        NewPassword::Set(password) => {
            let sealed = state.seal.seal(&Sealed::ConnectorPassword.place(id), password)?;
            store::set_password(change, id, Some(sealed)).await?;
        }
    }
    let after = store::find(&mut change.conn, new.class, id).await?.ok_or(Error::NotFound)?;
    Ok(Connector { password_changed: matches!(new.password, NewPassword::Set(_)), ..after })
}
