//! Something that leads to another system is tried: on the record, seldom, for a short time, and with no more told of
//! the answer than what serves to mend it.

use std::time::Duration;

use serde::Serialize;
use tokio::sync::Semaphore;
use utoipa::ToSchema;

use super::{Drawn, Form, Place, Served, Versioned, store};
use crate::{
    change::{Actor, Change, store::About},
    db::written,
    dial::{self, Cause},
    error::{Error, Result},
    i18n::{Lang, Message},
    state::State,
};

/// Of the whole of a trial.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two trials of the same.
pub const PAUSE: chrono::Duration = chrono::Duration::seconds(10);
const AT_A_TIME: usize = 4;
/// Of what the other side says of itself.
const LONGEST: usize = 64;

/// What can be tried before it is trusted. Its table has the columns `tried`, `tried_server` and `tried_at`.
pub trait Tried: Drawn + Served {
    /// What is connected to, with its secret.
    type Target;

    /// Refuses what cannot be tried.
    async fn target(state: &State, before: Option<&Versioned<Self>>, new: &Self::New) -> Result<Self::Target>;

    /// Whether what is tried is what is stored, so that the list may say how it went.
    fn is_stored(before: &Self, new: &Self::New) -> bool;

    /// What the record says of what is not stored.
    fn address(target: &Self::Target) -> Vec<(&'static str, String)>;

    fn label(new: &Self::New) -> String;

    async fn attempt(state: &State, of: Self::Of, target: &Self::Target) -> Result<Found, Cause>;
}

/// What answered.
#[derive(Debug)]
pub struct Found {
    pub server: &'static str,
    pub version: String,
    /// The version of TLS; None is in the clear.
    pub tls: Option<String>,
    /// None where the server does not say.
    pub read_only: Option<bool>,
    pub round_trip: Duration,
    /// What else is worth knowing: the key of what it is about, and what there is to say.
    pub remarks: Vec<(&'static str, Message)>,
}

/// What came of a trial.
pub struct Trial(pub Result<Found, Cause>);

/// A trial as a call answers it.
#[derive(Serialize, ToSchema)]
pub struct TrialView {
    /// `ok`, or why it failed: `name_not_found`, `refused_by_rule`, `no_answer`, `port_closed`, `tls_refused`,
    /// `wrong_credentials`, `no_such_database` (of a directory `no_such_base`), `not_this_kind`, `answered` (of a notifier:
    /// with a status that is no good one).
    outcome: &'static str,
    /// The same in a sentence.
    text: String,
    /// What answered, such as `PostgreSQL` or `MariaDB`; null where nothing did.
    #[schema(required)]
    server: Option<&'static str>,
    /// As the server says.
    #[schema(required)]
    server_version: Option<String>,
    /// The version of TLS; null where nothing was encrypted.
    #[schema(required)]
    tls_version: Option<String>,
    /// Whether the server takes no changes; null where it does not say.
    #[schema(required)]
    read_only: Option<bool>,
    /// From the question to its answer, in milliseconds.
    #[schema(required)]
    round_trip_ms: Option<u64>,
    /// What else is worth knowing, a sentence each; left out where there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    remarks: Vec<String>,
}

/// How many are under way.
struct Lines(Semaphore);

impl Default for Lines {
    fn default() -> Self {
        Self(Semaphore::new(AT_A_TIME))
    }
}

impl Found {
    /// A version is a stranger's text.
    pub fn new(
        server: &'static str,
        version: &str,
        tls: Option<String>,
        read_only: Option<bool>,
        round_trip: Duration,
    ) -> Self {
        Self {
            server,
            version: plain(version),
            tls: tls.map(|it| plain(&it)),
            read_only,
            round_trip,
            remarks: Vec::new(),
        }
    }

    #[must_use]
    pub fn remarking(mut self, about: &'static str, message: Message) -> Self {
        self.remarks.push((about, message));
        self
    }

    fn said(&self) -> Vec<String> {
        let said = |(about, message): &(&str, Message)| format!("{}: {}", Lang::En.t(about), Lang::En.say(message));
        self.remarks.iter().map(said).collect()
    }

    pub fn milliseconds(&self) -> u64 {
        u64::try_from(self.round_trip.as_millis()).unwrap_or(u64::MAX)
    }
}

fn plain(text: &str) -> String {
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || ".+~() _-".contains(*c);
    text.chars().filter(is_plain).take(LONGEST).collect::<String>().trim().to_owned()
}

impl Trial {
    pub fn outcome(&self) -> &'static str {
        self.0.as_ref().map_or_else(|cause| cause.as_str(), |_| "ok")
    }

    pub fn message(&self) -> Message {
        self.0.as_ref().map_or_else(|cause| cause.message(), |_| "trial-ok".into())
    }

