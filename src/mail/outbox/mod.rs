//! The letters that Steward has promised to send, kept in the database until sent.
//!
//! A row never shows a usable link: where the secret stands in the texts there is a mark, and the link itself lies
//! sealed beside them until the letter is sent, given up or cancelled.

mod write;

use chrono::{DateTime, Duration, Utc};

pub use write::{Notices, queue};

use super::letter::{AddresseeState, Kind, Status, URGENCIES, masked};
use crate::{
    change::Change,
    db::{self, Condition, Conn, FromRow, One, Seal, Sealed, Table, Tx, Written, sql, written},
    people::{Owner, OwnerKind},
};

pub const TABLE: Table = Table { name: "outbox", searched: &["recipient", "subject"], between: " " };

/// A letter that this worker holds until its lease ends.
#[derive(FromRow)]
pub struct Taken {
    pub id: i64,
    pub message_id: String,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub account_id: Option<i64>,
    pub user_id: Option<i64>,
    pub admin_id: Option<i64>,
    pub recipient: String,
    pub subject: String,
    pub html: String,
    pub body: String,
    pub from_name: Option<String>,
    pub reply_to: Option<String>,
    pub logo_id: Option<i64>,
    pub link_sealed: Option<Vec<u8>>,
    /// This one included.
    pub attempts: i64,
    pub created_at: DateTime<Utc>,
    pub give_up_at: DateTime<Utc>,
}

/// The reason of a letter whose link does not open: a key after `letter-reason-`.
pub const UNSEALABLE: &str = "unsealable";

/// A worker that died lets go of its letter after this long; longer than any conversation with a mail server.
const LEASE: Duration = Duration::minutes(2);

impl Taken {
    /// Both texts, HTML first, with the link where the mark was.
    pub fn texts(&self, seal: &Seal) -> Result<(String, String), db::Unsealable> {
        let Some(sealed) = &self.link_sealed else { return Ok((self.html.clone(), self.body.clone())) };
        let link = seal.open(&Sealed::LetterLink.place(self.id), sealed)?;
        let shown = masked(&link);
        Ok((self.html.replace(&shown, &link), self.body.replace(&shown, &link)))
    }
}

/// Letters of a kind that were queued for somebody since a time, whatever became of them.
pub async fn count_since(conn: &mut Conn, kind: Kind, owner: Owner, since: DateTime<Utc>) -> db::Result<i64> {
    let (user_id, admin_id) = columns(owner);
    let (count,) = sql!(fetch_one One<i64>, conn,
        "SELECT count(*) FROM outbox WHERE (user_id = $1 OR admin_id = $2) AND kind = $3 AND created_at > $4",
        user_id, admin_id, kind.as_str(), since)?;
    Ok(count)
}

/// Somebody as a letter's user, or as its administrator.
fn columns(owner: Owner) -> (Option<i64>, Option<i64>) {
    if owner.kind == OwnerKind::User { (Some(owner.id), None) } else { (None, Some(owner.id)) }
}

/// Whether there is anything to take; asked before the write that takes it.
pub async fn is_due(conn: &mut Conn, now: DateTime<Utc>) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT id FROM outbox WHERE status = 'queued' AND next_attempt_at <= $1 AND (taken_until IS NULL OR taken_until <= $1)
         ORDER BY next_attempt_at LIMIT 1",
        now)?;
    Ok(found.is_some())
}

/// Takes the letter that is to go next: of the most urgent that are due the one that has been so for the longest. No
/// other worker gets it while the lease lasts.
pub async fn take(tx: &mut Tx, now: DateTime<Utc>) -> db::Result<Option<Taken>> {
    let first = |urgency: i64| {
        format!(
            "(SELECT id FROM outbox
              WHERE status = 'queued' AND urgency = {urgency} AND next_attempt_at <= $2 AND (taken_until IS NULL OR taken_until <= $2)
              ORDER BY next_attempt_at, id LIMIT 1{})",
            tx.skip_locked()
        )
    };
    let next = URGENCIES.map(first).join(", ");
    sql!(writing fetch_optional Taken, tx, sqlx::AssertSqlSafe(format!(
        "UPDATE outbox SET taken_until = $1, attempts = attempts + 1 WHERE id = COALESCE({next})
         RETURNING id, message_id, kind, account_id, user_id, admin_id, recipient, subject, html, body, from_name, reply_to, logo_id, link_sealed, attempts, created_at, give_up_at"
    )), now + LEASE, now)
}

/// Why a taken letter must not go any more, if so: a key after `outbox-reason-`.
pub async fn reason_against(conn: &mut Conn, letter: &Taken) -> db::Result<Option<&'static str>> {
    let standing = sql!(fetch_optional AddresseeState, conn,
        "SELECT a.active AS account_active, a.deleted_at AS account_deleted_at, u.active AS user_active, d.active AS admin_active
         FROM outbox o LEFT JOIN accounts a ON a.id = o.account_id LEFT JOIN account_users u ON u.id = o.user_id AND u.account_id = o.account_id
         LEFT JOIN admins d ON d.id = o.admin_id
         WHERE o.id = $1",
        letter.id)?;
    Ok(standing
        .unwrap_or_default()
        .reason_against(letter.kind, [letter.account_id, letter.user_id, letter.admin_id].map(|id| id.is_some())))
}

/// What becomes of a letter that is not tried again, with its cause.
fn over(status: Status, cause: Option<&str>) -> Written {
    let (until, link) = (None::<DateTime<Utc>>, None::<Vec<u8>>);
    written![status: status.as_str(), last_error: cause, taken_until: until, link_sealed: link]
}

