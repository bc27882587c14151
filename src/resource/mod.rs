//! What small resources (tariffs, web-version policies, connectors, groups, roles) do alike, once.
//!
//! A resource says what is its own: [`Stored`] what the database keeps of it and which rules it has, [`Editor`] its form
//! and its two pages, [`Served`] what the API takes and answers. From that come the one path of every change ([`save`],
//! [`delete`]), the seven pages ([`routes`]) and the calls ([`calls`]). What needs more rules than there are hooks here
//! has a `service.rs` of its own.

pub mod calls;
mod editor;
mod lay_over;
mod pages;

pub use calls::Served;
pub(crate) use editor::drawn;
pub use editor::{Drawn, Editor, Form, Listed, Shown};
pub use lay_over::{filled, merged};
pub use pages::routes;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    api::Key,
    change::{Actor, Audited, Change, outcome},
    db::{self, Conn, Fetched, Select, Table, Written},
    error::{Error, Result},
    i18n::Message,
    state::State,
    web::Asked,
};

/// What the rows of a resource belong to: nothing, a class, an account.
pub trait Place: Copy + 'static {
    /// What its pages show of it.
    type Frame;

    /// Reads the path of a page and the ids in it: the place, and the id of the row.
    fn read(path: &str, ids: &[i64]) -> (Option<Self>, Option<i64>);

    async fn frame(self, conn: &mut Conn) -> Result<Self::Frame>;

    /// What the addresses of its pages begin with.
    fn base(self) -> String {
        String::new()
    }

    /// Where whoever does not want to delete one after all goes back to: its page.
    fn back(self, list: String, id: i64) -> String {
        format!("{list}/{id}")
    }

    /// Why nothing in it may be changed at present, if so.
    fn frozen(_: &Self::Frame) -> Option<Message> {
        None
    }

    /// A change of something in it.
    async fn begin(self, state: &State, by: Actor) -> Result<Change> {
        Change::begin(state, by).await
    }

    fn account(self) -> Option<i64> {
        None
    }
}

/// Those that belong to nothing.
impl Place for () {
    type Frame = ();

    fn read(_: &str, ids: &[i64]) -> (Option<Self>, Option<i64>) {
        (Some(()), ids.first().copied())
    }

    async fn frame(self, _: &mut Conn) -> Result<()> {
        Ok(())
    }
}

/// What the database keeps, and the rules that need the database.
pub trait Stored: Audited + Serialize + Fetched {
    type Of: Place;
    /// As it is to be, parsed.
    type New;
    const TABLE: Table;
    /// Its columns `id` and `name`, as [`Self::rows`] calls them.
    const ID: &'static str;
    const NAME: &'static str;
    /// What its texts begin with: `tariff` of `tariff-saved`, `tariff-delete`, `tariff-in-use`.
    const PREFIX: &'static str;

    /// The column that a search of the list looks through, as [`Self::listed`] calls it.
    const SEARCHED: &'static str;

    /// All of them; the text ends in a WHERE.
    fn rows(of: Self::Of) -> Select;

    /// All of them with what the list shows besides.
    fn listed(of: Self::Of) -> Select {
        Self::rows(of)
    }

    fn written(of: Self::Of, new: &Self::New) -> Written;
    fn version(&self) -> i64;
    /// Who changed it last, and when.
    fn changed(&self) -> (&str, DateTime<Utc>);

    /// Why it is neither changed nor deleted, if so.
    fn stays(&self) -> Option<Message> {
        None
    }

    /// Refuses what the form alone could not.
    async fn check(_change: &mut Change, _before: &Self, _new: &Self::New) -> Result<()> {
        Ok(())
    }

    /// Writes what needs the row's id; the answer is what the row has become.
    async fn finish(self, _state: &State, _change: &mut Change, _new: &Self::New) -> Result<Self> {
        Ok(self)
    }

    /// The names of what keeps it from being deleted: the first few.
    async fn used_by(_conn: &mut Conn, _id: i64) -> db::Result<Vec<String>> {
        Ok(Vec::new())
    }

    /// Deletes it, with what goes with it, and records that.
    async fn remove(&self, change: &mut Change) -> Result<()> {
        Self::TABLE.delete(&mut change.conn, self.id()).await.map_err(Error::in_use(in_use(self)))?;
        change.deleted(self).await
    }
}

pub async fn find<T: Stored>(conn: &mut Conn, of: T::Of, id: i64) -> db::Result<Option<T>> {
    Ok(T::rows(of).of_id(T::ID, id).fetch_all(conn).await?.pop())
}

/// By name before id.
pub async fn look_up<T: Stored>(conn: &mut Conn, of: T::Of, key: &Key) -> db::Result<Option<T>> {
    let found = T::rows(of).meant((T::NAME, key.name.as_deref()), (T::ID, key.id));
    Ok(found.fetch_all(conn).await?.pop())
}

/// Writes a new one in a change that is under way, as [`save`] does.
pub async fn insert<T: Stored>(change: &mut Change, of: T::Of, new: &T::New) -> Result<T> {
    let id = change.insert(&T::TABLE, T::written(of, new)).await.map_err(Error::taken("name"))?;
    let it = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
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
) -> Result<T> {
    let mut change = of.begin(state, by).await?;
    let before = match edited {
        Some(edited) => Some(editable::<T>(&mut change, of, edited, new).await?),
        None => None,
    };
    let row = T::written(of, new);
    let id = match edited {
        None => change.insert(&T::TABLE, row).await.map_err(Error::taken("name"))?,
        Some(edited) if change.update(&T::TABLE, edited, row).await.map_err(Error::taken("name"))? => edited.0,
        Some(_) => return Err(Error::Stale),
    };
    let after: T = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
    let after = after.finish(state, &mut change, new).await?;
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

/// That somebody else has saved comes before what the rules say, which would take their change for one of this edit.
async fn editable<T: Stored>(change: &mut Change, of: T::Of, (id, version): (i64, i64), new: &T::New) -> Result<T> {
    let before: T = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
    if let Some(reason) = before.stays() {
        return Err(Error::Conflict(reason));
    }
    if before.version() != version {
        return Err(Error::Stale);
    }
    T::check(change, &before, new).await?;
    Ok(before)
}

pub async fn delete<T: Stored>(state: &State, by: Actor, of: T::Of, id: i64, asked: &Asked) -> Result<T> {
    let mut change = of.begin(state, by).await?;
    let it: T = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
    if let Some(reason) = it.stays() {
        return Err(Error::Conflict(reason));
    }
    let used_by = T::used_by(&mut change.conn, id).await?;
    if !used_by.is_empty() {
        return Err(Error::InUse(in_use(&it), used_by));
    }
    asked.of(it.version())?;
    it.remove(&mut change).await?;
    change.commit().await?;
    Ok(it)
}

fn in_use<T: Stored>(it: &T) -> Message {
    Message::new(format!("{}-in-use", T::PREFIX)).with("name", it.label())
}
