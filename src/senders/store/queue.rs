//! What waits at the platform, and what the platform is to do with it.

use chrono::{DateTime, Utc};

use crate::{
    api,
    db::{self, Bulk, Condition, Conn, FromRow, One, Select, Table, Tx, sql, written},
    i18n::Lang,
    lists::{RowId, grouped},
    resource::Stored,
    senders::{
        model::Sender,
        orders::{Act, Outcome},
        reports::Waiting,
    },
};

const ORDERS: Table = Table::plain("sender_orders");
const QUEUES: Table = Table::plain("sender_queues");
/// As many lines of a queue are shown on a page.
pub const SHOWN: i64 = 200;

/// What the platform is to do, with what came of it.
#[derive(Clone, FromRow)]
pub struct Order {
    pub id: i64,
    pub sender_id: i64,
    #[sqlx(try_from = "String")]
    pub act: Act,
    pub account_id: Option<i64>,
    /// Whose queue is purged; empty is all.
    pub account_name: String,
    pub asked_at: DateTime<Utc>,
    pub asked_by: String,
    pub outcome: Option<String>,
    pub settled_at: Option<DateTime<Utc>>,
    pub purged: Option<i64>,
    pub said: String,
}

pub const ORDER: RowId<Order> = ("o.id", |order| order.id);

fn orders() -> Select {
    Select::new(
        "o.id, o.sender_id, o.act, o.account_id, coalesce(a.name, '') AS account_name, o.asked_at, o.asked_by, o.outcome,
        o.settled_at, o.purged, o.said",
        " FROM sender_orders o LEFT JOIN accounts a ON a.id = o.account_id WHERE 1 = 1",
    )
}

/// Those that the platform has not settled.
pub fn waiting() -> Select {
    orders().push(" AND o.outcome IS NULL")
}

pub async fn order(conn: &mut Conn, id: i64) -> db::Result<Option<Order>> {
    Ok(orders().of_id("o.id", id).fetch_all(conn).await?.pop())
}

/// The last ones of a sender.
pub async fn last_orders(conn: &mut Conn, sender_id: i64) -> db::Result<Vec<Order>> {
    orders().of_id("o.sender_id", sender_id).push(" ORDER BY o.id DESC LIMIT 20").fetch_all(conn).await
}

pub async fn waiting_of(conn: &mut Conn, sender_id: i64) -> db::Result<Vec<Order>> {
    waiting().of_id("o.sender_id", sender_id).push(" ORDER BY o.id").fetch_all(conn).await
}

pub async fn give_order(
    tx: &mut Tx,
    sender_id: i64,
    (act, account_id): (Act, Option<i64>),
    (at, by): (DateTime<Utc>, &str),
) -> db::Result<i64> {
    let row = written![
        sender_id: sender_id, act: act.as_str(), account_id: account_id, asked_at: at, asked_by: by,
        outcome: None::<String>, settled_at: None::<DateTime<Utc>>, purged: None::<i64>, said: "",
    ];
    ORDERS.add(tx, row).await
}

/// False when it was settled meanwhile.
pub async fn settle(
    tx: &mut Tx,
    id: i64,
    (outcome, at): (Outcome, DateTime<Utc>),
    (purged, said): (Option<i64>, &str),
) -> db::Result<bool> {
    let row = written![outcome: outcome.as_str(), settled_at: at, purged: purged, said: said];
    Ok(ORDERS.update_where(tx, row, Condition::new("id = ? AND outcome IS NULL").bind(id)).await? == 1)
}

/// A line of a queue; what it is not divided by is empty.
#[derive(FromRow)]
pub struct QueueLine {
    pub account_id: Option<i64>,
    pub account_name: String,
    pub campaign_id: String,
    pub isp: String,
    pub queued: i64,
}

impl QueueLine {
    /// "1,204"
    pub fn shown(&self, lang: &Lang) -> String {
        grouped(self.queued, *lang)
    }
}

/// How a queue is divided.
#[derive(Clone, Copy, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Group {
    Account,
    AccountCampaign,
    Isp,
    Total,
}

