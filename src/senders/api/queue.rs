//! A sender's queue over the API: what waits, and what the platform is told to do with it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{ToSchema, openapi::schema::AnyOfBuilder};

use super::wanted;
use crate::{
    accounts,
    api::{Call, Caller, Failure, Flag, Int, One, Ref, Reply, Scope as ApiScope, Text, Thing, shape},
    forms::fields::choice,
    senders::{
        orders::{self, Act, Scope},
        store::queue::{self, Group, QueueLine},
    },
    web::Asked,
};

/// As many lines are answered.
const MOST: i64 = 10_000;

pub fn calls() -> Vec<Call> {
    use ApiScope::{ResourcesRead, ResourcesWrite};
    let stats_about = "What waits at the platform for a sender, as reported last, the longest first; no rows where nothing \
                       was reported or nothing waits.";
    let hold_about = "Tells the platform to hold a sender's queue: nothing leaves, and what comes waits. A waiting order to \
                      release is withdrawn.";
    let release_about = "Tells the platform to release a sender's queue. A waiting order to hold is withdrawn.";
    let purge_about = "Tells the platform to throw away what waits of an account, or of all. It cannot be taken back.";
    let line = json!({"account_id": 1, "account": "acme", "campaign_id": null, "isp": null, "queued": 1204});
    let order = |id| json!({"data": {"order_id": id}});
    vec![
        Call::new("senders/queue/stats", ResourcesRead, stats_about, stats).example(
            json!({"id": "Mailer", "group": "account"}),
            json!({"data": [line], "total_count": 1, "queued": 1204, "reported_at": "2026-03-01T09:30:00Z"}),
        ),
        Call::new("senders/queue/hold", ResourcesWrite, hold_about, async |caller, ask| {
            give(caller, ask, Act::Hold).await
        })
        .example(json!({"id": "Mailer"}), order(1)),
        Call::new("senders/queue/release", ResourcesWrite, release_about, async |caller, ask| {
            give(caller, ask, Act::Release).await
        })
        .example(json!({"id": "Mailer"}), order(2)),
        Call::new("senders/queue/purge", ResourcesWrite, purge_about, purge)
            .example(json!({"id": "Mailer", "account_id": "acme"}), order(3)),
    ]
}

/// Whose queue, and how it is divided.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Stats {
    /// The sender, by its id or its name.
    id: Ref,
    /// `account` unless given; `account_campaign`, `isp` or `total`.
    group: Option<Text>,
}

/// What waits.
#[derive(Serialize, ToSchema)]
#[schema(as = SenderQueue)]
struct QueueView {
    data: Vec<LineView>,
    /// How many rows there are.
    total_count: usize,
    /// How many messages wait in all; null where nothing was reported.
    #[schema(required)]
    queued: Option<i64>,
    /// As of when; null where nothing was reported.
    #[schema(required)]
    reported_at: Option<DateTime<Utc>>,
}

/// What waits of one; null is what the queue is not divided by, or what was not reported.
#[derive(Serialize, ToSchema)]
#[schema(as = SenderQueueLine)]
struct LineView {
    #[schema(required)]
    account_id: Option<i64>,
    /// Its account name.
    #[schema(required)]
    account: Option<String>,
    #[schema(required)]
    campaign_id: Option<String>,
    /// Of the recipients.
    #[schema(required)]
    isp: Option<String>,
    queued: i64,
}

impl Reply for QueueView {}

async fn stats(caller: &Caller, ask: Stats) -> Result<QueueView, Failure> {
    let group = ask.group.as_ref().map_or(Ok(Group::Account), |it| choice(&it.0, |code| code.parse().ok()));
    let group = group.map_err(|refusal| Failure::field("group", &refusal))?;
    let sender = wanted(caller, &ask.id).await?;
    let lines = match sender.queued {
        None => Vec::new(),
        Some(_) => queue::queue(&mut caller.state.db.conn().await?, sender.id, group, MOST).await?,
    };
    let said = |text: String| Some(text).filter(|it| !it.is_empty());
    let view = |line: QueueLine| LineView {
        account_id: line.account_id,
        account: said(line.account_name),
        campaign_id: said(line.campaign_id),
        isp: said(line.isp),
        queued: line.queued,
    };
    let data: Vec<_> = lines.into_iter().map(view).collect();
    Ok(QueueView { total_count: data.len(), data, queued: sender.queued, reported_at: sender.reported_at })
}

/// Whose queue.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SenderOrderGiven)]
struct Give {
    /// The sender, by its id or its name.
    id: Ref,
    /// The version of the sender that is meant; 409 when there is another by now.
    version: Option<Int>,
}

/// The order, as the platform fetches it.
#[derive(Serialize, ToSchema)]
#[schema(as = SenderOrderId)]
struct Given {
    order_id: i64,
}

async fn give(caller: &Caller, ask: Give, act: Act) -> Result<One<Given>, Failure> {
    let sender = wanted(caller, &ask.id).await?;
    order(caller, sender.id, act, (Scope::All, ask.version)).await
}

async fn order(
    caller: &Caller,
    id: i64,
    act: Act,
    (scope, version): (Scope, Option<Int>),
) -> Result<One<Given>, Failure> {
    let asked = Asked::at(version.map(|it| it.0));
    let order_id = orders::give(&caller.state, caller.actor.clone(), id, act, (scope, &asked)).await?;
    Ok(One { data: Given { order_id } })
}

/// Whose queue, and how much of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SenderPurge)]
struct Purge {
    /// The sender, by its id or its name.
    id: Ref,
    #[schema(schema_with = whose)]
    #[serde(default)]
    account_id: Ref,
    /// True throws away what waits of all accounts.
    all_accounts: Option<Flag>,
    /// The version of the sender that is meant; 409 when there is another by now.
    version: Option<Int>,
}

fn whose() -> AnyOfBuilder {
    let about = "The account whose messages are thrown away, by its id or its account name; this or `all_accounts`.";
    shape::account().description(Some(about))
}

async fn purge(caller: &Caller, ask: Purge) -> Result<One<Given>, Failure> {
    let all = ask.all_accounts.is_some_and(|it| it.0);
    let scope = match (&ask.account_id, all) {
        (Ref::None, true) => Scope::All,
        (Ref::None, false) => return Err(Failure::field("account_id", &"refused-sender-purge-scope".into())),
        (_, true) => return Err(Failure::field("all_accounts", &"refused-sender-purge-both".into())),
        (account, false) => {
            let key = account.account_key("account_id")?;
            let found = accounts::store::api::find(&mut caller.state.db.conn().await?, &key).await?;
            let found = found.ok_or_else(|| Failure::missing("account_id", Thing::Account, account))?;
            Scope::Account { id: found.id, name: found.settings.name }
        }
    };
    let sender = wanted(caller, &ask.id).await?;
    order(caller, sender.id, Act::Purge, (scope, ask.version)).await
}
