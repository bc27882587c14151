//! The letters that Steward has promised to send, kept in the database until sent.
//!
//! A row never shows a usable link: where the secret stands in the texts there is a mark, and the link itself lies sealed beside them until
//! the letter is sent, given up or cancelled.

use chrono::{DateTime, Duration, Utc};

use super::message;
use crate::{
    audit::Change,
    db::{self, Conn, FromRow, Seal, search_key, sql},
    error::Result,
    i18n::Lang,
};

/// A letter to be queued, its link in place.
pub struct Letter {
    pub kind: Kind,
    pub account_id: Option<i64>,
    pub user_id: Option<i64>,
    pub recipient: String,
    pub lang: Lang,
    pub subject: String,
    pub html: String,
    pub text: String,
    pub link: Option<String>,
    /// With its angle brackets; the same however often it is tried.
    pub message_id: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A link that sets a user's password.
    Welcome,
    /// The user's account was deactivated.
    Deactivated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Queued,
    Sent,
    /// Given up.
    Failed,
    Cancelled,
}

/// A letter that this worker holds until its lease ends.
#[derive(FromRow)]
pub struct Taken {
    pub id: i64,
    pub message_id: String,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub account_id: Option<i64>,
    pub user_id: Option<i64>,
    pub recipient: String,
    pub subject: String,
    pub html: String,
    pub body: String,
    pub link_sealed: Option<Vec<u8>>,
    /// This one included.
    pub attempts: i64,
    pub created_at: DateTime<Utc>,
    pub give_up_at: DateTime<Utc>,
}

/// What decides whether a letter may still go: None where there is no such account or user.
#[derive(Default, FromRow)]
struct Standing {
    account_active: Option<bool>,
    account_deleted_at: Option<DateTime<Utc>>,
    user_active: Option<bool>,
}

/// A worker that died lets go of its letter after this long; longer than any conversation with a mail server.
const LEASE: Duration = Duration::minutes(2);
const FIRST_DELAY: Duration = Duration::minutes(1);
const LONGEST_DELAY: Duration = Duration::hours(6);
/// For how long a letter is tried.
pub const PATIENCE: Duration = Duration::days(3);
/// Stands for the secret, the last part of a link.
const MARK: &str = "•••";

impl Kind {
    pub const ALL: [Self; 2] = [Self::Welcome, Self::Deactivated];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::Deactivated => "deactivated",
        }
    }

    /// Whether it is no use without its link.
    pub fn has_link(self) -> bool {
        matches!(self, Self::Welcome)
    }
}

impl Status {
    pub const ALL: [Self; 4] = [Self::Queued, Self::Sent, Self::Failed, Self::Cancelled];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl TryFrom<String> for Kind {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| format!("no such kind of letter: {text}"))
    }
}

impl TryFrom<String> for Status {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or_else(|| format!("no such status of a letter: {text}"))
    }
}

impl Taken {
    /// Both texts, HTML first, with the link where the mark was.
    pub fn texts(&self, seal: &Seal) -> Result<(String, String), db::Unsealable> {
        let Some(sealed) = &self.link_sealed else { return Ok((self.html.clone(), self.body.clone())) };
        let link = seal.open(&place(self.id), sealed)?;
        let shown = masked(&link);
        Ok((self.html.replace(&shown, &link), self.body.replace(&shown, &link)))
    }
}

/// Writes the letter with the change that promises it. An older one of its kind to the same user whose link is now void is not sent any more.
pub async fn queue(change: &mut Change, seal: &Seal, letter: Letter) -> Result<i64> {
    check(&letter)?;
    supersede(change, &letter).await?;
    let shown = letter.link.as_deref().map(masked);
    let hide = |text: &str| match (&letter.link, &shown) {
        (Some(link), Some(shown)) => text.replace(link.as_str(), shown),
        _ => text.to_owned(),
    };
    let search = search_key(&format!("{} {}", letter.recipient, letter.subject));
    let (id,) = sql!(fetch_one (i64,), change.conn,
        "INSERT INTO outbox (message_id, kind, account_id, user_id, recipient, language, subject, search, html, body, status, attempts,
                             next_attempt_at, created_at, give_up_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'queued', 0, $11, $11, $12) RETURNING id",
        &letter.message_id, letter.kind.as_str(), letter.account_id, letter.user_id, &letter.recipient, letter.lang.code(), &letter.subject,
        &search, hide(&letter.html), hide(&letter.text), change.at, change.at + PATIENCE)?;
    if let Some(link) = &letter.link {
        let sealed = seal.seal(&place(id), link)?;
        sql!(execute change.conn, "UPDATE outbox SET link_sealed = $1 WHERE id = $2", &sealed, id)?;
    }
    Ok(id)
}

