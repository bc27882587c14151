//! What nobody does and yet happens, as it stands now.

use chrono::{DateTime, Duration, Utc};

use crate::{
    db::{self, Conn, One, Select},
    outbox,
    senders::model::SILENT,
};

/// So many wrong passwords for a login, or from a network, are no slip of somebody's fingers.
const MANY: i64 = 20;
const WITHIN: Duration = Duration::minutes(15);
/// As many are told of in a round.
const MOST: i64 = 50;

/// Active senders of which the platform reports nothing any more.
pub async fn silent(conn: &mut Conn, now: DateTime<Utc>) -> db::Result<Vec<(i64, String)>> {
    let silent =
        Select::new("t.id, t.name", " FROM senders t WHERE t.deleted_at IS NULL AND t.active AND t.reported_at < ");
    silent.bind(now - SILENT).push(" ORDER BY t.id LIMIT ").bind(MOST).fetch_all(conn).await
}

/// How many letters have waited for long.
pub async fn waiting(conn: &mut Conn, now: DateTime<Utc>) -> db::Result<i64> {
    let late = outbox::store::late(Select::new("count(*)", " FROM outbox o WHERE 1 = 1"), now);
    Ok(late.fetch_all::<One<i64>>(conn).await?.pop().map_or(0, |(count,)| count))
}

/// Logins at which many have guessed lately, and how often.
pub async fn logins(conn: &mut Conn, now: DateTime<Utc>) -> db::Result<Vec<(String, i64)>> {
    let wrong = guessed("s.login, count(*)", now).push(" AND s.login <> '' GROUP BY s.login HAVING count(*) >= ");
    wrong.bind(MANY).push(" ORDER BY 2 DESC, 1 LIMIT ").bind(MOST).fetch_all(conn).await
}

/// The same of networks, from which somebody guesses.
pub async fn networks(conn: &mut Conn, now: DateTime<Utc>) -> db::Result<Vec<(String, i64)>> {
    let wrong = guessed("s.network, count(*)", now).push(" AND s.network <> '' GROUP BY s.network HAVING count(*) >= ");
    wrong.bind(MANY).push(" ORDER BY 2 DESC, 1 LIMIT ").bind(MOST).fetch_all(conn).await
}

fn guessed(columns: &'static str, now: DateTime<Utc>) -> Select {
    let lately = Select::new(columns, " FROM sign_ins s WHERE s.at >= ").bind(now - WITHIN);
    lately.push(" AND s.outcome IN ('wrong_password', 'unknown_login', 'unknown_device', 'wrong_code')")
}
