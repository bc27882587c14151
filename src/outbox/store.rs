use chrono::{DateTime, Duration, Utc};

use super::model::{LetterRow, StoredLetter};
use crate::{
    change::Change,
    db::{self, Condition, Conn, FromRow, One, Select, Tx, sql, written},
    lists::{Column, Field, Kind as Sort, RowId, Shape},
    mail::{Kind, Status, outbox::TABLE},
};

/// What there is to choose of the list.
pub const LIST: Shape = Shape {
    name: "outbox",
    path: "/outbox",
    label: "menu-outbox",
    columns: &[
        ("created", "column-created"),
        ("letter", "column-letter"),
        ("recipient", "column-recipient"),
        ("status", "column-status"),
        ("attempts", "column-attempts"),
        ("sent", "column-sent-or-next"),
    ],
    usual: 6,
    filters: &["q", "status"],
};

/// What the list can be sorted by.
pub const SORTS: [Column<LetterRow>; 1] =
    [Column { name: "id", sql: "o.id", kind: Sort::Id, key: |it| it.id.to_string() }];

/// What the list shows of a letter.
pub const FIELDS: [Field<LetterRow>; 12] = [
    Field::new("id", |it| it.id.into()),
    Field::of("created", "created_at", |it| it.created_at.into()),
    Field::of("letter", "kind", |it| it.kind.as_str().into()),
    Field::of("letter", "subject", |it| (&it.subject).into()),
    Field::of("letter", "account_id", |it| it.account_id.into()),
    Field::of("letter", "user_id", |it| it.user_id.into()),
    Field::new("recipient", |it| (&it.recipient).into()),
    Field::new("status", |it| it.status.as_str().into()),
    Field::of("status", "last_error", |it| it.last_error.as_ref().into()),
    Field::new("attempts", |it| it.attempts.into()),
    Field::of("sent", "sent_at", |it| it.sent_at.into()),
    Field::of("sent", "next_attempt_at", |it| it.is_queued().then_some(it.next_attempt_at).into()),
];

pub const ROW: RowId<LetterRow> = ("o.id", |it| it.id);

/// Those of a status whose recipient or subject has that part, for the list.
pub fn listed(status: Option<&str>, question: Option<&str>) -> Select {
    let columns =
        "o.id, o.kind, o.account_id, o.user_id, o.recipient, o.subject, o.status, o.attempts, o.next_attempt_at,
        o.last_error, o.created_at, o.sent_at, o.forgotten_at";
    Select::new(columns, " FROM outbox o WHERE 1 = 1")
        .filter(" AND o.status = ", status)
        .containing("o.search", question)
}

/// Narrows to those that should have gone by now.
pub fn late(select: Select, now: DateTime<Utc>) -> Select {
    select.push(" AND o.status = 'queued' AND o.created_at <= ").bind(now - Duration::hours(1))
}

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<StoredLetter>> {
    sql!(fetch_optional StoredLetter, conn,
        "SELECT id, kind, account_id, user_id, recipient, subject, status, attempts, next_attempt_at, last_error, created_at, sent_at, forgotten_at,
                message_id, language, html, body, from_name, reply_to, logo_id, give_up_at
         FROM outbox WHERE id = $1",
        id)
}

/// When the oldest letter was written that does not wait and has its texts still.
pub async fn oldest_text(conn: &mut Conn) -> db::Result<Option<DateTime<Utc>>> {
    let found = sql!(fetch_optional One<DateTime<Utc>>, conn,
        "SELECT created_at FROM outbox WHERE forgotten_at IS NULL AND status <> 'queued' ORDER BY id LIMIT 1")?;
    Ok(found.map(|(at,)| at))
}

/// Forgets the texts of some letters that were written before that time and do not wait; how many.
pub async fn forget_texts(tx: &mut Tx, before: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx,
        "UPDATE outbox SET html = '', body = '', forgotten_at = $1 WHERE id IN
             (SELECT l.id FROM (SELECT o.id, o.created_at FROM outbox o WHERE o.forgotten_at IS NULL AND o.status <> 'queued'
                                ORDER BY o.id LIMIT 500) l WHERE l.created_at < $1) AND status <> 'queued'",
        before)
}

/// Makes a letter due at once and patience begin anew; false when it is due or sent already, so that asking twice sends
/// once.
pub async fn again(change: &mut Change, id: i64, kind: Kind) -> db::Result<bool> {
    let row = written![
        status: Status::Queued.as_str(),
        attempts: 0,
        next_attempt_at: change.at,
        give_up_at: change.at + kind.patience(),
        last_error: None::<String>,
    ];
    let over = Condition::new(
        "id = ? AND forgotten_at IS NULL AND (status IN ('failed', 'cancelled') OR (status = 'queued' AND next_attempt_at > ?))",
    );
    Ok(TABLE.update_where(&mut change.conn, row, over.bind(id).bind(change.at)).await? == 1)
}

/// Makes every letter that waits for its next attempt due at once; how many did.
pub async fn all_now(change: &mut Change) -> db::Result<u64> {
    let waiting = Condition::new("status = 'queued' AND next_attempt_at > ?").bind(change.at);
    TABLE.update_where(&mut change.conn, written![attempts: 0, next_attempt_at: change.at], waiting).await
}

/// What the outbox holds.
#[derive(FromRow)]
pub struct Count {
    pub waiting: i64,
    pub failed: i64,
    /// When the oldest that waits was written.
    pub oldest: Option<DateTime<Utc>>,
}

pub async fn count(conn: &mut Conn) -> db::Result<Count> {
    sql!(fetch_one Count, conn,
        "SELECT (SELECT count(*) FROM outbox WHERE status = 'queued') AS waiting, (SELECT count(*) FROM outbox WHERE status = 'failed') AS failed,
                (SELECT created_at FROM outbox WHERE id = (SELECT min(id) FROM outbox WHERE status = 'queued')) AS oldest")
}

/// Whether any letter waits to be sent.
pub async fn is_waiting(conn: &mut Conn) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn, "SELECT id FROM outbox WHERE status = 'queued' LIMIT 1")?;
    Ok(found.is_some())
}

/// False when it is not waiting, or is being sent at this moment.
pub async fn cancel(change: &mut Change, id: i64) -> db::Result<bool> {
    let row = written![
        status: Status::Cancelled.as_str(),
        taken_until: None::<DateTime<Utc>>,
        link_sealed: None::<Vec<u8>>,
    ];
    let waiting = Condition::new("id = ? AND status = 'queued' AND (taken_until IS NULL OR taken_until <= ?)");
    Ok(TABLE.update_where(&mut change.conn, row, waiting.bind(id).bind(change.at)).await? == 1)
}
