//! Signed-in sessions in the database, under a hash of the key that the cookie holds.
//!
//! One statement reads the session together with its owner, so whatever was changed about an administrator or a user
//! (switched off, deleted, another role, an inactive account) is true by the very next request, on every node.

mod store;

pub use store::{end, end_all, end_everybodys, end_of_account, end_others, sweep};

use std::{collections::HashMap, sync::Arc};

use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    brand::Brand,
    db::{self, hash, random_token, sql, written},
    error::Error,
    people::{Admin, Owner, OwnerKind, User},
    state::State,
    web::Visit,
};

/// The one entry of actix-session's state.
pub const ENTRY: &str = "session";

/// Stands beside it where the session shall go on under a new key.
pub const RENEWED: &str = "renewed";

/// Stands in the state instead of a session that could not be read.
const OUTAGE: &str = "outage";

/// Why the session could not be read, if it could not.
pub fn outage(session: &actix_session::Session) -> Option<Error> {
    let cause = session.entries().get(OUTAGE).cloned()?;
    Some(Error::Unavailable(db::Error::Io(std::io::Error::other(cause))))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// The password was right, the code is owed.
    Code,
    Done,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    pub owner: Owner,
    pub stage: Stage,
    pub csrf: String,
    /// A second factor that is being enrolled: its secret, sealed and base64.
    pub pending_totp: Option<String>,
    pub ip: String,
    pub user_agent: String,
    pub started_at: DateTime<Utc>,
    /// When a password or code was last given.
    pub proved_at: DateTime<Utc>,
    /// The hash under which it is kept, empty of one that begins. Like what follows it is read with the session, never
    /// written.
    #[serde(default)]
    pub key_hash: String,
    #[serde(default)]
    pub admin: Option<Admin>,
    #[serde(default)]
    pub user: Option<User>,
    /// How the portal appears to the user.
    #[serde(default)]
    pub brand: Option<Brand>,
    /// Set where an administrator's session counts in the portal: `admin` is there as `user`.
    #[serde(default)]
    pub visit: Option<Visit>,
    /// The visit that runs on an administrator's session in the panel: its id and the user's login.
    #[serde(default)]
    pub visiting: Option<(i64, String)>,
    /// What the administrator had open, as it was written last.
    #[serde(default)]
    pub opened: String,
    /// How the administrator likes each list, as it is kept.
    #[serde(default)]
    pub lists: String,
}

impl OwnerKind {
    /// How long a session may last in all, and unused.
    pub fn limits(self) -> (Duration, Duration) {
        match self {
            Self::Admin => (Duration::hours(12), Duration::minutes(30)),
            Self::User => (Duration::hours(24), Duration::minutes(60)),
        }
    }
}

const CODE_OWED: Duration = Duration::minutes(5);
/// "Last seen" is right to this, so that reading a page seldom writes.
pub const SEEN_EVERY: Duration = Duration::seconds(60);

/// actix-session's store over the `sessions` table; one for each kind of owner, each with a cookie of its own.
pub struct DbSessions {
    state: Arc<State>,
    kind: OwnerKind,
}

impl DbSessions {
    pub fn new(state: Arc<State>, kind: OwnerKind) -> Self {
        Self { state, kind }
    }

    async fn read(&self, key: &str) -> db::Result<Option<Session>> {
        let now = self.state.clock.now();
        let unused_since = now - self.kind.limits().1;
        let key_hash = hash(key);
        let mut conn = self.state.db.conn().await?;
        let found = match self.kind {
            OwnerKind::Admin => store::find_admin(&mut conn, (&key_hash, now, unused_since)).await?.map(|row| {
                let visiting = row.visiting_id.zip(row.visiting_user);
                (row.session, Some((row.admin, (row.opened, row.lists))), None, visiting)
            }),
            OwnerKind::User => store::find_user(&mut conn, (&key_hash, now, unused_since))
                .await?
                .map(|row| (row.session, None, Some((row.user, row.brand)), None)),
        };
        drop(conn);
        let Some((row, admin, user, visiting)) = found else { return Ok(None) };
        let (user, brand) = user.unzip();
        let (admin, kept) = admin.unzip();
        let (opened, lists) = kept.unwrap_or_default();
        if now - row.last_seen_at >= SEEN_EVERY {
            // The next request tries again.
            self.state.db.in_passing("when a session was last seen", self.touch(&key_hash, now)).await;
        }
        Ok(Some(Session {
            owner: Owner { kind: self.kind, id: row.owner_id },
            stage: if row.stage == "done" { Stage::Done } else { Stage::Code },
            csrf: row.csrf,
            pending_totp: Some(row.data).filter(|data| !data.is_empty()),
            ip: row.ip,
            user_agent: row.user_agent,
            started_at: row.started_at,
            proved_at: row.proved_at,
            key_hash,
            admin,
            user,
            brand,
            visit: None,
            visiting,
            opened,
            lists,
        }))
    }

