//! What the platform reports of senders, and the orders that it fetches and settles.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::wanted;
use crate::{
    api::{self, Call, Caller, Failure, Int, Many, Nothing, One, Part, Ref, Row, Rows, Scope, Text, Thing, asks::List},
    forms::fields::{choice, number, text},
    i18n::Message,
    senders::{
        orders::{self, Act, Outcome, Settled},
        reports::{self, MOST, Report, Waiting},
        store::queue::{self, Order},
    },
};

/// No queue is longer; the sum of a report's lines is still a number.
const LONGEST: i64 = 1_000_000_000_000;

pub fn report() -> Vec<Call> {
    let about = "The platform says in which state it has a sender and what waits in its queue. A sender that nothing was \
                 reported of for 15 minutes is shown as silent. A report that is not newer than the last one changes \
                 nothing.";
    let ask = json!({"id": "Mailer", "state": "active", "queue": [{"account_id": 1, "campaign_id": "spring", "isp": "example.com", "count": 1204}]});
    vec![
        Call::new("senders/report", Scope::PlatformReport, about, take)
            .example(ask, json!({"data": {"outcome": "taken"}})),
    ]
}

pub fn orders() -> Vec<Call> {
    let about = "What the platform is to do, in the order of the ids: orders that it has not settled. They are done in \
                 this order, each settled by senders/orders/settle.";
    let settle_about =
        "The platform says what came of an order. The same again changes nothing; a withdrawn order answers 409.";
    let order = json!({"id": 2, "sender_id": 1, "act": "release", "account_id": null, "asked_at": "2026-03-01T09:30:00Z", "asked_by": "olga"});
    vec![
        Call::new("senders/orders", Scope::PlatformReport, about, fetch)
            .only_reading()
            .example(json!({"limit": 100}), json!({"data": [order], "total_count": 1})),
        Call::new("senders/orders/settle", Scope::PlatformReport, settle_about, settle)
            .example(json!({"id": 3, "outcome": "done", "purged": 1204}), json!({})),
    ]
}

/// What the platform says of a sender.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SenderReport)]
struct Reported {
    /// The sender, by its id or its name.
    id: Ref,
    /// `active`, `inactive` or `held`.
    state: Text,
    /// As of when, such as `2026-03-01T09:30:00Z`; now, unless given. At most 5 minutes ahead.
    at: Option<Text>,
    /// What waits, all of it, up to 10,000 lines; an empty list is nothing. Left out, the report says nothing of the queue.
    #[serde(default, deserialize_with = "api::given")]
    #[schema(value_type = Option<Vec<ReportedLine>>)]
    queue: Option<Many<ReportedLine>>,
}

/// Messages that wait.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SenderReportLine)]
struct ReportedLine {
    /// The id of the account that sends them.
    account_id: Int,
    /// At most 128 characters; may be left out.
    campaign_id: Option<Text>,
    /// Of the recipients, at most 128 characters; may be left out.
    isp: Option<Text>,
    /// How many, 0 or more. Lines that differ in nothing else are added up.
    count: Int,
}

/// What became of a report.
#[derive(Serialize, ToSchema)]
#[schema(as = SenderReportOutcome)]
struct Taken {
    /// `taken`, or `late`: something as new was known already.
    outcome: &'static str,
}

async fn take(caller: &Caller, ask: Reported) -> Result<One<Taken>, Failure> {
    let known = |code: &str| ["active", "inactive", "held"].contains(&code).then(|| code.to_owned());
    let state = choice(&ask.state.0, known).map_err(|refusal| Failure::field("state", &refusal))?;
    let at = ask.at.as_ref().filter(|it| !it.0.trim().is_empty()).map(moment).transpose()?;
    let refused = |refusal: Message| Failure::field("queue", &refusal);
    let waiting = match ask.queue {
        None => None,
        Some(Many(lines)) if lines.len() > MOST => {
            return Err(refused(Message::new("refused-report-lines").with("most", MOST as i64)));
        }
        Some(Many(lines)) => Some(lines.iter().map(waiting).collect::<Result<Vec<_>, _>>().map_err(refused)?),
    };
    let sender = wanted(caller, &ask.id).await?;
    let report = Report { state, at, waiting };
    let is_taken = reports::report(&caller.state, caller.actor.clone(), sender.id, report).await?;
    Ok(One { data: Taken { outcome: if is_taken { "taken" } else { "late" } } })
}

fn waiting(line: &ReportedLine) -> Result<Waiting, Message> {
    let said = |given: &Option<Text>| given.as_ref().map_or(Ok(String::new()), |it| text(&it.0, 128));
    Ok(Waiting {
        account_id: line.account_id.0,
        campaign_id: said(&line.campaign_id)?,
        isp: said(&line.isp)?,
        count: number(&line.count.0.to_string(), 0, LONGEST)?,
    })
}

fn moment(given: &Text) -> Result<DateTime<Utc>, Failure> {
    let parsed = given.0.trim().parse::<DateTime<Utc>>().ok().filter(crate::lists::is_kept);
    parsed.ok_or_else(|| Failure::field("at", &"refused-report-at".into()))
}

/// What the platform is to do with a sender's queue.
#[derive(Serialize, ToSchema)]
#[schema(as = SenderOrderRow)]
struct OrderView {
    id: i64,
    sender_id: i64,
    act: Act,
    /// Of a purge: whose messages; null is all.
    #[schema(required)]
    account_id: Option<i64>,
    asked_at: DateTime<Utc>,
    /// An administrator's login or a token's name.
    asked_by: String,
}

impl Row for OrderView {}

async fn fetch(caller: &Caller, ask: List) -> Result<Rows<OrderView>, Failure> {
    let part = Part::of(ask.from_id, ask.limit)?;
    let found = queue::part(&mut caller.state.db.conn().await?, part).await?;
    let view = |Order { id, sender_id, act, account_id, asked_at, asked_by, .. }| OrderView {
        id,
        sender_id,
        act,
        account_id,
        asked_at,
        asked_by,
    };
    Ok(Rows::of(found, view))
}

/// What came of an order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SenderOrderSettled)]
struct Settle {
    /// The id of the order.
    id: Int,
    /// `done` or `failed`.
    outcome: Text,
    /// Of a purge: how many messages were thrown away.
    purged: Option<Int>,
    /// Why it failed, at most 200 characters.
    text: Option<Text>,
}

async fn settle(caller: &Caller, ask: Settle) -> Result<Nothing, Failure> {
    let refused = |field: &'static str| move |refusal: Message| Failure::field(field, &refusal);
    let known = |code: &str| match code {
        "done" => Some(Outcome::Done),
        "failed" => Some(Outcome::Failed),
        _ => None,
    };
    let outcome = choice(&ask.outcome.0, known).map_err(refused("outcome"))?;
    let purged = ask.purged.map(|it| number(&it.0.to_string(), 0, LONGEST)).transpose().map_err(refused("purged"))?;
    let said = ask.text.map_or(Ok(String::new()), |it| text(&it.0, 200)).map_err(refused("text"))?;
    let settled = Settled { outcome, purged, said };
    match orders::settle(&caller.state, caller.actor.clone(), ask.id.0, &settled).await {
        Err(crate::error::Error::NotFound) => Err(Failure::missing("id", Thing::SenderOrder, &Ref::Id(ask.id.0))),
        settled => Ok(settled.map(|()| Nothing {})?),
    }
}
