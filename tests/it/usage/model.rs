//! Events as they may come, repeated, late, out of order, at two nodes, against a model in memory.

use crate::api::{ROOT, Script};
use crate::both_databases;
use crate::support::app::{TestApp, run};
use crate::support::database::Engine;
use chrono::{DateTime, Datelike, Duration, Utc};
use proptest::prelude::{Strategy, any, prop};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use steward::zones::Zone;

/// Whose clocks are put forward or back within the weeks in which the events are.
const ZONES: [&str; 6] =
    ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll", "Asia/Kathmandu"];
const COUNTERS: [&str; 3] = ["emails", "sms", "api_requests"];

#[derive(Clone, Debug)]
struct Event {
    id: usize,
    account: usize,
    metric: &'static str,
    value: i64,
    at: DateTime<Utc>,
}

impl Event {
    fn json(&self) -> Value {
        let (named, at) = (if self.metric == "profiles" { "set" } else { "value" }, self.at.to_rfc3339());
        json!({"id": self.id.to_string(), "account": format!("a{}", self.account), "metric": self.metric, named: self.value, "at": at})
    }

    /// The first day of its window, by the calendar of its account.
    fn window(&self) -> String {
        day(Zone::named(ZONES[self.account]), self.metric, self.at)
    }
}

fn day(zone: Zone, metric: &str, at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&zone).date_naive();
    if metric == "api_requests" { local.to_string() } else { format!("{}-{:02}-01", local.year(), local.month()) }
}

/// What is to have been counted: account, metric and first day → number.
type Model = BTreeMap<(String, String, String), i64>;

fn model(events: &[Event]) -> Model {
    let mut newest: BTreeMap<(String, String, String), DateTime<Utc>> = BTreeMap::new();
    let mut model = Model::new();
    for event in events {
        let key = (format!("a{}", event.account), event.metric.to_owned(), event.window());
        let used = model.entry(key.clone()).or_default();
        if event.metric == "profiles" {
            if newest.get(&key).is_none_or(|known| *known < event.at) {
                newest.insert(key, event.at);
                *used = event.value;
            }
        } else {
            *used += event.value;
        }
    }
    model
}

fn events(count: usize, now: DateTime<Utc>) -> Vec<Event> {
    let mut runner = TestRunner::deterministic();
    let one = (0..ZONES.len(), 0..4_usize, 0..1000_i64, 0..34 * 86_400_i64);
    let drawn = prop::collection::vec(one, count).new_tree(&mut runner).expect("events").current();
    let event = |(id, (account, metric, value, ago)): (usize, (usize, usize, i64, i64))| Event {
        id,
        account,
        metric: COUNTERS.get(metric).copied().unwrap_or("profiles"),
        value,
        // No two at the same moment, of which either might be the newer.
        at: now - Duration::seconds(ago) - Duration::microseconds(i64::try_from(id).expect("few")),
    };
    drawn.into_iter().enumerate().map(event).collect()
}

/// The events in batches, three in ten of them twice, none in their order.
fn batches(events: &[Event]) -> Vec<Vec<Event>> {
    let mut runner = TestRunner::deterministic();
    let mut draw = || any::<u32>().new_tree(&mut runner).expect("a number").current();
    let repeated = events.iter().filter(|event| event.id % 10 < 3).cloned();
    let mut all: Vec<(u32, Event)> = events.iter().cloned().chain(repeated).map(|event| (draw(), event)).collect();
    all.sort_by_key(|(place, _)| *place);
    let all: Vec<Event> = all.into_iter().map(|(_, event)| event).collect();
    all.chunks(97).map(<[Event]>::to_vec).collect()
}

async fn accounts(app: &TestApp) -> Script {
    let mut script = Script::new(app).await;
    for (at, zone) in ZONES.iter().enumerate() {
        let ask = json!({"name": format!("a{at}"), "title": zone, "tz": zone, "tariff": "Basic", "reports_day": 1, "reports_hour": 9});
        script.ok("accounts/save", ask).await;
    }
    // Into the middle of April, so that the clocks of all were changed.
    app.clock.advance(Duration::days(40));
    script
}

/// What was counted, as the call tells it.
async fn counted(script: &mut Script) -> Model {
    let mut model = Model::new();
    let mut from = Some(json!(1));
    while let Some(from_id) = from {
        let page = script.ok("usage/list", json!({"from_id": from_id, "limit": 100})).await;
        for row in page["data"].as_array().expect("rows") {
            let account = row["account_id"].as_i64().expect("an id") - 2;
            let begun: DateTime<Utc> = row["window_start"].as_str().expect("text").parse().expect("a time");
            let metric = row["metric"].as_str().expect("text").to_owned();
            let zone = Zone::named(ZONES[usize::try_from(account).expect("an account of these")]);
            let key = (format!("a{account}"), metric.clone(), day(zone, &metric, begun));
            let known = model.insert(key.clone(), row["used"].as_i64().expect("a number"));
            assert_eq!(known, None, "{key:?} is there twice");
        }
        from = page.get("next_from_id").filter(|it| !it.is_null()).cloned();
    }
    model
}

async fn send(app: &TestApp, secret: &str, batch: &[Event]) {
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = json!({"events": batch.iter().map(Event::json).collect::<Vec<_>>()}).to_string();
    let answer = app.client().post_raw(&format!("{ROOT}/usage/report"), &headers, body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

both_databases! {
    async fn what_comes_twice_late_and_in_no_order_is_counted_as_a_model_does(app: TestApp) {
        let mut script = accounts(&app).await;
        let events = events(2_000, app.clock.now());
        for batch in batches(&events) {
            send(&app, &script.secret, &batch).await;
        }
        assert_eq!(counted(&mut script).await, model(&events));
    }
}

/// Each batch is sent to both at once, by several.
#[test]
fn two_nodes_count_what_both_are_sent_once() {
    run(Engine::Postgres, async |one: TestApp| {
        let other = one.beside(|_| {}).await;
        let mut script = accounts(&one).await;
        let events = events(2_000, one.clock.now());
        let secret = script.secret.clone();
        let batches = batches(&events);
        for together in batches.chunks(4) {
            let at = |node| together.iter().map(move |batch| (node, batch));
            let sent = at(&one).chain(at(&other)).map(|(node, batch)| send(node, &secret, batch));
            futures_util::future::join_all(sent).await;
        }
        assert_eq!(counted(&mut script).await, model(&events));
    });
}