/// Letters of a kind that were queued for a user since a time, whatever became of them.
pub async fn count_since(conn: &mut Conn, kind: Kind, user_id: i64, since: DateTime<Utc>) -> db::Result<i64> {
    let (count,) = sql!(fetch_one (i64,), conn,
        "SELECT count(*) FROM outbox WHERE user_id = $1 AND kind = $2 AND created_at > $3",
        user_id, kind.as_str(), since)?;
    Ok(count)
}

/// Whether there is anything to take; asked before the write that takes it.
pub async fn is_due(conn: &mut Conn, now: DateTime<Utc>) -> db::Result<bool> {
    let found = sql!(fetch_optional (i64,), conn,
        "SELECT id FROM outbox WHERE status = 'queued' AND next_attempt_at <= $1 AND (taken_until IS NULL OR taken_until <= $1) LIMIT 1",
        now)?;
    Ok(found.is_some())
}

/// Takes the letter that has been due the longest; no other worker gets it while the lease lasts.
pub async fn take(conn: &mut Conn, now: DateTime<Utc>) -> db::Result<Option<Taken>> {
    let text = format!(
        "UPDATE outbox SET taken_until = $1, attempts = attempts + 1
         WHERE id = (SELECT id FROM outbox
                     WHERE status = 'queued' AND next_attempt_at <= $2 AND (taken_until IS NULL OR taken_until <= $2)
                     ORDER BY next_attempt_at, id LIMIT 1{})
         RETURNING id, message_id, kind, account_id, user_id, recipient, subject, html, body, link_sealed, attempts, created_at, give_up_at",
        conn.skip_locked()
    );
    sql!(fetch_optional Taken, conn, sqlx::AssertSqlSafe(text), now + LEASE, now)
}

/// Why a taken letter must not go any more, if so: a key after `outbox-reason-`.
pub async fn obstacle(conn: &mut Conn, letter: &Taken) -> db::Result<Option<&'static str>> {
    let standing = sql!(fetch_optional Standing, conn,
        "SELECT a.active AS account_active, a.deleted_at AS account_deleted_at, u.active AS user_active
         FROM outbox o LEFT JOIN accounts a ON a.id = o.account_id LEFT JOIN account_users u ON u.id = o.user_id AND u.account_id = o.account_id
         WHERE o.id = $1",
        letter.id)?;
    Ok(hindered(letter.kind, (letter.account_id.is_some(), letter.user_id.is_some()), &standing.unwrap_or_default()))
}

/// It went, so that is what is kept, whoever holds it by now.
pub async fn mark_sent(conn: &mut Conn, id: i64, now: DateTime<Utc>) -> db::Result<()> {
    sql!(execute conn,
        "UPDATE outbox SET status = 'sent', sent_at = $1, taken_until = NULL, link_sealed = NULL, last_error = NULL WHERE id = $2",
        now, id)?;
    Ok(())
}

/// It will not be tried again: `failed`, or `cancelled` with the reason.
pub async fn mark_ended(conn: &mut Conn, id: i64, status: Status, cause: &str) -> db::Result<()> {
    sql!(execute conn,
        "UPDATE outbox SET status = $1, last_error = $2, taken_until = NULL, link_sealed = NULL WHERE id = $3 AND status = 'queued'",
        status.as_str(), cause, id)?;
    Ok(())
}

/// It will be tried again.
pub async fn mark_delayed(conn: &mut Conn, id: i64, next: DateTime<Utc>, cause: &str) -> db::Result<()> {
    sql!(execute conn,
        "UPDATE outbox SET next_attempt_at = $1, last_error = $2, taken_until = NULL WHERE id = $3 AND status = 'queued'",
        next, cause, id)?;
    Ok(())
}