    async fn touch(&self, key_hash: &str, now: DateTime<Utc>) -> db::Result<()> {
        let mut conn = self.state.db.begin().await?;
        store::write(&mut conn, key_hash, written![last_seen_at: now]).await?;
        conn.commit().await
    }

    /// A session that begins; `replaced` is the key of the one that the cookie named before.
    async fn begin(&self, session: &Session, replaced: Option<&str>) -> db::Result<String> {
        let key = random_token();
        let now = self.state.clock.now();
        let (stage, expires_at) = match session.stage {
            Stage::Done => ("done", session.started_at + self.kind.limits().0),
            Stage::Code => ("code", session.started_at + CODE_OWED),
        };
        let mut conn = self.state.db.begin().await?;
        if let Some(replaced) = replaced {
            sql!(execute conn, "DELETE FROM sessions WHERE key_hash = $1", hash(replaced))?;
        }
        let row = written![
            key_hash: hash(&key),
            owner_kind: self.kind.as_str(),
            owner_id: session.owner.id,
            stage: stage,
            csrf: &session.csrf,
            data: session.data(),
            ip: &session.ip,
            user_agent: &session.user_agent,
            started_at: session.started_at,
            proved_at: session.proved_at,
            last_seen_at: now,
            expires_at: expires_at,
        ];
        store::TABLE.put(&mut conn, row).await?;
        conn.commit().await?;
        Ok(key)
    }

    /// Moves the session to its next key, and its visit with it, in one transaction: at no moment is a visit without
    /// its session. One that was ended meanwhile stays ended.
    async fn renew(&self, key: &str, session: &Session) -> db::Result<String> {
        let next = self.next(key);
        let now = self.state.clock.now();
        let mut conn = self.state.db.begin().await?;
        let row =
            written![key_hash: hash(&next), data: session.data(), proved_at: session.proved_at, last_seen_at: now];
        if store::write(&mut conn, &hash(key), row).await? {
            sql!(execute conn,
                "UPDATE visits SET session_hash = $1 WHERE session_hash = $2 AND ended_at IS NULL", hash(&next), hash(key))?;
        }
        conn.commit().await?;
        Ok(next)
    }

    /// The key that follows on `key`. Of two requests that renew one session at once both leave the same key in the
    /// browser, whichever of their answers comes last.
    fn next(&self, key: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.state.seal.sign("next session key", key))
    }

    /// What is pending is all that changes under the same key.
    async fn rewrite(&self, key: &str, session: &Session) -> db::Result<String> {
        let mut conn = self.state.db.begin().await?;
        let kept = store::write(&mut conn, &hash(key), written![data: session.data()]).await?;
        conn.commit().await?;
        // Another request has renewed the session, or it was ended.
        Ok(if kept { key.to_owned() } else { self.next(key) })
    }

    async fn remove(&self, key: &str) -> db::Result<()> {
        let mut conn = self.state.db.begin().await?;
        end(&mut conn, &hash(key)).await?;
        conn.commit().await
    }
}

fn session_in(state: &HashMap<String, String>) -> anyhow::Result<Session> {
    let text = state.get(ENTRY).ok_or_else(|| anyhow::anyhow!("there is no session to keep"))?;
    Ok(serde_json::from_str(text)?)
}

impl Session {
    /// What is stored of the second factor that is pending.
    fn data(&self) -> &str {
        self.pending_totp.as_deref().unwrap_or("")
    }
}

impl SessionStore for DbSessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        let session = match self.read(key.as_ref()).await {
            Ok(Some(session)) => session,
            Ok(None) => return Ok(None),
            // Not an error here, where nobody could make a page of it: the route's rule finds it and answers.
            Err(error) => return Ok(Some(HashMap::from([(OUTAGE.to_owned(), error.to_string())]))),
        };
        let text = serde_json::to_string(&session).map_err(|error| LoadError::Deserialization(error.into()))?;
        Ok(Some(HashMap::from([(ENTRY.to_owned(), text)])))
    }

    async fn save(&self, state: HashMap<String, String>, _ttl: &time::Duration) -> Result<SessionKey, SaveError> {
        let saved = async { Ok(SessionKey::try_from(self.begin(&session_in(&state)?, None).await?)?) };
        saved.await.map_err(SaveError::Other)
    }

    async fn update(
        &self,
        key: SessionKey,
        state: HashMap<String, String>,
        _ttl: &time::Duration,
    ) -> Result<SessionKey, UpdateError> {
        let updated = async {
            let session = session_in(&state)?;
            let key = key.as_ref();
            let next = match state.contains_key(RENEWED) {
                true if session.key_hash.is_empty() => self.begin(&session, Some(key)).await?,
                true => self.renew(key, &session).await?,
                false => self.rewrite(key, &session).await?,
            };
            Ok(SessionKey::try_from(next)?)
        };
        updated.await.map_err(UpdateError::Other)
    }

    /// Idle time is kept by `last_seen_at`, not here.
    async fn update_ttl(&self, _key: &SessionKey, _ttl: &time::Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        Ok(self.remove(key.as_ref()).await?)
    }
}
