//! How an account stands by its tariff, once something has changed: what is told of it, and the state that it is in.
//!
//! Of a window it is told once that a limit is near, and once that it is reached, in the transaction that made it so.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, Utc};

use super::{
    model::{Judged, Level, Metric, OfEach, Used, percent},
    store::{
        accounts::{self, Standing},
        users,
        windows::{self, Told},
    },
    window::of_calendar,
};
use crate::{
    account_users::store::alerted::alerted,
    accounts::model::Act,
    change::{Change, store::About},
    error::Result,
    mail::{letters, outbox},
    state::State,
    zones::Zone,
};

/// How an account stands, and what is to be told of it.
struct Stands {
    used: OfEach<Option<i64>>,
    /// The share, and of what: the later of two that are equal.
    worst: Option<(i64, usize, &'static str)>,
    level: Level,
    turns_at: Option<DateTime<Utc>>,
    crossed: Vec<Crossed>,
}

/// A limit that has come near, or is reached, for the first time in a window.
struct Crossed {
    /// None of users, which have no windows.
    window: Option<i64>,
    /// As it is kept, and its key.
    metric: (&'static str, &'static str),
    used: i64,
    limit: i64,
    reached: bool,
    /// When it begins anew; a gauge does not.
    until: Option<DateTime<Utc>>,
}

/// Until when it is known how an account stands of which nothing turns.
const LONG: Duration = Duration::days(400);

/// What an account is judged after.
pub enum Reported {
    /// The platform has just said something of them, of these windows too, which have ended.
    Now {
        late: HashSet<(i64, Metric, DateTime<Utc>)>,
    },
    Before,
}

impl Reported {
    /// The windows that have ended.
    async fn late(&self, change: &mut Change, ids: &[i64]) -> Result<Vec<Told>> {
        let Self::Now { late } = self else { return Ok(Vec::new()) };
        let moments = || late.iter().map(|(_, _, at)| *at);
        let (Some(first), Some(last)) = (moments().min(), moments().max()) else { return Ok(Vec::new()) };
        let mut found = windows::begun(&mut change.conn, ids, (first, last)).await?;
        found.retain(|it| late.contains(&(it.counted.account_id, it.counted.metric, it.counted.starts_at)));
        Ok(found)
    }
}

/// Accounts that this change holds.
pub async fn judge(state: &State, change: &mut Change, all: Vec<Judged>, reported: Reported) -> Result<()> {
    let now = change.at;
    let ids: Vec<i64> = all.iter().map(|it| it.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut of: HashMap<i64, Vec<Told>> = HashMap::new();
    for told in windows::current(&mut change.conn, &ids, now).await? {
        of.entry(told.counted.account_id).or_default().push(told);
    }
    let late = reported.late(change, &ids).await?;
    let counted = users_told(change, &all).await?;
    let stands = |it: &Judged| {
        let mut stands = Stands::of(it, &of.remove(&it.id).unwrap_or_default(), now);
        stands.add_users(it, counted.iter().find(|told| told.account_id == it.id));
        let ended = late.iter().filter(|told| told.counted.account_id == it.id);
        stands.crossed.extend(ended.filter_map(|told| Crossed::of(it, told, told.counted.used, None)));
        stands
    };
    let stands: Vec<Stands> = all.iter().map(stands).collect();
    let is_now = matches!(reported, Reported::Now { .. });
    // Of what nothing was ever reported stands in no list of usage.
    let known = all.iter().zip(&stands).filter(|(account, _)| is_now || account.reported_at.is_some());
    let kept = known.map(|(account, it)| it.kept(account, now, is_now)).collect();
    accounts::keep(&mut change.conn, kept).await?;
    for (account, it) in all.iter().zip(&stands) {
        record(change, account, it).await?;
    }
    let told = all
        .iter()
        .zip(&stands)
        .filter(|(account, it)| !it.crossed.is_empty() && account.state.allows(Act::Letters).is_ok());
    tell(state, change, &told.collect::<Vec<_>>()).await
}

/// What was told of users in this month, of accounts whose limit of them is only told.
async fn users_told(change: &mut Change, all: &[Judged]) -> Result<Vec<users::Told>> {
    let soft: Vec<i64> = all.iter().filter(|it| it.soft_users().is_some()).map(|it| it.id).collect();
    if soft.is_empty() {
        return Ok(Vec::new());
    }
    Ok(users::told(&mut change.conn, &soft, change.at).await?)
}

impl Stands {
    fn of(account: &Judged, windows: &[Told], now: DateTime<Utc>) -> Self {
        let mut it =
            Self { used: OfEach::default(), worst: None, level: Level::Within, turns_at: None, crossed: Vec::new() };
        for told in windows {
            let counted = &told.counted;
            if counted.starts_at > now {
                it.turns_at = earlier(it.turns_at, counted.starts_at);
            } else {
                it.add(account, told, now);
            }
        }
        it
    }

    /// A window that has begun, the last of its metric.
    fn add(&mut self, account: &Judged, told: &Told, now: DateTime<Utc>) {
        let counted = &told.counted;
        let metric = counted.metric;
        let is_over = !metric.is_gauge() && counted.ends_at <= now;
        let used = if is_over { 0 } else { counted.used };
        if let Some(place) = self.used.get_mut(metric as usize) {
            *place = Some(used);
        }
        let until = (!metric.is_gauge()).then_some(counted.ends_at);
        if let Some(end) = until.filter(|_| !is_over) {
            self.turns_at = earlier(self.turns_at, end);
        }
        let Some(limit) = account.limits.of(metric) else { return };
        self.worst = self.worst.max(Some((percent(used, limit), metric as usize, metric.as_str())));
        let level = account.limits.level(metric, used);
        self.level = self.level.max(level);
        self.crossed.extend(Crossed::of(account, told, used, until));
    }

    /// Users, where their limit is only told.
    fn add_users(&mut self, account: &Judged, told: Option<&users::Told>) {
        let Some(limit) = account.soft_users() else { return };
        let used = account.user_count;
        self.worst = self.worst.max(Some((percent(used, limit), usize::MAX, "users")));
        let level = account.limits.level_of(Some(limit), used);
        self.level = self.level.max(level);
        let (warned, reached) = told.map_or((None, None), |it| (it.warned_at, it.reached_at));
        if is_news(level, warned.is_some(), reached.is_some()) {
            let (metric, reached) = (("users", "metric-users"), level == Level::Reached);
            self.crossed.push(Crossed { window: None, metric, used, limit, reached, until: None });
        }
    }

    fn kept(&self, account: &Judged, now: DateTime<Utc>, reported: bool) -> Standing {
        let reported_at = account.reported_at.filter(|_| !reported).unwrap_or(now);
        Standing {
            account_id: account.id,
            used: Used::from_each(self.used),
            worst: self.worst.map_or(0, |(share, ..)| share),
            worst_metric: self.worst.map_or("", |(.., metric)| metric),
            level: self.level,
            reported_at,
            turns_at: self.turns_at.unwrap_or(now + LONG),
        }
    }
}

impl Crossed {
    /// What is news of a window.
    fn of(account: &Judged, told: &Told, used: i64, until: Option<DateTime<Utc>>) -> Option<Self> {
        let metric = told.counted.metric;
        let limit = account.limits.of(metric)?;
        let level = account.limits.level(metric, used);
        let metric = (metric.as_str(), label(metric));
        let reached = level == Level::Reached;
        let it = Self { window: Some(told.id), metric, used, limit, reached, until };
        is_news(level, told.warned_at.is_some(), told.reached_at.is_some()).then_some(it)
    }
}

/// By what was told of it already.
fn is_news(level: Level, warned: bool, reached: bool) -> bool {
    match level {
        Level::Within => false,
        Level::Near => !warned && !reached,
        Level::Reached => !reached,
    }
}

fn earlier(known: Option<DateTime<Utc>>, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    Some(known.map_or(at, |known| known.min(at)))
}

/// What is told, and the state of the account where it is another.
async fn record(change: &mut Change, account: &Judged, stands: &Stands) -> Result<()> {
    let about =
        || About { kind: "account", id: Some(account.id), name: account.title.clone(), account_id: Some(account.id) };
    let reached = stands.level == Level::Reached;
    let turns = reached != account.state.limit_reached;
    if turns {
        accounts::set_reached(&mut change.conn, account.id, reached).await?;
    }
    for it in &stands.crossed {
        match it.window {
            Some(window) => windows::tell(&mut change.conn, window, change.at, it.reached).await?,
            None => {
                let month = of_calendar(Zone::named(&account.tz), Metric::Emails, change.at);
                users::tell(&mut change.conn, (account.id, month.ends_at), change.at, it.reached).await?;
            }
        }
        let said = [("metric", it.metric.0.to_owned()), ("used", it.used.to_string()), ("limit", it.limit.to_string())];
        let said = said.map(|(field, value)| (field, String::new(), value)).to_vec();
        change.note(if it.reached { "limit-reached" } else { "limit-near" }, about(), said).await?;
    }
    // Where a limit was reached in the window before, and is again, nothing is told anew.
    if turns && !stands.crossed.iter().any(|it| it.reached) {
        let flag = |on: bool| if on { "yes".to_owned() } else { String::new() };
        let said = vec![("limit_reached", flag(!reached), flag(reached))];
        change.note(if reached { "limit-reached" } else { "limit-left" }, about(), said).await?;
    }
    Ok(())
}

/// A letter to each user who wants to know.
async fn tell(state: &State, change: &mut Change, told: &[(&Judged, &Stands)]) -> Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = told.iter().map(|(account, _)| account.id).collect();
    let mut readers = alerted(&mut change.conn, &ids).await?;
    readers.retain(|it| it.alerts.alert_limits);
    if readers.is_empty() {
        return Ok(());
    }
    let mut notices = outbox::Notices::begin(change).await?;
    for reader in &readers {
        let Some((_, stands)) = told.iter().find(|(account, _)| account.id == reader.account_id) else {
            continue;
        };
        for it in &stands.crossed {
            let Crossed { metric, used, limit, reached, until, .. } = it;
            let said = letters::limit::Said {
                metric: metric.1,
                used: *used,
                limit: *limit,
                percent: percent(*used, *limit),
                reached: *reached,
                until: *until,
            };
            let letter = letters::limit::limit(state, &reader.addressee(), &said);
            notices.queue(change, letter).await?;
        }
    }
    notices.finish(change).await
}

/// What a metric is called, as a key.
pub fn label(metric: Metric) -> &'static str {
    match metric {
        Metric::Profiles => "metric-profiles",
        Metric::Databases => "metric-databases",
        Metric::StorageBytes => "metric-storage-bytes",
        Metric::Emails => "metric-emails",
        Metric::Sms => "metric-sms",
        Metric::Pushes => "metric-pushes",
        Metric::ApiRequests => "metric-api-requests",
    }
}
