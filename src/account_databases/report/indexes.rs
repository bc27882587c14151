use chrono::{DateTime, Utc};

use super::{Fate, Outcome, Taken, begin};
use crate::{
    account_databases::{
        index::{Index, NewIndex},
        model::{AccountDatabase, IndexState, Lines},
        place::InDatabase,
        store,
    },
    change::{Actor, Change},
    db::{Written, written},
    error::{Error, Result},
    i18n::Message,
    resource::{Place, Stored, Versioned, all, find},
    state::State,
};

/// What is said of an index.
#[derive(Clone)]
pub struct Reported {
    pub which: Which,
    /// None is one that is gone.
    pub state: Option<IndexState>,
    pub percent: Option<i64>,
    pub reason: String,
    pub size: Option<i64>,
    /// None leaves them as they were.
    pub segments: Option<Lines>,
}

/// Which one is meant.
#[derive(Clone)]
pub enum Which {
    /// That was asked for here: by its id, and the version of what was asked for, if the platform has kept it.
    Ordered { id: i64, version: Option<i64> },
    /// That may not be known here yet; true is one of the system.
    Own(NewIndex, bool),
}

pub type Part = (String, Result<Reported, Message>);

/// What is known, while a report is taken.
struct Known {
    of: InDatabase,
    database: AccountDatabase,
    at: DateTime<Utc>,
    indexes: Vec<Versioned<Index>>,
}

pub async fn report(
    state: &State,
    by: Actor,
    of: InDatabase,
    (at, parts): (DateTime<Utc>, Vec<Part>),
) -> Result<Vec<Outcome>> {
    let mut change = begin(state, by, of.account_id).await?;
    let database = store::find(&mut change.conn, of.account_id, of.id).await?.ok_or(Error::NotFound)?;
    let indexes = all(&mut change.conn, of).await?;
    let mut known = Known { of, database, at, indexes };
    let mut outcomes = Vec::with_capacity(parts.len());
    for (name, part) in parts {
        let taken = match part {
            Ok(reported) => known.take(&mut change, reported).await?,
            Err(reason) => Err(reason),
        };
        outcomes.push(Outcome::of(name, taken));
    }
    // How far one is built is kept, and not recorded.
    change.keep();
    change.commit().await?;
    Ok(outcomes)
}

impl Known {
    async fn take(&mut self, change: &mut Change, reported: Reported) -> Result<Taken> {
        let place = match &reported.which {
            Which::Ordered { id, .. } => self.indexes.iter().position(|it| it.id == *id),
            Which::Own(it, _) => self.indexes.iter().position(|known| known.same() == it.same()),
        };
        match (place, &reported.which) {
            (Some(place), _) => self.follow(change, place, &reported).await,
            (None, Which::Ordered { .. }) => Ok(Err("refused-report-no-index".into())),
            (None, Which::Own(..)) if reported.state.is_none() => Ok(Ok(Fate::Stored)),
            // An index that has gone since does not come back by a report that is late.
            (None, Which::Own(..)) if self.database.indexes_gone_at.is_some_and(|gone| gone > self.at) => {
                Ok(Ok(Fate::Older))
            }
            (None, Which::Own(it, system)) => self.meet(change, (it, *system), &reported).await,
        }
    }

    /// One that was not known.
    async fn meet(
        &mut self,
        change: &mut Change,
        (it, system): (&NewIndex, bool),
        reported: &Reported,
    ) -> Result<Taken> {
        let made = written![same: it.same(), created_by: &change.by.name, is_system: system];
        let row = Index::written(it).with(made).with(self.said(reported, reported.state)).and(self.of.column());
        let id = change.insert(&Index::TABLE, row).await?;
        let made = find(&mut change.conn, self.of, id).await?.ok_or(Error::NotFound)?;
        change.created(&made).await?;
        self.indexes.push(made);
        Ok(Ok(Fate::Stored))
    }

    /// One that is known.
    async fn follow(&mut self, change: &mut Change, place: usize, reported: &Reported) -> Result<Taken> {
        let Some(before) = self.indexes.get(place).cloned() else { return Ok(Ok(Fate::Older)) };
        let of_another_order =
            matches!(reported.which, Which::Ordered { version: Some(version), .. } if version != before.version);
        if of_another_order || before.reported_at.is_some_and(|known| known > self.at) {
            return Ok(Ok(Fate::Older));
        }
        let state = match (before.state, reported.state) {
            // What is only asked for has not been there.
            (IndexState::Requested, None) => return Ok(Err("refused-report-requested".into())),
            (_, None) => return self.leave(change, place, &before).await,
            // Until it is gone it is to be deleted, whatever becomes of it meanwhile.
            (IndexState::Deleting, Some(_)) => None,
            (_, state) => state,
        };
        let row = self.said(reported, state);
        Index::TABLE.set(&mut change.conn, before.id, row).await?;
        let after: Versioned<Index> = find(&mut change.conn, self.of, before.id).await?.ok_or(Error::NotFound)?;
        change.updated("update", &before, &after).await?;
        if let Some(known) = self.indexes.get_mut(place) {
            *known = after;
        }
        Ok(Ok(Fate::Stored))
    }

    async fn leave(&mut self, change: &mut Change, place: usize, it: &Versioned<Index>) -> Result<Taken> {
        Index::TABLE.delete(&mut change.conn, it.id).await?;
        store::an_index_has_gone(&mut change.conn, &self.database, self.at).await?;
        self.database.indexes_gone_at = self.database.indexes_gone_at.max(Some(self.at));
        change.deleted(it).await?;
        self.indexes.remove(place);
        Ok(Ok(Fate::Stored))
    }

    fn said(&self, reported: &Reported, state: Option<IndexState>) -> Written {
        let row = written![percent: reported.percent, reason: &reported.reason, reported_at: self.at];
        let row = state.iter().fold(row, |row, state| row.and(written![state: state.as_str()]));
        let row = reported.size.iter().fold(row, |row, size| row.and(written![size: *size]));
        reported.segments.iter().fold(row, |row, segments| row.and(written![segments: segments.kept()]))
    }
}
