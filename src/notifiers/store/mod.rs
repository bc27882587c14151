pub mod deliveries;
pub mod watch;

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::model::{Kind, NewNotifier, Notifier, Signing};
use crate::{
    change::{Change, Teller, flag},
    db::{self, Conn, One, Sealed, Select, Table, Written, sql, written},
    dial::tls::fingerprint,
    error::{Error, FieldErrors, Result},
    events::Event,
    lists::{Column, Kind as Sort, ListQuery},
    resource::{NewPassword, Row, Stored, Versioned, WithPassword, forget_trial, password_mark, seal_password},
    senders,
    state::State,
};

pub(super) const BY_KIND: Column<Row<Notifier>> =
    Column { name: "kind", sql: "t.kind", kind: Sort::Text, key: |row| row.kind.as_str().to_owned() };

/// So many attempts fail before it is said to be failing.
pub const FAILING: &str = " FROM notifiers n WHERE n.active AND n.failures >= 3";

pub(super) const STATES: [&str; 3] = ["ok", "failing", "off"];

pub(super) fn narrowed(listed: Select, query: &ListQuery) -> Select {
    let kind = Kind::try_from(query.text("kind").to_owned()).ok().map(Kind::as_str);
    let listed = listed.filter(" AND t.kind = ", kind);
    match query.text("state") {
        "ok" => listed.push(" AND t.active AND t.failures < 3"),
        "failing" => listed.push(" AND t.active AND t.failures >= 3"),
        "off" => listed.push(" AND NOT t.active"),
        _ => listed,
    }
}

/// All events that anybody wants to hear of.
pub async fn heard(conn: &mut Conn) -> db::Result<HashSet<Event>> {
    let all = sql!(fetch_all One<String>, conn, "SELECT DISTINCT heard FROM notifiers WHERE active")?;
    Ok(all.iter().flat_map(|(heard,)| heard.split_whitespace()).filter_map(|code| code.parse().ok()).collect())
}

/// Where owners are written to, and in which language.
pub async fn owners(conn: &mut Conn) -> db::Result<Vec<(String, String)>> {
    sql!(
        fetch_all(String, String),
        conn,
        "SELECT email, language FROM admins WHERE role = 'owner' AND active AND email <> '' ORDER BY id"
    )
}

/// What messages are signed with now, and behind a blank before.
pub async fn signing(conn: &mut Conn, id: i64) -> db::Result<Option<Vec<u8>>> {
    let found =
        sql!(fetch_optional One<Option<Vec<u8>>>, conn, "SELECT signing_sealed FROM notifiers WHERE id = $1", id)?;
    Ok(found.and_then(|(sealed,)| sealed))
}

/// " a b ", in which each stands between two blanks.
fn codes(events: &[Event]) -> String {
    events.iter().fold(" ".to_owned(), |all, event| all + event.as_str() + " ")
}

impl Stored for Notifier {
    type Of = ();
    type New = NewNotifier;
    const TABLE: Table = Table { name: "notifiers", searched: &["name", "kind", "url", "emails"], between: "\n" };
    const COLUMNS: &'static str = "t.name, t.kind, t.active, t.language, t.events, t.min_severity, t.quiet_hours, t.all_accounts, t.accounts AS account_ids, t.emails, t.url,
        t.ca, t.chat_id, t.secret_sealed IS NOT NULL AS has_secret, t.signing_sealed IS NOT NULL AS has_signing, t.before_until,
        (SELECT count(*) FROM (SELECT 1 AS one FROM notifier_deliveries d WHERE d.notifier_id = t.id AND d.status = 'queued' LIMIT 1001) AS few) AS waiting,
        t.failures, t.failing_since, t.last_sent_at, t.last_error, t.tried, t.tried_server, t.tried_at,
        CASE WHEN NOT t.active THEN 'off' WHEN t.failures >= 3 THEN 'failing' ELSE 'ok' END AS state";
    const KIND: &'static str = "notifier";

    fn of(&self) {}

    /// Without its secrets and its accounts, which are looked up.
    fn written(new: &NewNotifier) -> Written {
        written![
            name: &new.name,
            kind: new.kind.as_str(),
            active: new.active,
            language: new.language.as_str(),
            events: codes(&new.events).trim(),
            min_severity: new.min_severity.as_str(),
            heard: codes(&new.heard()),
            quiet_hours: new.quiet_hours,
            all_accounts: new.all_accounts,
            emails: new.emails.join("\n"),
            url: &new.url,
            ca: &new.ca,
            chat_id: &new.chat_id,
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name", self.name.clone()),
            ("kind", self.kind.as_str().to_owned()),
            ("active", flag(self.active)),
            ("language", self.language.as_str().to_owned()),
            ("events", self.events.split_whitespace().collect::<Vec<_>>().join(", ")),
            ("min_severity", self.min_severity.as_str().to_owned()),
            ("quiet_hours", self.quiet_hours.to_string()),
            ("all_accounts", flag(self.all_accounts)),
            ("accounts", self.accounts.trim_matches(',').to_owned()),
            ("emails", self.emails.lines().collect::<Vec<_>>().join(", ")),
            ("url", self.url.clone()),
            ("ca", fingerprint(&self.ca)),
            ("chat_id", self.chat_id.clone()),
            ("secret", password_mark(self.has_secret, self.noted.secret)),
            ("signing", password_mark(self.has_signing, self.noted.signing)),
        ]
    }

