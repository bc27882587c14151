//! The reports that are due: each is written down and its letters are promised in one transaction, so that no other node
//! and no restart sends it again, and none is lost.
//!
//! After a downtime the newest that was missed goes, and is marked late; the older ones are skipped, and say so. What is
//! planned is a date: by it the time is found again, should a zone have other rules meanwhile.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::{
    content::{self, Content},
    model::{Account, IN_TIME, Plan, Report, Run},
    store,
};
use crate::{
    account_users::store::alerted::{Alerted, alerted},
    accounts::{model::Act, store::held},
    change::{Actor, Change},
    error::Result,
    mail::{letters, outbox},
    state::State,
    zones,
};

/// So many are looked at in a transaction.
const AT_ONCE: i64 = 100;
/// Of so many accounts times are found again in a transaction.
const PLANNED_AT_ONCE: i64 = 1_000;
/// How long it is kept what became of them; of what was missed before nothing is said.
const KEPT: Duration = Duration::days(100);
/// A change that is older is of data that was put here, and not of somebody who waits for the next report.
const LATELY: Duration = Duration::days(8);
/// So many letters are promised in a transaction, unless one account has more.
const LETTERS: usize = 1_000;
/// So many rows are forgotten in a transaction.
const FORGOTTEN_AT_ONCE: i64 = 10_000;

/// The rules of time zones by which this process has looked at all plans.
#[derive(Default)]
struct Edition(Mutex<String>);

/// A report that goes, of which date it is, and to whom.
struct Going<'a> {
    account: &'a Account,
    run: Run,
    date: NaiveDate,
    readers: Vec<&'a Alerted>,
}

/// What is to be written of the plans that were due.
#[derive(Default)]
struct Outcome<'a> {
    next: Vec<store::Next>,
    skipped: Vec<(i64, Run)>,
    going: Vec<Going<'a>>,
    /// Those that nobody asks for.
    dropped: Vec<(i64, Report)>,
}

/// Some of those that are due; false when there are none.
pub async fn step(state: &State) -> Result<bool> {
    if let Err(error) = follow_zones(state).await {
        // What is due is due by the rules that were known when it was planned.
        tracing::error!(%error, "plans of reports could not be looked at by the rules of time zones that are there now");
    }
    let now = state.clock.now();
    let due = store::due(&mut state.db.conn().await?, now, AT_ONCE).await?;
    if due.is_empty() {
        return Ok(false);
    }
    let mut change = Change::begin(state, Actor::system("reports")).await?;
    // The accounts first, as whoever changes one does.
    held::lock(&mut change.conn, &due).await?;
    let plans = store::take(&mut change.conn, &due, now).await?;
    // Another node has them in hand.
    if plans.is_empty() {
        return Ok(false);
    }
    let ids: Vec<i64> = plans.iter().map(|it| it.account_id).collect();
    let accounts = store::accounts(&mut change.conn, &ids).await?;
    let accounts: HashMap<i64, &Account> = accounts.iter().map(|it| (it.id, it)).collect();
    let readers = alerted(&mut change.conn, &ids).await?;
    let asked = store::asked(&mut change.conn, &ids).await?;
    let ran = last_dates(&mut change, &plans).await?;
    let mut outcome = Outcome::default();
    for plan in &plans {
        let Some(account) = accounts.get(&plan.account_id) else { continue };
        let of = |it: &&Alerted| it.account_id == plan.account_id && *plan.kind.is_ticked(&mut it.alerts.clone());
        let readers = readers.iter().filter(of).collect();
        let key = (plan.account_id, plan.kind);
        if !asked.contains(&key) {
            outcome.dropped.push(key);
            continue;
        }
        outcome.decide((plan, account), readers, ran.get(&key).copied(), now);
        if outcome.going.iter().map(|it| it.readers.len()).sum::<usize>() >= LETTERS {
            // The others are taken next.
            break;
        }
    }
    keep(state, &mut change, outcome).await?;
    // That they went is kept, and not recorded.
    change.keep();
    change.commit().await?;
    Ok(true)
}

/// Looks at all plans again where time zones are of another edition than before, or the program is new.
pub async fn follow_zones(state: &State) -> Result<()> {
    let known = state.part::<Edition>();
    let edition = zones::edition();
    if *known.0.lock().unwrap_or_else(PoisonError::into_inner) == edition {
        return Ok(());
    }
    let mut beyond = 0;
    while let Some(last) = plan_again(state, beyond).await? {
        beyond = last;
    }
    *known.0.lock().unwrap_or_else(PoisonError::into_inner) = edition;
    Ok(())
}

/// Finds the times of planned dates again, of some accounts beyond one; the last of them.
async fn plan_again(state: &State, beyond: i64) -> Result<Option<i64>> {
    let mut tx = state.db.begin().await?;
    let plans = store::planned(&mut tx, beyond, PLANNED_AT_ONCE).await?;
    if plans.is_empty() {
        return Ok(None);
    }
    let ids: Vec<i64> = plans.iter().map(|it| it.account_id).collect();
    let accounts = store::accounts(&mut tx, &ids).await?;
    let accounts: HashMap<i64, &Account> = accounts.iter().map(|it| (it.id, it)).collect();
    let moved = plans.iter().filter_map(|plan| {
        let (date, account) = (plan.date()?, accounts.get(&plan.account_id)?);
        let (date, at) = account.next(plan.kind, date, DateTime::UNIX_EPOCH)?;
        (at != plan.next_at).then_some((plan.account_id, plan.kind, date, at))
    });
    store::plan(&mut tx, &moved.collect::<Vec<_>>()).await?;
    tx.commit().await?;
    Ok(ids.last().copied())
}

