//! The key file and the database belong together: a constant, sealed when the database is first used, tells at every
//! start whether they do.

use chrono::{DateTime, Utc};

use super::{Conn, FromRow, One, Result, Seal, Sealed, Tx, Unsealable, sql};

/// What a database keeps of its key.
#[derive(FromRow)]
pub struct Constant {
    sealed: Vec<u8>,
    pub fingerprint: String,
}

/// A secret as it lies in its row.
#[derive(FromRow)]
pub struct Secret {
    pub id: i64,
    sealed: Vec<u8>,
}

const PLACE: &str = "secret_key.sealed:1";
const TEXT: &str = "steward";
/// As many secrets are looked at in one go.
const AT_ONCE: i64 = 1000;

impl Constant {
    pub fn is_of(&self, seal: &Seal) -> bool {
        seal.open(PLACE, &self.sealed).is_ok_and(|text| text == TEXT)
    }
}

impl Secret {
    pub fn opens(&self, seal: &Seal, what: Sealed) -> bool {
        seal.open(&what.place(self.id), &self.sealed).is_ok()
    }
}

/// None in a database that was never opened by a program that keeps one.
pub async fn constant(conn: &mut Conn) -> Result<Option<Constant>> {
    sql!(fetch_optional Constant, conn, "SELECT sealed, fingerprint FROM secret_key WHERE id = 1")
}

/// Whether the key is the one of this database; an error when the database does not answer.
pub async fn is_of(conn: &mut Conn, seal: &Seal) -> Result<bool> {
    Ok(constant(conn).await?.is_some_and(|constant| constant.is_of(seal)))
}

/// Keeps a constant where there is none; of two at the same time the first one's stays.
pub async fn keep(tx: &mut Tx, seal: &Seal, now: DateTime<Utc>) -> Result<()> {
    let sealed = seal.seal(PLACE, TEXT).map_err(unsealed)?;
    sql!(execute tx,
        "INSERT INTO secret_key (id, sealed, fingerprint, created_at) VALUES (1, $1, $2, $3) ON CONFLICT DO NOTHING",
        &*sealed, seal.fingerprint(), now)?;
    Ok(())
}

/// From now on the database belongs to this key.
pub async fn replace(tx: &mut Tx, seal: &Seal, now: DateTime<Utc>) -> Result<()> {
    sql!(execute tx, "DELETE FROM secret_key")?;
    keep(tx, seal, now).await
}

/// Whether a secret opens, whichever is tried; None where nothing is sealed.
pub async fn opens_any(conn: &mut Conn, seal: &Seal) -> Result<Option<bool>> {
    let mut found = None;
    for what in Sealed::ALL {
        let mut below = i64::MAX;
        loop {
            let page = secrets(conn, what, below).await?;
            let Some(last) = page.last() else { break };
            if page.iter().any(|secret| secret.opens(seal, what)) {
                return Ok(Some(true));
            }
            (below, found) = (last.id, Some(false));
        }
    }
    Ok(found)
}

/// A page of what is sealed, newest first; the next one begins below its last id.
pub async fn secrets(conn: &mut Conn, what: Sealed, below: i64) -> Result<Vec<Secret>> {
    let (table, column) = what.column();
    let text = format!(
        "SELECT id, {column} AS sealed FROM {table} WHERE {column} IS NOT NULL AND id < $1 ORDER BY id DESC LIMIT $2"
    );
    sql!(fetch_all Secret, conn, sqlx::AssertSqlSafe(text.as_str()), below, AT_ONCE)
}

/// Whether anything at all is sealed.
pub async fn holds_any(conn: &mut Conn) -> Result<bool> {
    for what in Sealed::ALL {
        let (table, column) = what.column();
        let text = format!("SELECT id FROM {table} WHERE {column} IS NOT NULL LIMIT 1");
        if sql!(fetch_optional One<i64>, conn, sqlx::AssertSqlSafe(text.as_str()))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn unsealed(error: Unsealable) -> super::Error {
    super::Error::Encode(error.into())
}