    /// "PostgreSQL 15.8"
    fn server(&self) -> Option<String> {
        self.0.as_ref().ok().map(|found| format!("{} {}", found.server, found.version).trim().to_owned())
    }

    pub fn view(&self) -> TrialView {
        let found = self.0.as_ref().ok();
        TrialView {
            outcome: self.outcome(),
            text: Lang::En.say(&self.message()),
            server: found.map(|it| it.server),
            server_version: found.map(|it| it.version.clone()),
            tls_version: found.and_then(|it| it.tls.clone()),
            read_only: found.and_then(|it| it.read_only),
            round_trip_ms: found.map(Found::milliseconds),
            remarks: found.map(Found::said).unwrap_or_default(),
        }
    }
}

/// Tries what is meant, stored or not. A rehearsal connects to nobody.
pub async fn try_one<T: Tried>(
    state: &State,
    by: Actor,
    of: T::Of,
    before: Option<&Versioned<T>>,
    new: &T::New,
) -> Result<Trial> {
    let target = T::target(state, before, new).await?;
    let meant = Meant { of, before, new, target: &target };
    if by.watch.as_ref().is_some_and(|watch| watch.rehearses()) {
        meant.record(state, by, None).await?;
        // Whoever rehearses is answered with what was recorded.
        return Ok(Trial(Err(Cause::NoAnswer)));
    }
    let lines = state.part::<Lines>();
    let _line = lines.0.try_acquire().map_err(|_| Error::TooMany(i64::try_from(PATIENCE.as_secs()).unwrap_or(5)))?;
    meant.claim(state, &by).await?;
    let trial = Trial(dial::within(PATIENCE, T::attempt(state, of, &target)).await);
    meant.record(state, by, Some(&trial)).await?;
    Ok(trial)
}

/// The same is not tried again so soon, by whomever.
pub async fn claim(state: &State, subject: &str) -> Result<()> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    if let Some(last) = store::claim_trial(&mut tx, subject, now, now - PAUSE).await? {
        let left = (last + PAUSE - now).num_milliseconds();
        return Err(Error::TooMany((left + 999) / 1000));
    }
    Ok(tx.commit().await?)
}

/// What is said to whoever tries the same again at once.
pub fn too_soon(seconds: i64) -> Message {
    Message::new("trial-too-soon").with("seconds", seconds)
}

/// Forgets when what was tried long ago.
pub async fn sweep(state: &State) -> Result<()> {
    let mut tx = state.db.begin().await?;
    store::sweep_trials(&mut tx, state.clock.now() - PAUSE).await?;
    Ok(tx.commit().await?)
}

/// Tries what is stored; what answered, or in a sentence why not.
pub async fn try_stored<T: Tried>(state: &State, by: Actor, it: &Versioned<T>) -> anyhow::Result<String> {
    let of = it.of();
    let new = T::Form::of(it).parse(of).map_err(Error::from)?;
    let trial = try_one(state, by, of, Some(it), &new).await?;
    match trial.server() {
        Some(server) => Ok(format!("ok, {server}")),
        None => anyhow::bail!(Lang::En.say(&trial.message())),
    }
}

/// What a trial is of.
struct Meant<'a, T: Tried> {
    of: T::Of,
    before: Option<&'a Versioned<T>>,
    new: &'a T::New,
    target: &'a T::Target,
}

impl<T: Tried> Meant<'_, T> {
    /// What is not stored yet is not tried again so soon by the same person.
    async fn claim(&self, state: &State, by: &Actor) -> Result<()> {
        let subject = match self.before {
            Some(before) => format!("{}:{}", T::kind(self.of), before.id),
            None => format!("{} of {}:{}", T::kind(self.of), by.kind, by.id.unwrap_or_default()),
        };
        claim(state, &subject).await
    }

    /// What came of it, on the record; and beside what was tried, where that is what is stored.
    async fn record(&self, state: &State, by: Actor, trial: Option<&Trial>) -> Result<()> {
        let mut change = Change::begin(state, by).await?;
        let stored = self.before.filter(|before| T::is_stored(before, self.new));
        let tried = if stored.is_some() { Vec::new() } else { T::address(self.target) };
        let tried = tried.into_iter().chain(trial.map(|trial| ("outcome", trial.outcome().to_owned())));
        let said = tried.map(|(field, value)| (field, String::new(), value)).collect();
        match self.before {
            Some(before) => change.record("test", before, said).await?,
            None => {
                let name = T::label(self.new);
                let about = About { kind: T::kind(self.of), id: None, name, account_id: self.of.account() };
                change.note("test", about, said).await?;
            }
        }
        if let Some((it, trial)) = stored.zip(trial) {
            let row = written![tried: trial.outcome(), tried_server: trial.server(), tried_at: change.at];
            store::keep_trial(&mut change.conn, &T::TABLE, (it.id, it.version), row).await?;
        }
        change.commit().await
    }
}