/// Of those that are planned anew: no date comes a second time.
async fn last_dates(change: &mut Change, plans: &[Plan]) -> Result<HashMap<(i64, Report), NaiveDate>> {
    let ids: Vec<i64> = plans.iter().filter(|it| it.next_date.is_none()).map(|it| it.account_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let last = store::last_dates(&mut change.conn, &ids).await?;
    Ok(last.into_iter().filter_map(|it| Some(((it.account_id, it.kind), it.local_date.parse().ok()?))).collect())
}

impl<'a> Outcome<'a> {
    fn decide(
        &mut self,
        (plan, account): (&Plan, &'a Account),
        readers: Vec<&'a Alerted>,
        ran: Option<NaiveDate>,
        now: DateTime<Utc>,
    ) {
        let written_to = account.state.allows(Act::Letters).is_ok();
        let zone = account.zone();
        let planned = plan.date();
        let (from, after) = match planned {
            Some(planned) => (planned, DateTime::UNIX_EPOCH),
            None => {
                // Of what was asked for long ago, or before there were plans, from now on.
                let since = if now - plan.next_at <= LATELY { plan.next_at } else { now };
                // It may still be yesterday's turn, where the clocks are put forward over its hour.
                let from = zone.date_before(zone.date_at(since));
                (ran.and_then(|it| it.succ_opt()).map_or(from, |next| from.max(next)), since)
            }
        };
        let mut missed = Vec::new();
        let mut next = account.next(plan.kind, from.max(zone.date_at(now - KEPT)), after);
        // One that was due when another weekday was chosen is due all the same.
        if let Some(date) = planned.filter(|date| next.is_none_or(|(next, _)| next != *date)) {
            missed.push((date, account.on(date).unwrap_or(now).min(now)));
        }
        while let Some((date, at)) = next.filter(|(_, at)| *at <= now) {
            missed.push((date, at));
            next = date.succ_opt().and_then(|date| account.next(plan.kind, date, at));
        }
        self.next.extend(next.map(|(date, at)| (account.id, plan.kind, date, at)));
        let Some((date, planned_at)) = missed.pop() else { return };
        let run = |(date, planned_at): (NaiveDate, DateTime<Utc>), reason: &str| Run {
            kind: plan.kind,
            local_date: date.to_string(),
            planned_at,
            ran_at: Some(now),
            outcome: if reason.is_empty() { "sent" } else { "skipped" }.to_owned(),
            late: reason.is_empty() && now - planned_at > IN_TIME,
            reason: reason.to_owned(),
            letters: 0,
        };
        self.skipped.extend(missed.into_iter().map(|it| (account.id, run(it, "missed"))));
        if !written_to {
            let reason = if account.state.deleted_at.is_some() { "account-deleted" } else { "account-inactive" };
            return self.skipped.push((account.id, run((date, planned_at), reason)));
        }
        let letters = i64::try_from(readers.len()).unwrap_or(i64::MAX);
        let run = Run { letters, ..run((date, planned_at), "") };
        self.going.push(Going { account, run, date, readers });
    }
}

async fn keep(state: &State, change: &mut Change, outcome: Outcome<'_>) -> Result<()> {
    for key in outcome.dropped {
        store::drop_plan(&mut change.conn, key).await?;
    }
    store::plan(&mut change.conn, &outcome.next).await?;
    let mut runs = outcome.skipped;
    runs.extend(outcome.going.iter().map(|it| (it.account.id, it.run.clone())));
    if runs.is_empty() {
        return Ok(());
    }
    let new: HashSet<(i64, String, String)> = store::write(&mut change.conn, &runs).await?.into_iter().collect();
    let is_new =
        |it: &Going| new.contains(&(it.account.id, it.run.kind.as_str().to_owned(), it.run.local_date.clone()));
    let going: Vec<Going> = outcome.going.into_iter().filter(is_new).collect();
    if going.is_empty() {
        return Ok(());
    }
    let spans = going.iter().map(|it| (it.account.id, it.run.kind, it.run.kind.spans(it.account.zone(), it.date)));
    let contents: BTreeMap<_, Content> = content::read(&mut change.conn, spans.collect()).await?;
    let mut notices = outbox::Notices::begin(change).await?;
    for it in &going {
        let Some(content) = contents.get(&(it.account.id, it.run.kind)) else { continue };
        for reader in &it.readers {
            let said = letters::report::Said {
                kind: it.run.kind.letter(),
                span: (content.span.first, content.span.last),
                planned_at: it.run.late.then_some(it.run.planned_at),
                lines: content.lines(reader.lang()),
                to_usage: reader.master,
                identity: format!("{} {} {}", it.account.id, it.run.kind.as_str(), it.run.local_date),
            };
            notices.queue(change, letters::report::report(state, &reader.addressee(), said)).await?;
        }
    }
    notices.finish(change).await
}

/// What became of those of long ago.
pub async fn sweep(state: &State) -> Result<()> {
    while forget(state, state.clock.now() - KEPT).await? {}
    Ok(())
}

/// Some of them; whether there may be more.
async fn forget(state: &State, before: DateTime<Utc>) -> Result<bool> {
    let mut tx = state.db.begin().await?;
    let gone = store::forget(&mut tx, before, FORGOTTEN_AT_ONCE).await?;
    tx.commit().await?;
    Ok(gone == FORGOTTEN_AT_ONCE.unsigned_abs())
}
