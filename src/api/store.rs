use chrono::{DateTime, Utc};

use super::{Key, envelope::Envelope, idempotency::KEPT};
use crate::{
    change::{Actor, Change},
    db::{self, Condition, Conn, FromRow, One, Table, Tx, sql, written},
    error::Result,
    events::{Event, Happened},
    people::Role,
    state::State,
};

#[derive(FromRow)]
pub struct TokenRow {
    pub id: i64,
    pub name: String,
    pub scopes: String,
    /// The role that whoever made it has now.
    #[sqlx(try_from = "String")]
    pub role: Role,
    pub last_used_at: Option<DateTime<Utc>>,
    /// Those that it was used from, with blanks between.
    pub networks: String,
}

/// A token that is good now, by its secret or by the one before it while that is still good.
pub async fn find(conn: &mut Conn, secret_hash: &str, now: DateTime<Utc>) -> db::Result<Option<TokenRow>> {
    sql!(fetch_optional TokenRow, conn,
        "SELECT t.id, t.name, t.scopes, a.role, t.last_used_at, t.networks FROM api_tokens t JOIN admins a ON a.id = t.admin_id
         WHERE (t.secret_hash = $1 OR (t.previous_hash = $1 AND t.previous_until > $2)) AND t.active AND t.expires_at > $2 AND a.active",
        secret_hash, now)
}

/// A token that is good now.
pub async fn by_id(conn: &mut Conn, id: i64, now: DateTime<Utc>) -> db::Result<Option<TokenRow>> {
    sql!(fetch_optional TokenRow, conn,
        "SELECT t.id, t.name, t.scopes, a.role, t.last_used_at, t.networks FROM api_tokens t JOIN admins a ON a.id = t.admin_id
         WHERE t.id = $1 AND t.active AND t.expires_at > $2 AND a.active",
        id, now)
}

pub async fn touch(state: &State, id: i64, now: DateTime<Utc>) -> db::Result<()> {
    let mut conn = state.db.begin().await?;
    TOKENS.set(&mut conn, id, written![last_used_at: now]).await?;
    conn.commit().await
}

/// Adds a network to those that a token was used from; false where somebody else has added one.
pub async fn add_network(tx: &mut Tx, row: &TokenRow, networks: &str, now: DateTime<Utc>) -> db::Result<bool> {
    let same = Condition::new("id = ? AND networks = ?").bind(row.id).bind(&row.networks);
    Ok(TOKENS.update_where(tx, written![last_used_at: now, networks: networks], same).await? == 1)
}

/// Whether it is the secret of a token of which nobody knows yet that it has leaked.
pub async fn is_unmarked(conn: &mut Conn, secret_hash: &str) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT id FROM api_tokens WHERE (secret_hash = $1 OR previous_hash = $1) AND leaked_at IS NULL",
        secret_hash)?;
    Ok(found.is_some())
}

/// Its secret stood in an address, where logs and proxies keep it.
pub async fn mark_leaked(state: &State, secret_hash: &str) -> Result<()> {
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    let marked = sql!(writing fetch_optional(i64, String), change.conn,
        "UPDATE api_tokens SET leaked_at = $1 WHERE (secret_hash = $2 OR previous_hash = $2) AND leaked_at IS NULL RETURNING id, name",
        change.at, secret_hash)?;
    if let Some((id, name)) = marked {
        change.tell(Happened {
            event: Event::TokenLeaked,
            kind: "token",
            id: Some(id),
            name,
            account_id: None,
            said: vec![],
        });
    }
    change.keep();
    change.commit().await
}

/// How many of this minute are used up, with these.
pub async fn reserve(state: &State, subject: &str, minute: i64, count: i64) -> db::Result<i64> {
    let mut conn = state.db.begin().await?;
    let (used,) = sql!(writing fetch_one One<i64>, conn,
        "INSERT INTO api_rates (subject, minute, used) VALUES ($1, $2, $3)
         ON CONFLICT (subject, minute) DO UPDATE SET used = api_rates.used + $3 RETURNING used",
        subject, minute, count)?;
    conn.commit().await?;
    Ok(used)
}

/// The id of an account, by name before id.
pub async fn account(conn: &mut Conn, key: &Key) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT id FROM accounts WHERE name = $1 OR id = $2 ORDER BY CASE WHEN name = $1 THEN 0 ELSE 1 END LIMIT 1",
        &key.name, key.id)?;
    Ok(found.map(|(id,)| id))
}

/// What is kept under an idempotency key; no status while it is being done.
#[derive(FromRow)]
pub struct KeptAnswer {
    pub fingerprint: String,
    pub status: Option<i64>,
    pub body: String,
}

/// Beside what administrators change of them.
const TOKENS: Table = Table::plain("api_tokens");
const ANSWERS: Table = Table::plain("api_answers");

/// None when the key was free and is claimed now.
pub async fn claim(state: &State, token_id: i64, key: &str, fingerprint: &str) -> db::Result<Option<KeptAnswer>> {
    let now = state.clock.now();
    let mut conn = state.db.begin().await?;
    sql!(execute conn, "DELETE FROM api_answers WHERE token_id = $1 AND idempotency_key = $2 AND created_at <= $3", token_id, key, now - KEPT)?;
    let row = written![
        token_id: token_id,
        idempotency_key: key,
        fingerprint: fingerprint,
        status: None::<i64>,
        body: "",
        created_at: now,
    ];
    let kept = match ANSWERS.put_new(&mut conn, row).await? {
        true => None,
        false => sql!(fetch_optional KeptAnswer, conn,
            "SELECT fingerprint, status, body FROM api_answers WHERE token_id = $1 AND idempotency_key = $2",
            token_id, key)?,
    };
    conn.commit().await?;
    Ok(kept)
}

pub async fn settle(state: &State, token_id: i64, key: &str, answer: &Envelope) -> db::Result<()> {
    let mut conn = state.db.begin().await?;
    let row = written![status: i64::from(answer.status), body: &answer.body];
    let claimed = Condition::new("token_id = ? AND idempotency_key = ?").bind(token_id).bind(key);
    ANSWERS.update_where(&mut conn, row, claimed).await?;
    conn.commit().await
}

pub async fn release(state: &State, token_id: i64, key: &str) -> db::Result<()> {
    let mut conn = state.db.begin().await?;
    sql!(execute conn, "DELETE FROM api_answers WHERE token_id = $1 AND idempotency_key = $2", token_id, key)?;
    conn.commit().await
}

/// Forgets the counts of past minutes.
pub async fn forget_rates(tx: &mut Tx, now: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM api_rates WHERE minute < $1", now.timestamp() / 60)
}

/// When the oldest answer was given that is kept for whoever asks again.
pub async fn oldest_answer(conn: &mut Conn) -> db::Result<Option<DateTime<Utc>>> {
    let found = sql!(fetch_optional One<DateTime<Utc>>, conn, "SELECT created_at FROM api_answers ORDER BY created_at LIMIT 1")?;
    Ok(found.map(|(at,)| at))
}

/// Forgets some answers from before that time; how many.
pub async fn forget_answers(tx: &mut Tx, before: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx,
        "DELETE FROM api_answers WHERE (token_id, idempotency_key) IN
             (SELECT a.token_id, a.idempotency_key FROM api_answers a WHERE a.created_at < $1 ORDER BY a.created_at LIMIT 2000)",
        before)
}
