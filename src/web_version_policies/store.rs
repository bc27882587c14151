use super::model::{NewPolicy, Policy};
use crate::{
    api::Key,
    audit::Change,
    db::{self, Conn, Select, Table, Written, sql, written},
};

pub const TABLE: Table = Table { name: "web_version_policies", searched: &["name"], between: "\n" };

pub const LIST: &str =
    "p.id, p.name, p.search, p.email_days, p.sms_days, p.push_days, p.messenger_days, p.version, p.updated_at, p.updated_by,
        (SELECT count(*) FROM (SELECT 1 FROM accounts a WHERE a.web_version_policy = p.id LIMIT 1001) AS used) AS accounts";

macro_rules! columns {
    () => {
        "p.id, p.name, p.email_days, p.sms_days, p.push_days, p.messenger_days, p.version, p.updated_at, p.updated_by"
    };
}

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<Policy>> {
    sql!(fetch_optional Policy, conn, concat!("SELECT ", columns!(), " FROM web_version_policies p WHERE p.id = $1"), id)
}

/// By name before id.
pub async fn look_up(conn: &mut Conn, key: &Key) -> db::Result<Option<Policy>> {
    sql!(fetch_optional Policy, conn,
        concat!("SELECT ", columns!(),
            " FROM web_version_policies p WHERE p.name = $1 OR p.id = $2 ORDER BY CASE WHEN p.name = $1 THEN 0 ELSE 1 END LIMIT 1"),
        &key.name, key.id)
}

/// All of them, for the API.
pub fn all() -> Select {
    Select::new(columns!(), " FROM web_version_policies p WHERE 1 = 1")
}

pub async fn insert(change: &mut Change, new: &NewPolicy) -> db::Result<i64> {
    change.insert(&TABLE, written(new)).await
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewPolicy) -> db::Result<bool> {
    change.update(&TABLE, (id, version), written(new)).await
}

fn written(NewPolicy { name, days }: &NewPolicy) -> Written {
    written![
        name: name,
        email_days: days.email,
        sms_days: days.sms,
        push_days: days.push,
        messenger_days: days.messenger,
    ]
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    TABLE.delete(&mut change.conn, id).await
}

/// Accounts that have it, deleted ones that can still be restored included: the first few.
pub async fn used_by(conn: &mut Conn, id: i64) -> db::Result<Vec<String>> {
    let titles = sql!(
        fetch_all(String,),
        conn,
        "SELECT title FROM accounts WHERE web_version_policy = $1 ORDER BY id LIMIT 6",
        id
    )?;
    Ok(titles.into_iter().map(|(title,)| title).collect())
}
