use chrono::{DateTime, Utc};

use crate::db::{self, Conn, FromRow, sql};

/// One thing that the overview says beside the account's own settings.
#[derive(FromRow)]
pub struct Line {
    /// `tariff`, `master`, `refused` or `letter`.
    pub kind: String,
    pub id: i64,
    /// Of the tariff, the user or the letter.
    pub name: String,
    /// The most users of the tariff, empty for any number; the user's login or address; the letter's recipient.
    pub about: String,
    /// Users who have never signed in; refused attempts, up to 1001.
    pub count: i64,
    pub at: Option<DateTime<Utc>>,
}

/// How many of each are named.
const NAMED: i64 = 5;

/// The tariff, the master users, the users whose sign-in was refused since then, and the letters that failed, in one
/// statement; each part goes by an index. What is read of sign-ins is ordered, so that SQLite takes the index whatever it
/// knew of the table when it last looked.
pub async fn lines(conn: &mut Conn, account_id: i64, since: DateTime<Utc>) -> db::Result<Vec<Line>> {
    sql!(fetch_all Line, conn,
        "SELECT 'tariff' AS kind, t.id, t.title AS name, COALESCE(CAST(t.max_users AS TEXT), '') AS about,
                (SELECT count(*) FROM account_users n WHERE n.account_id = a.id AND n.active AND n.last_sign_in_at IS NULL) AS count,
                a.created_at AS at
         FROM accounts a JOIN tariffs t ON t.id = a.tariff_id WHERE a.id = $1
         UNION ALL
         SELECT 'master', m.id, m.name, m.about, 0, m.at FROM (
            SELECT u.id, CASE WHEN u.first_name || u.last_name = '' THEN u.login ELSE trim(u.first_name || ' ' || u.last_name) END AS name,
                   u.email AS about, u.last_sign_in_at AS at
            FROM account_users u WHERE u.account_id = $1 AND u.master AND u.active ORDER BY u.name_key, u.id LIMIT $3) m
         UNION ALL
         SELECT 'refused', r.id, r.name, r.about,
                (SELECT count(*) FROM (SELECT 1 AS found FROM sign_ins s WHERE s.owner_kind = 'user' AND s.login = r.about
                    AND s.at > $2 AND s.outcome <> 'ok' ORDER BY s.at DESC LIMIT 1001) f),
                r.at
         FROM (SELECT g.id, g.about, g.name, g.at FROM (
               SELECT u.id, u.login || '@' || a.name AS about,
                      CASE WHEN u.first_name || u.last_name = '' THEN u.login ELSE trim(u.first_name || ' ' || u.last_name) END AS name,
                      (SELECT l.at FROM sign_ins l WHERE l.owner_kind = 'user' AND l.login = u.login || '@' || a.name
                          AND l.at > $2 AND l.outcome <> 'ok' ORDER BY l.at DESC LIMIT 1) AS at
               FROM account_users u JOIN accounts a ON a.id = u.account_id WHERE u.account_id = $1) g
            WHERE g.at IS NOT NULL ORDER BY g.at DESC, g.id LIMIT $3) r
         UNION ALL
         SELECT 'letter', o.id, o.subject, o.recipient, 0, o.created_at FROM (
            SELECT id, subject, recipient, created_at FROM outbox WHERE account_id = $1 AND status = 'failed' ORDER BY id DESC LIMIT $3) o",
        account_id, since, NAMED)
}
