//! How much is left, and what an administrator puts right.

use chrono::{DateTime, Utc};
use serde::Serialize;
use strum::EnumString;
use utoipa::ToSchema;

use super::{
    books::Event,
    model::{LARGEST, Metric},
    report, store,
    turn::judge_again,
    window::place,
};
use crate::{
    account_users,
    accounts::store::held,
    change::{Actor, Change, store::About},
    db::Conn,
    error::{Error, FieldErrors, Result},
    i18n::Message,
    state::State,
    zones::Zone,
};

/// What a limit is of: users are counted here, all else is reported.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limited {
    Users,
    Reported(Metric),
}

/// The word for what is counted here.
#[derive(EnumString)]
#[strum(serialize_all = "snake_case")]
enum Own {
    Users,
}

impl Limited {
    pub fn parse(code: &str) -> Option<Self> {
        let own = code.parse().ok().map(|Own::Users| Self::Users);
        own.or_else(|| code.parse().ok().map(Self::Reported))
    }
}

/// Whether so much more fits.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageCheck)]
pub struct Checked {
    pub allowed: bool,
    pub used: i64,
    /// Null is unlimited.
    #[schema(required)]
    pub limit: Option<i64>,
    /// Null is unlimited.
    #[schema(required)]
    pub left: Option<i64>,
    /// When the window ends; null of what does not begin anew.
    #[schema(required)]
    pub resets_at: Option<DateTime<Utc>>,
}

/// Changes nothing: what fits now may not when it is used, where others use as well.
pub async fn check(conn: &mut Conn, account_id: i64, of: Limited, more: i64, now: DateTime<Utc>) -> Result<Checked> {
    let account = store::plan::find(conn, account_id).await?.ok_or(Error::NotFound)?;
    if account.deleted {
        return Err(Error::Conflict("account-is-deleted".into()));
    }
    let (used, resets_at) = match of {
        Limited::Users => (account.user_count, None),
        Limited::Reported(metric) => used(conn, (account_id, Zone::named(&account.tz)), metric, now).await?,
    };
    let (limit, hard) = account.limit(of);
    let fits = limit.is_none_or(|limit| i128::from(used) + i128::from(more) <= i128::from(limit));
    Ok(Checked { allowed: fits || !hard, used, limit, left: limit.map(|limit| (limit - used).max(0)), resets_at })
}

/// How much is used now, and until when that is counted.
async fn used(
    conn: &mut Conn,
    (account_id, zone): (i64, Zone),
    metric: Metric,
    now: DateTime<Utc>,
) -> Result<(i64, Option<DateTime<Utc>>)> {
    let windows = store::windows::current(conn, &[account_id], now).await?;
    let windows: Vec<_> = windows.into_iter().map(|it| it.counted).filter(|it| it.metric == metric).collect();
    if metric.is_gauge() {
        let last = windows.iter().rfind(|it| it.starts_at <= now);
        return Ok((last.map_or(0, |it| it.used), None));
    }
    let used = windows.iter().find(|it| it.window().holds(now)).map_or(0, |it| it.used);
    let ends_at = place(zone, metric, now, windows.iter().map(super::books::Counted::window)).ends_at;
    Ok((used, Some(ends_at)))
}

/// What an administrator puts right.
pub struct Correction {
    pub window: i64,
    /// To add, or to take away.
    pub amount: i64,
    pub reason: String,
}

/// On the record, with its reason; what is told of a limit is told as if it had been reported so.
pub async fn correct(state: &State, by: Actor, account_id: i64, it: Correction) -> Result<Metric> {
    let mut change = Change::begin(state, by).await?;
    held::lock(&mut change.conn, &[account_id]).await?;
    let account = account_users::store::head(&mut change.conn, account_id).await?.ok_or(Error::NotFound)?;
    if account.state.deleted_at.is_some() {
        return Err(Error::Conflict("account-is-deleted".into()));
    }
    let found = store::windows::find(&mut change.conn, account_id, it.window).await?;
    let counted = found.ok_or_else(|| FieldErrors::one("window", "refused-choice"))?.counted;
    let used = counted.used.saturating_add(it.amount);
    if !(0..=LARGEST).contains(&used) {
        let refused = Message::new("refused-usage-correction").with("used", counted.used);
        return Err(FieldErrors::one("amount", refused).into());
    }
    store::windows::correct(&mut change.conn, it.window, used).await?;
    let about = About { kind: "usage", id: Some(it.window), name: account.title, account_id: Some(account_id) };
    let said = |field, text: String| (field, String::new(), text);
    let changes = vec![
        said("metric", counted.metric.as_str().to_owned()),
        said("window", counted.starts_at.to_string()),
        ("used", counted.used.to_string(), used.to_string()),
        said("reason", it.reason),
    ];
    change.note("correct", about, changes).await?;
    judge_again(state, &mut change, &[account_id]).await?;
    change.commit().await?;
    Ok(counted.metric)
}

/// How many databases the platform has reported of an account that this change holds, as of then: an older number than
/// the one that is known is passed over.
pub async fn databases(state: &State, change: &mut Change, account_id: i64, of: (i64, DateTime<Utc>)) -> Result<()> {
    if report::timely(of.1, change.at).is_err() {
        return Ok(());
    }
    let event = Event { metric: Metric::Databases, value: of.0, at: of.1 };
    report::count_in(state, change, &[(account_id, event)]).await.map(drop)
}
