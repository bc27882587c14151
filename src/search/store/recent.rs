//! What things are called now.

use crate::{
    db::{self, Conn, FromRow, Select, Value},
    web::opened::Seen,
};

/// A thing that was opened and is still there.
#[derive(Clone, Debug, FromRow)]
pub struct Named {
    pub kind: String,
    pub id: i64,
    pub account_id: Option<i64>,
    pub name: String,
    /// Of a user, what they sign in with; of a thing of an account, the account's title.
    pub about: String,
    pub deleted: bool,
}

/// How the things of a kind are called: what is read, up to their ids.
const KINDS: [(&str, &str, &str); 17] = [
    ("account",
     "'account' AS kind, t.id, CAST(NULL AS BIGINT) AS account_id, t.title AS name, t.name AS about, t.deleted_at IS NOT NULL AS deleted",
     " FROM accounts t WHERE t.id IN ("),
    ("user",
     "'user' AS kind, t.id, t.account_id, CASE WHEN t.first_name || t.last_name = '' THEN t.login ELSE trim(t.first_name || ' ' || t.last_name) END AS name,
      t.login || '@' || a.name AS about, a.deleted_at IS NOT NULL AS deleted",
     " FROM account_users t JOIN accounts a ON a.id = t.account_id WHERE t.id IN ("),
    ("group",
     "'group' AS kind, t.id, t.account_id, t.name, a.title AS about, a.deleted_at IS NOT NULL AS deleted",
     " FROM groups t JOIN accounts a ON a.id = t.account_id WHERE t.id IN ("),
    ("role",
     "'role' AS kind, t.id, t.account_id, t.name, a.title AS about, a.deleted_at IS NOT NULL AS deleted",
     " FROM roles t JOIN accounts a ON a.id = t.account_id WHERE t.id IN ("),
    ("virtual_sender",
     "'virtual_sender' AS kind, t.id, t.account_id, t.name, a.title AS about, a.deleted_at IS NOT NULL AS deleted",
     " FROM virtual_senders t JOIN accounts a ON a.id = t.account_id WHERE t.id IN ("),
    ("account_database",
     "'account_database' AS kind, t.id, t.account_id, t.name, a.title AS about, t.gone OR a.deleted_at IS NOT NULL AS deleted",
     " FROM account_databases t JOIN accounts a ON a.id = t.account_id WHERE t.id IN ("),
    ("tariff", "'tariff' AS kind, t.id, CAST(NULL AS BIGINT) AS account_id, t.title AS name, t.name AS about, FALSE AS deleted", " FROM tariffs t WHERE t.id IN ("),
    ("database", "'database' AS kind, t.id, CAST(NULL AS BIGINT) AS account_id, t.name, t.host AS about, FALSE AS deleted", " FROM connectors t WHERE t.class = 'database' AND t.id IN ("),
    ("external_data", "'external_data' AS kind, t.id, CAST(NULL AS BIGINT) AS account_id, t.name, t.host AS about, FALSE AS deleted", " FROM connectors t WHERE t.class = 'external_data' AND t.id IN ("),
    ("ldap", "'ldap' AS kind, t.id, CAST(NULL AS BIGINT) AS account_id, t.name, t.host AS about, FALSE AS deleted", " FROM ldap_connectors t WHERE t.id IN ("),
    ("sender", "'sender' AS kind, t.id, CAST(NULL AS BIGINT) AS account_id, t.name, t.host AS about, t.deleted_at IS NOT NULL AS deleted", " FROM senders t WHERE t.id IN ("),
    ("stop_list", "'stop_list' AS kind, t.id, CAST(NULL AS BIGINT) AS account_id, t.name, t.description AS about, t.deleted_at IS NOT NULL AS deleted", " FROM stop_lists t WHERE t.id IN ("),
    ("notifier", "'notifier' AS kind, t.id, CAST(NULL AS BIGINT) AS account_id, t.name, t.kind AS about, FALSE AS deleted", " FROM notifiers t WHERE t.id IN ("),
    ("web_version_policy", "'web_version_policy' AS kind, t.id, CAST(NULL AS BIGINT) AS account_id, t.name, '' AS about, FALSE AS deleted", " FROM web_version_policies t WHERE t.id IN ("),
    ("admin",
     "'admin' AS kind, t.id, CAST(NULL AS BIGINT) AS account_id, CASE WHEN t.first_name || t.last_name = '' THEN t.login ELSE trim(t.first_name || ' ' || t.last_name) END AS name,
      t.login AS about, FALSE AS deleted",
     " FROM admins t WHERE t.id IN ("),
    ("visit",
     "'visit' AS kind, t.id, t.account_id, t.user_login AS name, t.admin_name AS about, FALSE AS deleted",
     " FROM visits t WHERE t.id IN ("),
    // Said by a text of its own.
    ("job", "'job' AS kind, t.id, t.account_id, replace('job-' || t.kind || '-' || t.act, '_', '-') AS name, t.actor_name AS about, FALSE AS deleted", " FROM jobs t WHERE t.id IN ("),
];

/// The kinds that can be named.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, ..)| *kind)
}

/// Those that are still there, in one statement for all kinds.
pub async fn named(conn: &mut Conn, seen: &[Seen]) -> db::Result<Vec<Named>> {
    let mut select: Option<Select> = None;
    for (kind, columns, rest) in KINDS {
        let mut ids = seen.iter().filter(|seen| seen.kind == kind).map(|seen| Value::from(seen.id)).peekable();
        if ids.peek().is_some() {
            let begun = match select {
                None => Select::new(columns, rest),
                Some(others) => others.push(" UNION ALL SELECT ").push(columns).push(rest),
            };
            select = Some(begun.values(ids).push(")"));
        }
    }
    match select {
        Some(select) => select.fetch_all(conn).await,
        None => Ok(Vec::new()),
    }
}
