//! The database held against itself: at night and when somebody asks, a slice at a time, on whichever node.

use std::time::{Duration, Instant};

use chrono::{DateTime, Timelike, Utc};

use super::{
    KIND,
    check::Check,
    export::newest,
    keys::is_broken,
    store::{self, number, verifications},
    tree::{Hash, Range},
    verify::{What, Wrong},
};
use crate::{
    change::{Actor, Change, store::About},
    db::{self, FromRow, Serial},
    error::{Error, Result},
    i18n::{Lang, Message},
    mail::{letters, outbox},
    notifiers,
    state::State,
};

/// One of them, as it is kept.
#[derive(Clone, Debug, FromRow)]
pub struct Verification {
    pub id: i64,
    pub running: Option<i64>,
    pub began_at: DateTime<Utc>,
    pub began_by: String,
    pub size: i64,
    pub checked: i64,
    pub roots: Vec<u8>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Empty where nothing was found.
    pub what: String,
    pub wrong: Option<i64>,
}

/// What a slice has come to.
pub struct Slice {
    pub range: Range,
    /// Whether it was the last one, and what was found.
    pub over: Option<Option<Wrong>>,
}

const SLICE: Duration = Duration::from_millis(500);
/// In UTC; the first one comes as soon as there is something to verify.
const AT_NIGHT: u32 = 2;
pub const ADDRESS: &str = "/audit/verification";

/// One slice, or the beginning of the night's.
pub async fn step(state: &State) -> Result<bool> {
    let now = state.clock.now();
    match verifications::last(&mut state.db.conn().await?).await? {
        Some(run) if run.running.is_some() => slice(state, &run).await?,
        last if is_due(last.as_ref(), now) => at_night(state).await?,
        _ => {}
    }
    // The next slice comes after a pause, so that it holds nobody up.
    Ok(false)
}

fn is_due(last: Option<&Verification>, now: DateTime<Utc>) -> bool {
    last.is_none_or(|run| run.began_at.date_naive() < now.date_naive() && now.hour() >= AT_NIGHT)
}

async fn at_night(state: &State) -> Result<()> {
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    if !change.conn.alone(Serial::Sealing).await? {
        return Ok(());
    }
    // Another node may have begun meanwhile.
    let last = verifications::last(&mut change.conn).await?;
    if is_due(last.as_ref(), change.at) && write(state, &mut change).await? {
        change.keep();
        change.commit().await?;
    }
    Ok(())
}

/// By hand; false where nothing is sealed yet.
pub async fn begin(state: &State, by: Actor) -> Result<bool> {
    let mut change = Change::begin(state, by).await?;
    let is_begun = write(state, &mut change).await?;
    if is_begun {
        change.note("verify", about(), vec![]).await?;
        change.commit().await?;
    }
    Ok(is_begun)
}

async fn write(state: &State, change: &mut Change) -> Result<bool> {
    let Some(newest) = newest(state, &mut change.conn).await? else { return Ok(false) };
    let check = Check::begin(&mut change.conn, newest).await?;
    let taken = |error| if db::is_taken(&error) { Error::Conflict("verification-runs".into()) } else { error.into() };
    verifications::begin(change, number(check.newest.checkpoint.size), &check.range).await.map_err(taken)?;
    Ok(true)
}

async fn slice(state: &State, run: &Verification) -> Result<()> {
    let done = match some(state, run).await {
        Err(error) if is_broken(&error) => {
            tracing::error!(%error, "the record does not verify");
            Slice { range: Range::default(), over: Some(Some(Wrong { seq: run.seq(), what: What::Tree })) }
        }
        done => done?,
    };
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    // Another node may have done the same.
    if !verifications::keep(&mut change, run, &done).await? {
        return Ok(());
    }
    if let Some(Some(wrong)) = done.over {
        found(state, &mut change, wrong).await?;
    }
    change.keep();
    change.commit().await
}

async fn some(state: &State, run: &Verification) -> Result<Slice> {
    let begun = Instant::now();
    let mut conn = state.db.conn().await?;
    let mut newest = newest(state, &mut conn).await?.ok_or(Error::NotFound)?;
    newest.checkpoint = store::checkpoint(&mut conn, run.size, &newest.keys.all).await?;
    let mut check = Check::begin(&mut conn, newest).await?;
    // What was removed meanwhile is passed over.
    if check.range.size() < run.seq() {
        check.range = run.range().unwrap_or_default();
    }
    if check.newest.removed >= check.newest.checkpoint.size {
        return Ok(Slice { range: check.range, over: Some(None) });
    }
    while !check.is_over() {
        if let Some(wrong) = check.some(&mut conn, &state.seal).await? {
            // Removed while it was read: the next slice goes on behind it.
            if wrong.what == What::Missing && store::grown(&mut conn).await?.removed >= number(wrong.seq) {
                return Ok(Slice { range: check.range, over: None });
            }
            return Ok(Slice { range: check.range, over: Some(Some(wrong)) });
        }
        if begun.elapsed() >= SLICE {
            return Ok(Slice { range: check.range, over: None });
        }
    }
    let over = Some(check.end(&mut conn, &state.seal).await?);
    Ok(Slice { range: check.range, over })
}

/// On the record, to operators, and to owners by letter.
async fn found(state: &State, change: &mut Change, wrong: Wrong) -> Result<()> {
    let what: &str = wrong.what.into();
    let seq = wrong.seq.to_string();
    let said = |field, text: &str| (field, String::new(), text.to_owned());
    change.note("verify-failed", about(), vec![said("what", what), said("seq", &seq)]).await?;
    for (to, language) in notifiers::store::owners(&mut change.conn).await? {
        let lang = Lang::parse(&language).unwrap_or_default();
        let text = lang.say(&Message::new(sentence(wrong.what)).with("seq", seq.as_str()));
        let told = letters::event::Told { text: &text, path: ADDRESS, is_test: false };
        outbox::queue(change, &state.seal, letters::event::event(state, (&to, lang), &told)).await?;
    }
    Ok(())
}

pub fn sentence(what: What) -> &'static str {
    match what {
        What::Altered => "verification-altered",
        What::Missing => "verification-missing",
        What::Added => "verification-added",
        What::Reordered => "verification-reordered",
        What::Foreign => "verification-foreign",
        What::Tree => "verification-tree",
    }
}

fn about() -> About {
    About { kind: KIND, id: None, name: String::new(), account_id: None }
}

impl Verification {
    fn seq(&self) -> u64 {
        u64::try_from(self.checked).unwrap_or_default()
    }

    fn range(&self) -> Option<Range> {
        let roots: Vec<Hash> = super::edge::hashes(&self.roots)?;
        Range::of(self.seq(), roots)
    }

    /// What it has found; None while it runs, and where nothing was found.
    pub fn found(&self) -> Option<(What, i64)> {
        let what = self.what.parse().ok()?;
        Some((what, self.wrong.unwrap_or_default()))
    }
}
