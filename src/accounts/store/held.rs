//! Accounts that a report is of, held until the end of the transaction that takes it.

use std::collections::{BTreeSet, HashMap};

use crate::{
    api::Key,
    db::{self, FromRow, Select, Tx, Value},
};

#[derive(Clone, FromRow)]
pub struct Held {
    pub id: i64,
    pub name: String,
    pub title: String,
    pub tz: String,
    pub deleted: bool,
}

/// Those that were found, by name and by id.
#[derive(Default)]
pub struct Found {
    by_name: HashMap<String, Held>,
    by_id: HashMap<i64, Held>,
}

impl Found {
    /// The name before the id.
    pub fn of(&self, key: &Key) -> Option<&Held> {
        let named = key.name.as_ref().and_then(|name| self.by_name.get(name));
        named.or_else(|| key.id.and_then(|id| self.by_id.get(&id)))
    }
}

/// Who writes to one of these accounts waits until this transaction is over. They are taken in the order of their ids.
pub async fn locked<'a>(tx: &mut Tx, keys: impl Iterator<Item = &'a Key> + Clone) -> db::Result<Found> {
    let names: BTreeSet<_> = keys.clone().filter_map(|key| key.name.as_deref()).collect();
    let ids: BTreeSet<_> = keys.filter_map(|key| key.id).collect();
    if names.is_empty() && ids.is_empty() {
        return Ok(Found::default());
    }
    let columns = "a.id, a.name, a.title, a.tz, a.deleted_at IS NOT NULL AS deleted";
    let select = Select::new(columns, " FROM accounts a WHERE a.id IN (");
    // One that none has, since a list may not be empty.
    let select = select.values(ids.into_iter().chain([0]).map(Value::from)).push(") OR a.name IN (");
    let select = select.values(names.into_iter().chain([""]).map(Value::from)).push(") ORDER BY a.id");
    let held = tx.held();
    let mut found = Found::default();
    for it in select.push(held).fetch_all::<Held>(tx).await? {
        found.by_name.insert(it.name.clone(), it.clone());
        found.by_id.insert(it.id, it);
    }
    Ok(found)
}

/// The same by their ids alone.
pub async fn lock(tx: &mut Tx, ids: &[i64]) -> db::Result<()> {
    let keys: Vec<Key> = ids.iter().map(|id| Key { name: None, id: Some(*id) }).collect();
    locked(tx, keys.iter()).await.map(drop)
}