/// And of one that another takes the place of while it may be on its way.
fn without_link(cause: &str) -> Written {
    written![status: Status::Cancelled.as_str(), last_error: cause, link_sealed: None::<Vec<u8>>]
}

fn queued(id: i64) -> Condition {
    Condition::new("id = ? AND status = 'queued'").bind(id)
}

/// It went, so that is what is kept, whoever holds it by now.
pub async fn mark_sent(tx: &mut Tx, id: i64, now: DateTime<Utc>) -> db::Result<()> {
    let row = over(Status::Sent, None).and(written![sent_at: now]);
    TABLE.set(tx, id, row).await
}

/// It will not be tried again: `failed`, or `cancelled` with the reason.
pub async fn mark_ended(tx: &mut Tx, id: i64, status: Status, cause: &str) -> db::Result<()> {
    TABLE.update_where(tx, over(status, Some(cause)), queued(id)).await.map(drop)
}

/// It will be tried again.
pub async fn mark_delayed(tx: &mut Tx, id: i64, next: DateTime<Utc>, cause: &str) -> db::Result<()> {
    let row = written![next_attempt_at: next, last_error: cause, taken_until: None::<DateTime<Utc>>];
    TABLE.update_where(tx, row, queued(id)).await.map(drop)
}

/// No server has seen it, so that was no attempt. Without another time for the next one it keeps its place.
pub async fn put_back(tx: &mut Tx, id: i64, next: Option<DateTime<Utc>>, cause: &str) -> db::Result<()> {
    sql!(execute tx,
        "UPDATE outbox SET next_attempt_at = COALESCE($1, next_attempt_at), last_error = $2, attempts = attempts - 1, taken_until = NULL WHERE id = $3 AND status = 'queued'",
        next, cause, id)?;
    Ok(())
}

/// While no letter goes, those whose time is up fail as if they had been tried. One that does not open waits for its
/// key, however long.
pub async fn give_up(tx: &mut Tx, now: DateTime<Utc>, cause: &str) -> db::Result<()> {
    let late = Condition::new(
        "status = 'queued' AND give_up_at <= ? AND (taken_until IS NULL OR taken_until <= ?)
         AND (last_error IS NULL OR last_error <> ?)",
    );
    let late = late.bind(now).bind(now).bind(UNSEALABLE);
    TABLE.update_where(tx, over(Status::Failed, Some(cause)), late).await.map(drop)
}

/// What the deactivation said is no longer so.
pub async fn cancel_deactivated(change: &mut Change, account_id: i64) -> db::Result<()> {
    let row = written![status: Status::Cancelled.as_str(), last_error: "account-active"];
    let said = Condition::new(
        "user_id IN (SELECT id FROM account_users WHERE account_id = ?) AND kind = ? AND status = 'queued'",
    );
    let said = said.bind(account_id).bind(Kind::Deactivated.as_str());
    TABLE.update_where(&mut change.conn, row, said).await.map(drop)
}

/// The letters with a link to somebody whose address was another.
pub async fn cancel_links(change: &mut Change, owner: Owner) -> db::Result<()> {
    let (user_id, admin_id) =
        if owner.kind == OwnerKind::User { (Some(owner.id), None) } else { (None, Some(owner.id)) };
    let row = without_link("address-changed");
    let linked = Condition::new("(user_id = ? OR admin_id = ?) AND link_sealed IS NOT NULL AND status = 'queued'");
    TABLE.update_where(&mut change.conn, row, linked.bind(user_id).bind(admin_id)).await.map(drop)
}

/// The kind of the last letter with a link that somebody was to get, whatever became of it.
pub async fn last_with_link(conn: &mut Conn, owner: Owner) -> db::Result<Option<Kind>> {
    let (user_id, admin_id) = columns(owner);
    let found = sql!(fetch_optional LastKind, conn,
        "SELECT kind FROM outbox WHERE (user_id = $1 OR admin_id = $2) AND kind IN ($3, $4, $5) ORDER BY id DESC LIMIT 1",
        user_id, admin_id, Kind::Welcome.as_str(), Kind::AdminAccess.as_str(), Kind::Reset.as_str())?;
    Ok(found.map(|it| it.kind))
}

#[derive(FromRow)]
struct LastKind {
    #[sqlx(try_from = "String")]
    kind: Kind,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_shown_without_its_secret_and_comes_back_whole() {
        let seal = Seal::new([7; 32]);
        let link = "https://admin.example.com/portal/set-password/s3cret";
        let mut letter = Taken {
            id: 5,
            message_id: String::new(),
            kind: Kind::Welcome,
            account_id: None,
            user_id: None,
            admin_id: None,
            recipient: String::new(),
            subject: String::new(),
            html: format!("<a href=\"{}\">", masked(link)),
            body: masked(link),
            from_name: None,
            reply_to: None,
            logo_id: None,
            link_sealed: Some(seal.seal("outbox.link:5", link).expect("seals")),
            attempts: 1,
            created_at: DateTime::default(),
            give_up_at: DateTime::default(),
        };
        assert_eq!(letter.body, "https://admin.example.com/portal/set-password/•••");
        assert_eq!(letter.texts(&seal).expect("opens"), (format!("<a href=\"{link}\">"), link.to_owned()));
        letter.id = 6;
        assert!(letter.texts(&seal).is_err(), "a link opens only in its own row");
    }
}