/// When to try again after that many attempts: doubling from a minute to six hours; None once patience has run out.
pub fn next_attempt(attempts: i64, now: DateTime<Utc>, give_up_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(16);
    let delay = (FIRST_DELAY * 2_i32.pow(doublings)).min(LONGEST_DELAY);
    (now < give_up_at).then(|| (now + delay).min(give_up_at))
}

/// A mistake of ours stops the change rather than being found by the worker.
fn check(letter: &Letter) -> Result<()> {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '&' | '"' | '\'');
    let sound = message::address(&letter.recipient).is_some()
        && message::is_line(&letter.subject)
        && letter.kind.has_link() == letter.link.is_some()
        && letter.link.as_deref().is_none_or(|link| link.chars().all(plain) && link.contains('/') && letter.html.contains(link) && letter.text.contains(link));
    if sound { Ok(()) } else { Err(anyhow::anyhow!("a {} letter is not fit to be sent", letter.kind.as_str()).into()) }
}

async fn supersede(change: &mut Change, letter: &Letter) -> db::Result<()> {
    if letter.kind.has_link() && letter.user_id.is_some() {
        sql!(execute change.conn,
            "UPDATE outbox SET status = 'cancelled', last_error = 'superseded', link_sealed = NULL
             WHERE user_id = $1 AND kind = $2 AND status = 'queued' AND (taken_until IS NULL OR taken_until <= $3)",
            letter.user_id, letter.kind.as_str(), change.at)?;
    }
    Ok(())
}

fn hindered(kind: Kind, (of_account, of_user): (bool, bool), standing: &Standing) -> Option<&'static str> {
    let account_gone = standing.account_active.is_none() || standing.account_deleted_at.is_some();
    if of_account && account_gone {
        Some("account-deleted")
    } else if of_user && standing.user_active.is_none() {
        Some("user-deleted")
    } else if of_user && standing.user_active == Some(false) {
        Some("user-disabled")
    } else if of_account && standing.account_active == Some(false) && kind != Kind::Deactivated {
        Some("account-inactive")
    } else {
        None
    }
}

fn place(id: i64) -> String {
    format!("outbox.link:{id}")
}

/// The link without its secret.
fn masked(link: &str) -> String {
    link.rsplit_once('/').map_or_else(|| MARK.to_owned(), |(before, _)| format!("{before}/{MARK}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_back_off_from_a_minute_to_six_hours_for_three_days() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).expect("a time");
        let end = start + PATIENCE;
        let delay = |attempts| next_attempt(attempts, start, end).map(|at| (at - start).num_minutes());
        assert_eq!([1, 2, 3, 9, 10, 500].map(delay), [1, 2, 4, 256, 360, 360].map(Some));
        assert_eq!(next_attempt(20, end - Duration::hours(1), end), Some(end));
        assert_eq!(next_attempt(20, end, end), None);
    }

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
            recipient: String::new(),
            subject: String::new(),
            html: format!("<a href=\"{}\">", masked(link)),
            body: masked(link),
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

    #[test]
    fn who_may_not_get_letters_gets_none() {
        let now = Some(DateTime::default());
        let standing = |account_active, account_deleted_at, user_active| Standing { account_active, account_deleted_at, user_active };
        let why = |kind, standing| hindered(kind, (true, true), &standing);
        assert_eq!(why(Kind::Welcome, standing(Some(true), None, Some(true))), None);
        assert_eq!(why(Kind::Welcome, standing(Some(false), None, Some(true))), Some("account-inactive"));
        assert_eq!(why(Kind::Deactivated, standing(Some(false), None, Some(true))), None);
        assert_eq!(why(Kind::Deactivated, standing(Some(false), now, Some(true))), Some("account-deleted"));
        assert_eq!(why(Kind::Deactivated, standing(Some(true), None, Some(false))), Some("user-disabled"));
        assert_eq!(why(Kind::Welcome, standing(Some(true), None, None)), Some("user-deleted"));
        assert_eq!(hindered(Kind::Welcome, (false, false), &Standing::default()), None);
    }
}
