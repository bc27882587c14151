use crate::{
    change::Change,
    db::{self, Conn, One, Sealed, Table, Written, sql},
};

/// What people know the owner of a secret by.
pub async fn name(conn: &mut Conn, what: Sealed, id: i64) -> db::Result<String> {
    let text = match what {
        Sealed::ConnectorPassword => "SELECT name FROM connectors WHERE id = $1",
        Sealed::LdapPassword => "SELECT name FROM ldap_connectors WHERE id = $1",
        Sealed::SenderPassword | Sealed::SenderToken => "SELECT name FROM senders WHERE id = $1",
        Sealed::NotifierSecret | Sealed::NotifierSigning => "SELECT name FROM notifiers WHERE id = $1",
        Sealed::AdminFactor => "SELECT login FROM admins WHERE id = $1",
        Sealed::UserFactor => {
            "SELECT u.login || '@' || a.name FROM account_users u JOIN accounts a ON a.id = u.account_id WHERE u.id = $1"
        }
        Sealed::StopListKey => {
            "SELECT CAST(count(*) AS TEXT) || ' entries, to be imported again' FROM stop_list_entries WHERE $1 = 1"
        }
        Sealed::LetterLink => "SELECT recipient || ': ' || subject FROM outbox WHERE id = $1",
    };
    let found = sql!(fetch_optional One<String>, conn, text, id)?;
    Ok(found.map(|(name,)| name).unwrap_or_default())
}

pub async fn drop_password(change: &mut Change, table: &Table, column: &'static str, id: i64) -> db::Result<()> {
    let nothing = Written::of(vec![(column, None::<Vec<u8>>.into())]);
    change.update_any(&Table::plain(table.name), id, nothing).await
}

/// A letter is no use without its link, so it fails; the reason is a key of the outbox page.
pub async fn drop_link(change: &mut Change, letter_id: i64) -> db::Result<()> {
    sql!(execute change.conn,
        "UPDATE outbox SET link_sealed = NULL, status = CASE status WHEN 'queued' THEN 'failed' ELSE status END, taken_until = NULL,
                last_error = 'key-lost'
         WHERE id = $1",
        letter_id)?;
    Ok(())
}

/// The entries of all stop lists and what they were hashed with: the lists that had any, and how many.
pub async fn drop_stops(change: &mut Change) -> db::Result<Vec<(i64, String, i64)>> {
    let had = sql!(
        fetch_all(i64, String, i64),
        change.conn,
        "SELECT id, name, emails + phones + domains FROM stop_lists WHERE emails + phones + domains > 0 ORDER BY id"
    )?;
    sql!(execute change.conn, "DELETE FROM stop_list_entries")?;
    sql!(execute change.conn, "DELETE FROM stop_list_imports")?;
    sql!(execute change.conn, "DELETE FROM stop_list_key")?;
    sql!(execute change.conn, "UPDATE stop_lists SET emails = 0, phones = 0, domains = 0")?;
    Ok(had)
}

/// What lies sealed for minutes only: forms that wait for their person, second factors that are being enrolled.
pub async fn drop_passing(change: &mut Change) -> db::Result<()> {
    sql!(execute change.conn, "DELETE FROM kept_forms")?;
    sql!(execute change.conn, "UPDATE sessions SET data = '' WHERE data <> ''")?;
    Ok(())
}
