//! Where checkpoints are kept outside of the database, so that whoever rewrites it is found.

use std::{
    fs,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::store::{self, Signed, anchors as kept};
use crate::{
    change::{Actor, Audited, Change},
    db::{FromRow, Serial},
    error::{FieldErrors, Result},
    forms::fields::emails,
    mail::{letters, outbox},
    state::State,
};

/// As they are stored, with what went there last.
#[derive(Clone, Debug, FromRow)]
pub struct Anchors {
    /// One a line.
    pub addresses: String,
    pub mailed_at: Option<DateTime<Utc>>,
    pub mailed_size: i64,
    pub filed_at: Option<DateTime<Utc>>,
    pub filed_size: i64,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub updated_by: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AnchorsForm {
    pub addresses: String,
}

const MOST: usize = 10;
const DAILY: TimeDelta = TimeDelta::days(1);

impl AnchorsForm {
    /// # Errors
    /// What is no address, or too many. None at all are fine.
    pub fn parse(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::default();
        let none = self.addresses.trim().is_empty();
        let found = if none { Ok(Vec::new()) } else { emails(&self.addresses, MOST) };
        let addresses = errors.keep("addresses", found).unwrap_or_default();
        errors.or(addresses.join("\n"))
    }
}

impl Audited for Anchors {
    const KIND: &'static str = "anchors";

    fn id(&self) -> i64 {
        kept::ID
    }

    fn label(&self) -> String {
        String::new()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("addresses", self.addresses.lines().collect::<Vec<_>>().join(", "))]
    }

    fn addresses(&self) -> Vec<&str> {
        self.addresses.lines().collect()
    }
}

/// The newest checkpoint, daily to the addresses, and at each round into the file.
pub fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut conn = state.db.conn().await?;
        let (anchors, signed) = (kept::find(&mut conn).await?, store::last_signed(&mut conn).await?);
        drop(conn);
        let Some(signed) = signed else { return Ok(()) };
        let is_due = anchors.mailed_at.is_none_or(|at| !(at..at + DAILY).contains(&state.clock.now()));
        if is_due && !anchors.addresses.is_empty() {
            mail(state, &signed).await?;
        }
        if let Some(file) = state.config.audit_file.clone().filter(|_| signed.size > anchors.filed_size) {
            append(file, signed.note.clone()).await?;
            let mut tx = state.db.begin().await?;
            kept::filed(&mut tx, state.clock.now(), signed.size).await?;
            tx.commit().await?;
        }
        Ok(())
    })
}

async fn mail(state: &State, signed: &Signed) -> Result<()> {
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    if !change.conn.alone(Serial::Sealing).await? {
        return Ok(());
    }
    let anchors = kept::find(&mut change.conn).await?;
    // Another node may have done it.
    if anchors.mailed_at.is_some_and(|at| (at..at + DAILY).contains(&change.at)) {
        return Ok(());
    }
    for to in anchors.addresses.lines() {
        let letter = letters::checkpoint::checkpoint(state, to, (signed.size, &signed.note));
        outbox::queue(&mut change, &state.seal, letter).await?;
    }
    let at = change.at;
    kept::mailed(&mut change.conn, at, signed.size).await?;
    change.keep();
    change.commit().await
}

async fn append(file: PathBuf, note: String) -> Result<()> {
    let written = tokio::task::spawn_blocking(move || write(&file, &note)).await.map_err(anyhow::Error::from)?;
    Ok(written?)
}

fn write(file: &Path, note: &str) -> anyhow::Result<()> {
    let named = || format!("STEWARD_AUDIT_FILE: {} cannot be written", file.display());
    let mut out = fs::OpenOptions::new().append(true).create(true).mode(0o600).open(file).with_context(named)?;
    out.write_all(format!("{note}\n").as_bytes()).with_context(named)?;
    out.sync_all().with_context(named)
}