    async fn check(change: &mut Change, before: &Versioned<Self>, new: &NewNotifier) -> Result<()> {
        if new.kind != before.kind {
            return Err(FieldErrors::one("kind", "refused-notifier-kind-stays").into());
        }
        let heard = new.heard();
        let is_told_less = (before.active && !new.active) || before.heard().iter().any(|it| !heard.contains(it));
        // Who takes over a session must not make it quiet, nor have it told to somebody else.
        if new.leads_elsewhere(before) || is_told_less {
            change.by.may_hand_over()?;
        }
        if new.leads_elsewhere(before) {
            forget_trial(&mut change.conn, &Self::TABLE, before.id).await?;
        }
        // Whoever leads it elsewhere, or switches it on again, has it begin anew.
        if new.leads_elsewhere(before) || (new.active && !before.active) {
            let anew = written![
                failures: 0,
                failing_since: None::<DateTime<Utc>>,
                last_error: None::<String>,
                rest_until: None::<DateTime<Utc>>,
            ];
            Self::TABLE.set(&mut change.conn, before.id, anew).await?;
        }
        Ok(())
    }

    /// Seals its secret, makes what its messages are signed with, and looks up its accounts.
    async fn finish(
        it: Versioned<Self>,
        state: &State,
        change: &mut Change,
        new: &NewNotifier,
    ) -> Result<Versioned<Self>> {
        if it.version == 1 {
            change.by.may_hand_over()?;
        }
        let mut it = seal_password::<Self, ()>(it, state, change, new).await?;
        if it.kind.has_secret() && !it.has_secret {
            return Err(FieldErrors::one("secret", "refused-empty").into());
        }
        if it.kind == Kind::Webhook && !it.has_signing {
            let sealed =
                state.seal.seal(&Sealed::NotifierSigning.place(it.id), &crate::notifiers::signing::secret())?;
            Self::TABLE.set(&mut change.conn, it.id, written![signing_sealed: sealed]).await?;
            (it.kept.has_signing, it.kept.noted.signing) = (true, true);
        }
        let accounts = match new.accounts.as_slice() {
            [] => String::new(),
            named => {
                let found = senders::named_accounts(&mut change.conn, "accounts", named).await?;
                found.keys().fold(",".to_owned(), |all, id| format!("{all}{id},"))
            }
        };
        if accounts != it.accounts {
            Self::TABLE.set(&mut change.conn, it.id, written![accounts: &accounts]).await?;
            it.kept.accounts = accounts;
        }
        // Other nodes learn of it in a moment; this one does not wait.
        state.part::<Teller>().wanted.add(new.heard().into_iter().filter(|_| new.active));
        Ok(it)
    }
}

impl WithPassword for Notifier {
    const SEALED: Sealed = Sealed::NotifierSecret;
    const COLUMN: &'static str = "secret_sealed";

    fn has_password(&self) -> bool {
        self.has_secret
    }

    fn set_password(&mut self, is_there: bool) {
        (self.has_secret, self.noted.secret) = (is_there, is_there);
    }

    fn new_password(new: &NewNotifier) -> &NewPassword {
        &new.secret
    }
}

impl WithPassword<Signing> for Notifier {
    const SEALED: Sealed = Sealed::NotifierSigning;
    const COLUMN: &'static str = "signing_sealed";

    fn has_password(&self) -> bool {
        self.has_signing
    }

    fn set_password(&mut self, is_there: bool) {
        (self.has_signing, self.noted.signing) = (is_there, is_there);
    }

    /// It is made here and never typed.
    fn new_password(_: &NewNotifier) -> &NewPassword {
        &NewPassword::Keep
    }
}

/// Keeps what messages are signed with from now on.
pub async fn put_signing(
    change: &mut Change,
    (id, version): (i64, i64),
    (sealed, before_until): (Vec<u8>, DateTime<Utc>),
) -> Result<()> {
    let row = written![signing_sealed: sealed, before_until: before_until];
    match change.update(&Table::plain("notifiers"), (id, version), row).await? {
        true => Ok(()),
        false => Err(Error::Stale),
    }
}
