use chrono::{DateTime, Utc};

use crate::{
    change::Audited,
    db::FromRow,
    mail::{Kind, Status},
};

/// A row of the list.
#[derive(Clone, Debug, FromRow)]
pub struct LetterRow {
    pub id: i64,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub account_id: Option<i64>,
    pub user_id: Option<i64>,
    pub recipient: String,
    pub subject: String,
    #[sqlx(try_from = "String")]
    pub status: Status,
    pub attempts: i64,
    pub next_attempt_at: DateTime<Utc>,
    pub last_error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    /// Its texts are kept no more; those written before this time are not.
    pub forgotten_at: Option<DateTime<Utc>>,
}

/// A letter with its texts, which hold a mark where the secret of its link goes.
#[derive(Clone, Debug, FromRow)]
pub struct StoredLetter {
    #[sqlx(flatten)]
    pub row: LetterRow,
    pub message_id: String,
    pub language: String,
    pub html: String,
    pub body: String,
    pub from_name: Option<String>,
    pub reply_to: Option<String>,
    pub logo_id: Option<i64>,
    pub give_up_at: DateTime<Utc>,
}

impl LetterRow {
    /// Whether "send again" can be of use.
    pub fn can_go_again(&self) -> bool {
        self.why_not_again().is_none()
    }

    /// The sentence that refuses sending again. What was given up or cancelled has lost its link for good.
    pub fn why_not_again(&self) -> Option<&'static str> {
        match self.status {
            Status::Sent => Some("letter-is-sent"),
            _ if self.forgotten_at.is_some() => Some("letter-text-forgotten"),
            Status::Failed | Status::Cancelled if self.kind.has_link() => Some("letter-link-gone"),
            Status::Queued | Status::Failed | Status::Cancelled => None,
        }
    }

    pub fn is_queued(&self) -> bool {
        self.status == Status::Queued
    }
}

impl Audited for LetterRow {
    const KIND: &'static str = "letter";

    fn id(&self) -> i64 {
        self.id
    }

    fn label(&self) -> String {
        format!("{} → {}", self.subject, self.recipient)
    }

    fn account(&self) -> Option<i64> {
        self.account_id
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("status", self.status.as_str().to_owned())]
    }
}
