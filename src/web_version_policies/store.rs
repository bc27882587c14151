use super::model::{NewPolicy, Policy};
use crate::{
    api::Key,
    audit::Change,
    db::{self, Conn, Searched, Select, sql},
};

pub const SEARCHED: Searched = Searched { table: "web_version_policies", text: "name" };

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
    let days = &new.days;
    let (id,) = sql!(
        fetch_one(i64,),
        change.conn,
        "INSERT INTO web_version_policies (name, search, email_days, sms_days, push_days, messenger_days,
                                           version, created_at, updated_at, updated_by)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7, $8) RETURNING id",
        &new.name,
        new.search(),
        days.email,
        days.sms,
        days.push,
        days.messenger,
        change.at,
        &change.by.name
    )?;
    Ok(id)
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewPolicy) -> db::Result<bool> {
    let days = &new.days;
    let changed = sql!(execute change.conn,
        "UPDATE web_version_policies SET name = $1, search = $2, email_days = $3, sms_days = $4, push_days = $5, messenger_days = $6,
                version = version + 1, updated_at = $7, updated_by = $8
         WHERE id = $9 AND version = $10",
        &new.name, new.search(), days.email, days.sms, days.push, days.messenger, change.at, &change.by.name, id, version)?;
    Ok(changed == 1)
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    sql!(execute change.conn, "DELETE FROM web_version_policies WHERE id = $1", id)?;
    Ok(())
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
