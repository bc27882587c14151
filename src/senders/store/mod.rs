pub mod accounts;
pub mod queue;

use chrono::{DateTime, Utc};

use super::{
    assigned,
    meant::{NewSender, refuse_incomplete},
    model::{Channel, Noted, SILENT, Sender, SenderKind, StateFilter, Token},
};
use crate::{
    change::{Change, flag, maybe},
    db::{Sealed, Select, Table, Tx, Written, sql, written},
    dial::tls::fingerprint,
    error::{Error, FieldErrors, Result},
    i18n::Message,
    lists::{Column, Kind, ListQuery},
    resource::{
        ID, NewPassword, Row, Stored, Versioned, WithPassword, forget_trial, in_use, password_mark, seal_password,
        used_by,
    },
    state::State,
};

pub(super) const BY_ID: Column<Row<Sender>> =
    Column { name: "id", sql: ID, kind: Kind::Id, key: |row| row.id.to_string() };
pub(super) const BY_CHANNEL: Column<Row<Sender>> =
    Column { name: "channel", sql: "t.channel", kind: Kind::Text, key: |row| row.channel.as_str().to_owned() };
pub(super) const BY_KIND: Column<Row<Sender>> =
    Column { name: "type", sql: "t.kind", kind: Kind::Text, key: |row| row.kind.as_str().to_owned() };

/// Without deleted ones, unless these are asked for. What names nothing narrows nothing.
pub(super) fn narrowed(listed: Select, query: &ListQuery, now: DateTime<Utc>) -> Select {
    let code = |name| query.text(name).to_owned();
    let state = StateFilter::try_from(code("state")).ok();
    let channel = Channel::try_from(code("channel")).ok().map(Channel::as_str);
    let kind = SenderKind::try_from(code("type")).ok().map(SenderKind::as_str);
    let listed = of_state(listed, state, now).filter(" AND t.channel = ", channel).filter(" AND t.kind = ", kind);
    match query.get("account") {
        Some(account) => of_account(listed, account),
        None => listed,
    }
}

/// What a call asks for of the list.
pub(super) fn sought(
    listed: Select,
    (state, now): (Option<StateFilter>, DateTime<Utc>),
    only: [Option<&str>; 2],
) -> Select {
    let [channel, kind] = only;
    of_state(listed, state, now).filter(" AND t.channel = ", channel).filter(" AND t.kind = ", kind)
}

fn of_state(listed: Select, state: Option<StateFilter>, now: DateTime<Utc>) -> Select {
    match state {
        None => listed.push(" AND t.deleted_at IS NULL"),
        Some(StateFilter::Deleted) => listed.push(" AND t.deleted_at IS NOT NULL"),
        Some(StateFilter::Inactive) => listed.push(" AND t.deleted_at IS NULL AND NOT t.active"),
        Some(StateFilter::Active) => {
            listed.push(" AND t.deleted_at IS NULL AND t.active AND coalesce(t.reported_state, '') <> 'held'")
        }
        Some(StateFilter::Held) => listed.push(" AND t.deleted_at IS NULL AND t.active AND t.reported_state = 'held'"),
        Some(StateFilter::Silent) => listed.push(" AND t.deleted_at IS NULL AND t.reported_at < ").bind(now - SILENT),
    }
}

/// Those that an account may send through, by its name or its id.
pub(super) fn of_account(listed: Select, account: &str) -> Select {
    let assigned = listed.push(
        " AND EXISTS (SELECT 1 FROM sender_accounts s JOIN accounts a ON a.id = s.account_id WHERE s.sender_id = t.id AND (a.name = ",
    );
    let named = assigned.bind(crate::forms::fields::canonical_name(account)).push(" OR a.id = ");
    named.bind(account.trim().trim_start_matches('#').parse::<i64>().ok()).push("))")
}

pub(super) fn of_account_id(listed: Select, account_id: i64) -> Select {
    let assigned =
        listed.push(" AND EXISTS (SELECT 1 FROM sender_accounts s WHERE s.sender_id = t.id AND s.account_id = ");
    assigned.bind(account_id).push(")")
}

