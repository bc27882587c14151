//! Usage over the API: the platform reports it and asks what is left, scripts read it.

mod asks;

use asks::{Check, OfUsage, Only};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    model::{LARGEST, Metric},
    report::{self, MOST, Outcome},
    service::{self, Checked, Limited},
    store::windows::{self, Row},
};
use crate::{
    api::{
        self, Call, Caller, Failure, Int, One, Part, Reply, Rows, Scope,
        asks::{List, With},
    },
    i18n::Message,
    lists::LongLists,
};

/// What became of each event, in their order.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageOutcomes)]
struct Outcomes {
    data: Vec<Outcome>,
}

impl Reply for Outcomes {}

/// What was used in a window.
#[derive(Serialize, ToSchema)]
#[schema(as = UsageWindow)]
struct WindowView {
    id: i64,
    account_id: i64,
    #[schema(inline)]
    metric: Metric,
    window_start: DateTime<Utc>,
    window_end: DateTime<Utc>,
    used: i64,
    /// By the tariff of now; null is unlimited.
    #[schema(required)]
    limit: Option<i64>,
}

impl api::Row for WindowView {}

pub fn calls() -> Vec<Call> {
    let report_about = "For the platform: what accounts used. Each event counts once, however often it comes; one that is \
                        refused is told, and the others are counted. It counts in the day or month of the account's time \
                        zone that it is in; of profiles, databases and storage_bytes the newest value stands.";
    let check_about = "Whether so much more fits, for the platform to ask before it goes on. A soft limit allows all; a \
                       hard one that has no room answers 402, with the same data. It changes nothing: what fits may not any \
                       more when it is used.";
    let list_about = "What accounts used, by window, in the order of the ids, from an id on. Windows of months are kept \
                      for two years, those of days for 100 days. Users are not among them, since they are counted here.";
    let event = json!({"id": "2026-03-01-17-mail", "account": "acme", "metric": "emails", "value": 1204, "at": "2026-03-01T09:30:00Z"});
    let gauge = json!({"id": "2026-03-01-17-size", "account": "acme", "metric": "storage_bytes", "set": 18_204_000, "at": "2026-03-01T09:30:00Z"});
    let outcomes = json!([
        {"id": "2026-03-01-17-mail", "outcome": "counted", "reason": ""},
        {"id": "2026-03-01-17-size", "outcome": "counted", "reason": ""},
    ]);
    let checked =
        json!({"allowed": true, "used": 1204, "limit": 100_000, "left": 98_796, "resets_at": "2026-04-01T00:00:00Z"});
    let window = json!({
        "id": 1, "account_id": 17, "metric": "emails", "window_start": "2026-03-01T00:00:00Z",
        "window_end": "2026-04-01T00:00:00Z", "used": 1204, "limit": 100_000,
    });
    vec![
        Call::new("usage/report", Scope::PlatformReport, report_about, take)
            .example(json!({"events": [event, gauge]}), json!({"data": outcomes})),
        Call::new("usage/check", Scope::PlatformReport, check_about, check)
            .only_reading()
            .example(json!({"account": "acme", "metric": "emails", "value": 500}), json!({"data": checked})),
        Call::new("usage/list", Scope::AccountsRead, list_about, list)
            .example(json!({"account_id": "acme", "metric": "emails"}), json!({"data": [window], "total_count": 1})),
    ]
}

async fn take(caller: &Caller, ask: OfUsage) -> Result<Outcomes, Failure> {
    let refused = |message: Message| Err(Failure::field("events", &message));
    match ask.events.0.len() {
        0 => return refused("refused-empty".into()),
        count if count > MOST => return refused(Message::new("refused-too-many").with("most", MOST as i64)),
        _ => {}
    }
    let now = caller.state.clock.now();
    let given = ask.events.0.into_iter().map(|event| event.given(now)).collect();
    Ok(Outcomes { data: report::report(&caller.state, caller.actor.clone(), given).await? })
}

async fn check(caller: &Caller, ask: Check) -> Result<One<Checked>, Failure> {
    let of = Limited::parse(ask.metric.0.trim());
    let of = of.ok_or_else(|| Failure::field("metric", &"refused-usage-metric".into()))?;
    let more = ask.value.map_or(1, |Int(value)| value);
    if !(0..=LARGEST).contains(&more) {
        let refused = Message::new("refused-number").with("least", 0).with("most", LARGEST);
        return Err(Failure::field("value", &refused));
    }
    let account_id = api::account(caller, "account", &ask.account).await?;
    let now = caller.state.clock.now();
    let data = service::check(&mut caller.state.db.conn().await?, account_id, of, more, now).await?;
    if data.allowed {
        return Ok(One { data });
    }
    Err(Failure::new(402, "api-limit-reached").with_data(&data))
}

async fn list(caller: &Caller, With(page, only): With<List, Only>) -> Result<Rows<WindowView>, Failure> {
    let part = Part::of(page.from_id, page.limit)?;
    let metric = match only.metric.as_ref().map(|it| it.0.trim()).filter(|it| !it.is_empty()) {
        None => None,
        Some(code) => Some(code.parse().map_err(|_| Failure::field("metric", &"refused-usage-metric".into()))?),
    };
    let account_id = api::any_account(caller, "account_id", &only.account_id).await?;
    let named = format!("usage-{}-{}", account_id.unwrap_or_default(), metric.map_or("", Metric::as_str));
    let lists = caller.state.part::<LongLists>();
    let known = (&*lists, named, caller.state.clock.now());
    let mut conn = caller.state.db.conn().await?;
    let listed = windows::listed(account_id, metric);
    Ok(Rows::of(api::rows_of_many(&mut conn, listed, windows::ROW, part, known).await?, view))
}

fn view(Row { id, counted, limits }: Row) -> WindowView {
    WindowView {
        id,
        account_id: counted.account_id,
        metric: counted.metric,
        window_start: counted.starts_at,
        window_end: counted.ends_at,
        used: counted.used,
        limit: limits.of(counted.metric),
    }
}
