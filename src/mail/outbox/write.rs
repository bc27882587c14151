//! How a letter comes into the outbox: on the platform's paper as it is at that moment.

use chrono::{DateTime, Utc};

use super::TABLE;
use crate::{
    brand::{self, Brand},
    change::Change,
    db::{self, Bulk, Condition, Seal, Sealed, Written, written},
    error::Result,
    mail::letter::{Letter, Status, masked},
};

/// Writes the letter with the change that promises it. An older one to the same person whose link is now void is not
/// sent any more.
pub async fn queue(change: &mut Change, seal: &Seal, letter: Letter) -> Result<i64> {
    let brand = brand::store::find(&mut change.conn).await?;
    let paper = letter.on_paper(&brand)?;
    supersede(change, &letter).await?;
    let shown = letter.link.as_deref().map(masked);
    let hide = |text: &str| match (&letter.link, &shown) {
        (Some(link), Some(shown)) => text.replace(link.as_str(), shown),
        _ => text.to_owned(),
    };
    let texts = written![html: hide(&paper.html), body: hide(&paper.text)];
    let row = written(&letter, &paper.subject, change.at).and(texts).and(sender(&brand));
    let id = TABLE.add(&mut change.conn, row).await?;
    if let Some(link) = &letter.link {
        let sealed = seal.seal(&Sealed::LetterLink.place(id), link)?;
        TABLE.set(&mut change.conn, id, written![link_sealed: sealed]).await?;
    }
    change.queued(letter.kind.as_str(), &letter.recipient);
    Ok(id)
}

/// Letters to many about one change, without links: hundreds in a statement, since the change has no longer for them
/// than for one.
pub struct Notices {
    rows: Bulk,
    brand: Brand,
}

impl Notices {
    pub async fn begin(change: &mut Change) -> Result<Self> {
        Ok(Self { rows: Bulk::new(TABLE.name), brand: brand::store::find(&mut change.conn).await? })
    }

    /// A letter with a link is an error here: its secret would lie open.
    pub async fn queue(&mut self, change: &mut Change, letter: Letter) -> Result<()> {
        let paper = letter.on_paper(&self.brand)?;
        if letter.link.is_some() {
            return Err(anyhow::anyhow!("a letter with a link is no notice").into());
        }
        change.queued(letter.kind.as_str(), &letter.recipient);
        let texts = written![html: paper.html, body: paper.text];
        let row = written(&letter, &paper.subject, change.at).and(texts).and(sender(&self.brand));
        Ok(self.rows.push(&mut change.conn, TABLE.searchable(row)).await?)
    }

    /// Those that are still gathered.
    pub async fn finish(mut self, change: &mut Change) -> Result<()> {
        Ok(self.rows.flush(&mut change.conn).await?)
    }
}

/// Who it is from and who answers to it, and the picture in it: what it was written with stays with it, however long it
/// waits.
fn sender(brand: &Brand) -> Written {
    written![from_name: &brand.name, reply_to: &brand.reply_to, logo_id: brand.logo().map(|logo| logo.id)]
}

/// But for the texts, in which a link must not stand.
fn written(letter: &Letter, subject: &str, at: DateTime<Utc>) -> Written {
    written![
        message_id: &letter.message_id,
        kind: letter.kind.as_str(),
        account_id: letter.account_id,
        user_id: letter.user_id,
        admin_id: letter.admin_id,
        recipient: &letter.recipient,
        language: letter.lang.as_str(),
        subject: subject,
        status: Status::Queued.as_str(),
        urgency: letter.kind.urgency(),
        attempts: 0,
        next_attempt_at: at,
        created_at: at,
        give_up_at: at + letter.kind.patience(),
    ]
}

async fn supersede(change: &mut Change, letter: &Letter) -> db::Result<()> {
    if letter.kind.has_link() {
        let waiting = Condition::new(
            "(user_id = ? OR admin_id = ?) AND link_sealed IS NOT NULL AND status = 'queued'
             AND (taken_until IS NULL OR taken_until <= ?)",
        );
        let waiting = waiting.bind(letter.user_id).bind(letter.admin_id).bind(change.at);
        TABLE.update_where(&mut change.conn, super::without_link("superseded"), waiting).await?;
    }
    Ok(())
}
