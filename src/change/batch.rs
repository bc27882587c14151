//! What the changes of a job have in common: it makes many in one transaction, so what each of them would write or ask
//! for itself is written and asked once for all.

use super::{Cascade, Change, store};
use crate::{
    db::{self, Written},
    error::Result,
    state::State,
};

/// What waits for the end of the transaction.
#[derive(Default)]
pub(super) struct Gathered {
    records: Vec<Written>,
    /// Whether somebody, or an account, may do less now.
    cascades: bool,
    /// How it was when each part of the transaction was begun.
    parts: Vec<(usize, bool, usize)>,
}

impl Change {
    /// Somebody, or an account, may do less now: what that was needed for ends with it.
    pub async fn cascade(&mut self, state: &State) -> Result<()> {
        if self.by.job.is_some() {
            self.gathered.cascades = true;
            return Ok(());
        }
        self.end_all(state).await
    }

    /// Writes and ends what has waited. A job does, before it commits.
    pub async fn settle(&mut self, state: &State) -> Result<()> {
        if std::mem::take(&mut self.gathered.cascades) {
            self.end_all(state).await?;
        }
        let records = std::mem::take(&mut self.gathered.records);
        Ok(store::insert_all(&mut self.conn, records).await?)
    }

    /// Grows by whatever is written.
    pub fn written(&self) -> (u64, usize) {
        (self.conn.writes(), self.gathered.records.len())
    }

    /// Begins what can be taken back by itself.
    pub async fn begin_part(&mut self) -> db::Result<()> {
        let told = self.told.gathered.len();
        self.gathered.parts.push((self.gathered.records.len(), self.gathered.cascades, told));
        self.conn.begin_part().await
    }

    pub async fn keep_part(&mut self) -> db::Result<()> {
        self.gathered.parts.pop();
        self.conn.keep_part().await
    }

    pub async fn drop_part(&mut self) -> db::Result<()> {
        if let Some((records, cascades, told)) = self.gathered.parts.pop() {
            self.told.gathered.truncate(told);
            self.gathered.records.truncate(records);
            self.gathered.cascades = cascades;
        }
        self.conn.drop_part().await
    }

    /// Writes a record, or keeps it for the end: its id, where it has one by now.
    pub(super) async fn write_record(&mut self, record: Written) -> db::Result<Option<i64>> {
        if self.by.job.is_some() {
            self.gathered.records.push(record);
            return Ok(None);
        }
        store::insert(&mut self.conn, record).await.map(Some)
    }

    async fn end_all(&mut self, state: &State) -> Result<()> {
        for goes in &state.part::<Cascade>().0 {
            goes(state, self).await?;
        }
        Ok(())
    }
}