/// The longest lines of it first.
pub async fn queue(conn: &mut Conn, sender_id: i64, group: Group, most: i64) -> db::Result<Vec<QueueLine>> {
    let (columns, by) = match group {
        Group::Account => (
            "q.account_id, max(a.name) AS account_name, '' AS campaign_id, '' AS isp, CAST(sum(q.queued) AS BIGINT) AS queued",
            " GROUP BY q.account_id ORDER BY 5 DESC, 1 LIMIT ",
        ),
        Group::AccountCampaign => (
            "q.account_id, max(a.name) AS account_name, q.campaign_id, '' AS isp, CAST(sum(q.queued) AS BIGINT) AS queued",
            " GROUP BY q.account_id, q.campaign_id ORDER BY 5 DESC, 1, 3 LIMIT ",
        ),
        Group::Isp => (
            "CAST(NULL AS BIGINT) AS account_id, '' AS account_name, '' AS campaign_id, q.isp, CAST(sum(q.queued) AS BIGINT) AS queued",
            " GROUP BY q.isp ORDER BY 5 DESC, 4 LIMIT ",
        ),
        Group::Total => (
            "CAST(NULL AS BIGINT) AS account_id, '' AS account_name, '' AS campaign_id, '' AS isp,
            CAST(coalesce(sum(q.queued), 0) AS BIGINT) AS queued",
            " LIMIT ",
        ),
    };
    let lines =
        Select::new(columns, " FROM sender_queues q JOIN accounts a ON a.id = q.account_id WHERE q.sender_id = ");
    lines.bind(sender_id).push(by).bind(most).fetch_all(conn).await
}

/// What waits of an account, or in all.
pub async fn queued_of(conn: &mut Conn, sender_id: i64, account_id: Option<i64>) -> db::Result<i64> {
    let found = sql!(fetch_one One<i64>, conn,
        "SELECT CAST(coalesce(sum(queued), 0) AS BIGINT) FROM sender_queues
         WHERE sender_id = $1 AND account_id = coalesce($2, account_id)",
        sender_id, account_id)?;
    Ok(found.0)
}

/// What was purged waits no more.
pub async fn empty(tx: &mut Tx, sender_id: i64, account_id: Option<i64>) -> db::Result<()> {
    let of = match account_id {
        Some(account_id) => written![sender_id: sender_id, account_id: account_id],
        None => written![sender_id: sender_id],
    };
    QUEUES.delete_row(tx, of).await?;
    let left = queued_of(tx, sender_id, None).await?;
    Sender::TABLE.set(tx, sender_id, written![queued: left]).await
}

/// That the platform has the sender in this state.
pub async fn note_state(tx: &mut Tx, sender_id: i64, state: &str) -> db::Result<()> {
    Sender::TABLE.set(tx, sender_id, written![reported_state: state]).await
}

/// What a report says, in the place of what the one before said.
pub async fn note_report(
    tx: &mut Tx,
    sender_id: i64,
    (state, at): (&str, DateTime<Utc>),
    waiting: Option<&[Waiting]>,
) -> db::Result<()> {
    let said = written![reported_state: state, reported_at: at];
    let Some(waiting) = waiting else { return Sender::TABLE.set(tx, sender_id, said).await };
    let queued: i64 = waiting.iter().map(|it| it.count).sum();
    Sender::TABLE.set(tx, sender_id, said.and(written![queued: queued])).await?;
    QUEUES.delete_row(tx, written![sender_id: sender_id]).await?;
    let mut bulk = Bulk::new("sender_queues");
    for it in waiting.iter().filter(|it| it.count > 0) {
        let row = written![
            sender_id: sender_id, account_id: it.account_id, campaign_id: &it.campaign_id, isp: &it.isp, queued: it.count,
        ];
        bulk.push(tx, row).await?;
    }
    bulk.flush(tx).await
}

/// The accounts of these ids that there are, deleted ones included.
pub async fn known_accounts(conn: &mut Conn, ids: &[i64]) -> db::Result<Vec<i64>> {
    let mut known = Vec::new();
    for some in ids.chunks(super::accounts::AT_ONCE) {
        let found = Select::new("a.id", " FROM accounts a WHERE a.id IN (");
        let found = found.values(some.iter().copied().map(db::Value::from)).push(")");
        known.extend(found.fetch_all::<One<i64>>(conn).await?.into_iter().map(|(id,)| id));
    }
    Ok(known)
}

/// The platform's page of what it is to do.
pub async fn part(conn: &mut Conn, part: api::Part) -> db::Result<api::Found<Order>> {
    api::rows(conn, waiting(), ORDER, part).await
}
