//! That too much comes back is told in the transaction that reports it, at most once in twelve hours of an account and
//! kind, and of what was not reported before.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::Duration;

use super::{
    model::{Day, Kind, Thresholds},
    report::Reported,
    store,
};
use crate::{
    account_users::{profile::Alerts, store::alerted::alerted},
    change::{Change, store::About},
    error::Result,
    mail::{letters, outbox},
    state::State,
    zones::Zone,
};

const QUIET: Duration = Duration::hours(12);
/// Of a day that was over longer ago nothing is told.
const RECENT: Duration = Duration::days(7);

/// What is told: the newest of the days of which it is.
type Told<'a> = BTreeMap<(i64, Kind), &'a Reported>;

/// Keeps what was reported of accounts that this change holds, and tells what is to be told of it.
pub async fn take(state: &State, change: &mut Change, reported: Vec<Reported>) -> Result<()> {
    let ids: BTreeSet<i64> = reported.iter().map(|it| it.account.id).collect();
    let days = || reported.iter().map(|it| it.day.day.as_str());
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(()) };
    let known = store::days(&mut change.conn, &ids.iter().copied().collect::<Vec<_>>(), (first, last)).await?;
    store::write(&mut change.conn, reported.iter().map(|it| &it.day), change.at).await?;
    let thresholds = store::settings(&mut change.conn).await?.thresholds;
    let known: HashMap<(i64, &str), &Day> = known.iter().map(|it| ((it.account_id, it.day.as_str()), it)).collect();
    let mut told = Told::new();
    for it in &reported {
        let recent = it.date >= Zone::named(&it.account.tz).date_at(change.at - RECENT);
        let is_news = known.get(&(it.account.id, it.day.day.as_str())) != Some(&&it.day);
        let passed = Kind::ALL.iter().filter(|kind| recent && is_news && thresholds.are_passed(&it.day, **kind));
        // In the order of the days, so that the newest stays.
        told.extend(passed.map(|kind| ((it.account.id, *kind), it)));
    }
    if !told.is_empty() {
        for quiet in store::told(&mut change.conn, &ids, change.at - QUIET).await? {
            told.retain(|(id, kind), _| *id != quiet.account_id || kind.as_str() != quiet.kind);
        }
    }
    tell(state, change, told, &thresholds).await
}

async fn tell(state: &State, change: &mut Change, told: Told<'_>, thresholds: &Thresholds) -> Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    store::tell(&mut change.conn, told.keys().copied(), change.at).await?;
    for ((id, kind), it) in &told {
        let (day, account) = (&it.day, &it.account);
        let about = About { kind: "account", id: Some(*id), name: account.title.clone(), account_id: Some(*id) };
        let said = [
            ("came_back", kind.as_str().to_owned()),
            ("day", day.day.clone()),
            ("sent", day.sent.to_string()),
            ("count", day.of(*kind).to_string()),
        ];
        let said = said.map(|(field, value)| (field, String::new(), value)).to_vec();
        change.note("quality-alert", about, said).await?;
    }
    let accounts: BTreeSet<i64> = told.keys().map(|(id, _)| *id).collect();
    let readers = alerted(&mut change.conn, &accounts.into_iter().collect::<Vec<_>>()).await?;
    let mut notices = outbox::Notices::begin(change).await?;
    for reader in &readers {
        for kind in Kind::ALL.iter().filter(|kind| wants(&reader.alerts, **kind)) {
            let Some(it) = told.get(&(reader.account_id, *kind)) else { continue };
            let said = letters::quality::Said {
                kind: kind.label(),
                ticked: ticked(*kind),
                day: it.date,
                sent: it.day.sent,
                count: it.day.of(*kind),
                share: super::model::said(it.day.share(*kind).unwrap_or_default(), reader.lang()),
                borne: super::model::said(thresholds.of(*kind), reader.lang()),
            };
            notices.queue(change, letters::quality::quality(state, &reader.addressee(), &said)).await?;
        }
    }
    notices.finish(change).await
}

/// The box of a kind.
fn ticked(kind: Kind) -> &'static str {
    match kind {
        Kind::Complaints => "user-alert-complaints",
        Kind::Hard => "user-alert-hard-bounces",
        Kind::Soft => "user-alert-soft-bounces",
    }
}

fn wants(alerts: &Alerts, kind: Kind) -> bool {
    match kind {
        Kind::Complaints => alerts.alert_complaints,
        Kind::Hard => alerts.alert_hard_bounces,
        Kind::Soft => alerts.alert_soft_bounces,
    }
}