/// Whoever changes what belongs to a sender waits for whoever does so already.
pub(super) async fn lock(tx: &mut Tx, id: i64) -> crate::db::Result<()> {
    sql!(execute tx, "UPDATE senders SET version = version WHERE id = $1", id).map(drop)
}

/// The addresses that it sends from; the first that another sender has.
async fn put_addresses(tx: &mut Tx, id: i64, addresses: &[String]) -> crate::db::Result<Option<String>> {
    const IPS: Table = Table::plain("sender_ips");
    IPS.delete_row(tx, written![sender_id: id]).await?;
    for address in addresses {
        if !IPS.put_new(tx, written![address: address, sender_id: id]).await? {
            return Ok(Some(address.clone()));
        }
    }
    Ok(None)
}

fn lines(new: &NewSender) -> Vec<String> {
    new.ips.iter().map(ToString::to_string).collect()
}

impl Stored for Sender {
    type Of = ();
    type New = NewSender;
    const TABLE: Table = Table { name: "senders", searched: &["name", "kind", "host", "url"], between: "\n" };
    const COLUMNS: &'static str =
        "t.name, t.channel, t.kind, t.active, t.ips, t.domain_type, t.host, t.port, t.url, t.tls, t.ca, t.region, t.key_id,
        t.username, t.max_per_message, t.await_delivery, t.per_second, t.per_day, t.reported_state, t.reported_at, t.queued,
        t.tried, t.tried_server, t.tried_at, t.deleted_at,
        CASE WHEN t.deleted_at IS NOT NULL THEN 'deleted' WHEN NOT t.active THEN 'inactive'
             WHEN t.reported_state = 'held' THEN 'held' ELSE 'active' END AS state,
        t.password_sealed IS NOT NULL AND t.kind <> 'amazon_ses' AS has_password,
        t.password_sealed IS NOT NULL AND t.kind = 'amazon_ses' AS has_secret,
        t.token_sealed IS NOT NULL AS has_api_token,
        (SELECT count(*) FROM (SELECT 1 AS one FROM sender_accounts s WHERE s.sender_id = t.id LIMIT 1001) AS few) AS account_count,
        (SELECT max(o.act) FROM sender_orders o WHERE o.sender_id = t.id AND o.outcome IS NULL AND o.act <> 'purge') AS waiting_order";
    const USED: &'static [&'static str] =
        &["(SELECT c.title || ': ' || v.name AS title, v.id, s.sender_id FROM virtual_senders v
          JOIN virtual_sender_senders s ON s.virtual_sender_id = v.id JOIN accounts c ON c.id = v.account_id) a
         WHERE a.sender_id = "];
    const USED_BY: &'static str = "used-by-virtual-senders";
    const KIND: &'static str = "sender";
    const RESTORABLE: bool = true;

    fn of(&self) {}

    /// Without its secrets, which are bound to the row's id.
    fn written(new: &NewSender) -> Written {
        let way = &new.way;
        written![
            name: &new.name,
            kind: new.kind.as_str(),
            channel: new.kind.channel().as_str(),
            active: new.active,
            ips: lines(new).join("\n"),
            domain_type: new.domain_type.map_or("", |it| it.as_str()),
            host: &way.host,
            port: way.port,
            url: &way.url,
            tls: &way.tls,
            ca: &way.ca,
            region: &way.region,
            key_id: &way.key_id,
            username: &way.user,
            max_per_message: new.max_per_message,
            await_delivery: new.await_delivery,
            per_second: new.per_second,
            per_day: new.per_day,
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let Noted { password, token, added, removed } = &self.noted;
        vec![
            ("name", self.name.clone()),
            ("type", self.kind.as_str().to_owned()),
            ("active", flag(self.active)),
            ("accounts_added", added.clone()),
            ("accounts_removed", removed.clone()),
            ("ips", self.ips.lines().collect::<Vec<_>>().join(", ")),
            ("domain_type", self.domain_type.clone()),
            ("host", self.host.clone()),
            ("port", maybe(self.port.as_ref())),
            ("url", self.url.clone()),
            ("tls", self.tls.clone()),
            ("ca", fingerprint(&self.ca)),
            ("region", self.region.clone()),
            ("key_id", self.key_id.clone()),
            ("user", self.user.clone()),
            ("password", password_mark(self.has_password, *password)),
            ("secret", password_mark(self.has_secret, *password)),
            ("api_token", password_mark(self.has_api_token, *token)),
            ("max_per_message", maybe(self.max_per_message.as_ref())),
            ("await_delivery", maybe(self.await_delivery.as_ref())),
            ("per_second", maybe(self.per_second.as_ref())),
            ("per_day", maybe(self.per_day.as_ref())),
        ]
    }

    fn stays(&self) -> Option<Message> {
        self.deleted_at.map(|_| Message::new("sender-is-deleted"))
    }

    fn deleted_at(&self) -> Option<DateTime<Utc>> {
        self.deleted_at
    }

    /// Waits for whoever saves rules with it, which it may be in use by then.
    async fn leave(it: &Versioned<Self>, change: &mut Change) -> Result<()> {
        lock(&mut change.conn, it.id).await?;
        match used_by::<Self>(&mut change.conn, it.id).await?.as_slice() {
            [] => Ok(()),
            used_by => Err(Error::InUse(in_use(it), used_by.to_vec())),
        }
    }

    async fn check(change: &mut Change, before: &Versioned<Self>, new: &NewSender) -> Result<()> {
        let mut errors = new.refuse_astray(before);
        if new.kind != before.kind {
            errors.add("type", "refused-sender-type-stays");
        }
        if errors.is_empty() && new.changes_connection(before) {
            forget_trial(&mut change.conn, &Self::TABLE, before.id).await?;
        }
        Ok(errors.or(())?)
    }

    /// Seals its secrets, takes its addresses and assigns its accounts.
    async fn finish(
        it: Versioned<Self>,
        state: &State,
        change: &mut Change,
        new: &NewSender,
    ) -> Result<Versioned<Self>> {
        let it = seal_password::<Self, ()>(it, state, change, new).await?;
        let mut it = seal_password::<Self, Token>(it, state, change, new).await?;
        let secrets = [it.has_password || it.has_secret, it.has_api_token];
        refuse_incomplete(it.kind, &it.user, secrets).or(())?;
        if let Some(address) = put_addresses(&mut change.conn, it.id, &lines(new)).await? {
            let taken = Message::new("refused-sender-ip-taken").with("address", address);
            return Err(FieldErrors::one("ips", taken).into());
        }
        if let Some(accounts) = &new.accounts {
            let assigned = assigned::replace(change, it.id, accounts).await?;
            it.kept.account_count += assigned.balance();
            it.kept.noted.added = assigned.added();
            it.kept.noted.removed = assigned.removed();
        }
        Ok(it)
    }
}

/// A password; of a type that signs in with a key, the secret one.
impl WithPassword for Sender {
    const SEALED: Sealed = Sealed::SenderPassword;

    fn has_password(&self) -> bool {
        self.has_password || self.has_secret
    }

    fn set_password(&mut self, is_there: bool) {
        let is_key = self.kind == SenderKind::AmazonSes;
        (self.has_password, self.has_secret) = (is_there && !is_key, is_there && is_key);
        self.noted.password = is_there;
    }

    fn new_password(new: &NewSender) -> &NewPassword {
        &new.password
    }
}

impl WithPassword<Token> for Sender {
    const SEALED: Sealed = Sealed::SenderToken;
    const COLUMN: &'static str = "token_sealed";

    #[expect(clippy::misnamed_getters, reason = "of the other secret that it has")]
    fn has_password(&self) -> bool {
        self.has_api_token
    }

    fn set_password(&mut self, is_there: bool) {
        (self.has_api_token, self.noted.token) = (is_there, is_there);
    }

    fn new_password(new: &NewSender) -> &NewPassword {
        &new.token
    }
}
