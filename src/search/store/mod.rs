pub mod recent;

use super::model::Hit;
use crate::db::{self, Conn, Searched, Select, Words, sql};

/// What is asked for, as it would be kept if it were what it may be.
pub struct Nearest {
    pub id: i64,
    pub external_id: String,
    /// As an account's title is kept to sort by.
    pub title: String,
    /// Of an account.
    pub name: String,
    /// Of a user, before the last `@`, and what stands behind it.
    pub login: String,
    pub account: String,
    pub email: String,
    pub phones: [String; 2],
}

/// An account as a hit; the columns are those of a user's.
macro_rules! account {
    () => {
        "CAST(0 AS BIGINT) AS user_id, a.id AS account_id, a.title, a.name AS account_name, a.external_id, a.active, a.frozen,
         a.limit_reached, a.deleted_at, '' AS login, '' AS first_name, '' AS last_name, '' AS email, CAST(NULL AS TEXT) AS phone,
         FALSE AS user_active"
    };
}

macro_rules! user {
    () => {
        "u.id AS user_id, u.account_id, a.title, a.name AS account_name, a.external_id, a.active, a.frozen, a.limit_reached, a.deleted_at,
         u.login, u.first_name, u.last_name, u.email, u.phone, u.active AS user_active"
    };
}

/// The last of all characters: whatever begins with a text stands between it and itself with this behind.
const LAST: char = '\u{10FFFF}';

/// What is the very thing that is asked for, deleted accounts among it, and what begins so; each by an index of its own,
/// and no more than a few of each.
pub async fn nearest(conn: &mut Conn, asked: &Nearest) -> db::Result<Vec<Hit>> {
    let Nearest { id, external_id, title, name, login, account, email, phones: [phone, other] } = asked;
    let beyond = |text: &str| format!("{text}{LAST}");
    // Not by OR: where no account has an external id, SQLite's statistics say that all have the same, and it reads all.
    sql!(fetch_all Hit, conn,
        concat!("SELECT CAST(0 AS BIGINT) AS rank, ", account!(), " FROM accounts a
             WHERE a.id IN (SELECT id FROM accounts WHERE id = $1 UNION SELECT id FROM accounts WHERE name = $2
                 UNION SELECT id FROM accounts WHERE external_id = $3)
         UNION ALL
         SELECT CAST(1 AS BIGINT), ", account!(), " FROM (SELECT id, title, name, external_id, active, frozen, limit_reached, deleted_at FROM accounts
             WHERE name > $2 AND name < $4 AND $2 <> '' AND deleted_at IS NULL ORDER BY name LIMIT 9) a
         UNION ALL
         SELECT CAST(1 AS BIGINT), ", account!(), " FROM (SELECT id, title, name, external_id, active, frozen, limit_reached, deleted_at FROM accounts
             WHERE title_key >= $5 AND title_key < $6 AND deleted_at IS NULL ORDER BY title_key, id LIMIT 9) a
         UNION ALL
         SELECT CAST(0 AS BIGINT), ", user!(), " FROM (SELECT id, account_id, login, first_name, last_name, email, phone, active FROM account_users
             WHERE lower(email) = $7 LIMIT 9) u JOIN accounts a ON a.id = u.account_id
         UNION ALL
         SELECT CAST(0 AS BIGINT), ", user!(), " FROM (SELECT id, account_id, login, first_name, last_name, email, phone, active FROM account_users
             WHERE phone IN ($8, $9) LIMIT 9) u JOIN accounts a ON a.id = u.account_id
         UNION ALL
         SELECT CASE WHEN a.name = $10 THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END, ", user!(), "
         FROM (SELECT id, title, name, external_id, active, frozen, limit_reached, deleted_at FROM accounts
             WHERE name >= $10 AND name < $11 AND $12 <> '' AND (deleted_at IS NULL OR name = $10) ORDER BY name LIMIT 99) a
         JOIN account_users u ON u.account_id = a.id AND u.login = $12"),
        *id, name, external_id, beyond(name), title, beyond(title), email, phone, other, account, beyond(account), login)
}

const USERS: Searched = Searched {
    by_trigrams: " FROM account_users_search s CROSS JOIN account_users u ON u.id = s.rowid
        WHERE (SELECT a.deleted_at IS NULL FROM accounts a WHERE a.id = u.account_id) AND s.account_users_search MATCH ",
    by_grams: " FROM account_users_search_grams s CROSS JOIN account_users u ON u.id = s.rowid
        WHERE (SELECT a.deleted_at IS NULL FROM accounts a WHERE a.id = u.account_id) AND s.account_users_search_grams MATCH ",
    all: " FROM account_users u WHERE (SELECT a.deleted_at IS NULL FROM accounts a WHERE a.id = u.account_id)",
    newest: " AND u.id > (SELECT max(n.id) FROM account_users n) - ",
    others: " AND u.id + 0 <= (SELECT max(n.id) FROM account_users n) - ",
    first: (" ORDER BY s.rowid DESC LIMIT ", " ORDER BY u.id DESC LIMIT "),
    text: "u.search",
    looked_into: "u.search || ''",
    grams: (" AND (text_grams(u.search) @> ARRAY[", "] OR text_grams(u.search) @> ARRAY[CAST(0 AS BIGINT)])"),
};

/// Users of all accounts that are there, who have all words of one of the questions.
pub async fn users(conn: &mut Conn, questions: &[Words], most: i64) -> db::Result<Vec<Hit>> {
    let columns = "u.id, u.account_id, u.login, u.first_name, u.last_name, u.email, u.phone, u.active";
    let search = conn.text_search();
    let select = Select::new(concat!("CAST(2 AS BIGINT) AS rank, ", user!()), " FROM (");
    let found = search.first(select, &USERS, columns, (questions, most));
    found.push(") u JOIN accounts a ON a.id = u.account_id ORDER BY u.id DESC").fetch_all(conn).await
}
