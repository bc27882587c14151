//! The one path of every change of a small resource.

use super::{Place, Stored, Versioned, find, store::used_by};
use crate::{
    change::{Actor, Audited, Change, outcome},
    db::{Written, written},
    error::{Error, Result},
    i18n::Message,
    state::State,
    web::Asked,
};

/// Writes a new one in a change that is under way, as [`save`] does.
pub async fn insert<T: Stored>(change: &mut Change, of: T::Of, new: &T::New) -> Result<Versioned<T>> {
    let it = write::<T>(change, of, None, T::written(new)).await?;
    change.created(&it).await?;
    Ok(it)
}

/// `edited` is the row and the version that the edit was made from; None makes a new one.
pub async fn save<T: Stored>(
    state: &State,
    by: Actor,
    of: T::Of,
    edited: Option<(i64, i64)>,
    new: &T::New,
) -> Result<Versioned<T>> {
    let is_rehearsal = by.watch.as_ref().is_some_and(|watch| watch.rehearses());
    let told = if is_rehearsal { Written::default() } else { T::told(state, of, new).await };
    let mut change = of.begin(state, by).await?;
    let before = match edited {
        Some(edited) => Some(editable::<T>(&mut change, of, edited, new).await?),
        None => None,
    };
    let after = write::<T>(&mut change, of, edited, T::written(new).and(told)).await?;
    let after = T::finish(after, state, &mut change, new).await?;
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

/// The row as it stands then.
async fn write<T: Stored>(
    change: &mut Change,
    of: T::Of,
    edited: Option<(i64, i64)>,
    row: Written,
) -> Result<Versioned<T>> {
    let written = match edited {
        None => change.insert(&T::TABLE, row.and(of.column())).await.map(Some),
        Some(edited) => change.update(&T::TABLE, edited, row).await.map(|is_current| is_current.then_some(edited.0)),
    };
    let id = written.map_err(Error::taken(T::NAMED))?.ok_or(Error::Stale)?;
    find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)
}

/// That somebody else has saved comes before what the rules say, which would take their change for one of this edit.
async fn editable<T: Stored>(
    change: &mut Change,
    of: T::Of,
    (id, version): (i64, i64),
    new: &T::New,
) -> Result<Versioned<T>> {
    let before: Versioned<T> = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
    if let Some(reason) = before.stays() {
        return Err(Error::Conflict(reason));
    }
    if before.version != version {
        return Err(Error::Stale);
    }
    T::check(change, &before, new).await?;
    Ok(before)
}

/// Deletes it, with what goes with it, and records that.
pub async fn delete<T: Stored>(state: &State, by: Actor, of: T::Of, id: i64, asked: &Asked) -> Result<Versioned<T>> {
    let mut change = of.begin(state, by).await?;
    let it: Versioned<T> = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
    if let Some(reason) = it.remains() {
        return Err(Error::Conflict(reason));
    }
    let used_by = used_by::<T>(&mut change.conn, id).await?;
    if !used_by.is_empty() {
        return Err(Error::InUse(in_use(&it), used_by));
    }
    asked.of(it.version)?;
    T::leave(&it, &mut change).await?;
    if T::RESTORABLE {
        let at = change.at;
        change.update_any(&T::TABLE, id, written![deleted_at: at]).await?;
    } else {
        T::TABLE.delete(&mut change.conn, id).await.map_err(Error::in_use(in_use(&it)))?;
    }
    match it.losing() {
        None => change.deleted(&it).await?,
        Some((field, count)) => {
            let lost = (field, String::new(), count.to_string());
            change.record("delete", &it, vec![("name", it.label(), String::new()), lost]).await?;
        }
    }
    change.commit().await?;
    Ok(it)
}

pub fn in_use<T: Stored>(it: &Versioned<T>) -> Message {
    Message::new(format!("{}-in-use", T::PREFIX)).with("name", it.label())
}
