use chrono::{DateTime, Duration, Utc};

use super::model::{ApiToken, NewToken};
use crate::{
    change::Change,
    db::{self, Conn, FromRow, Select, Table, Written, sql, written},
    lists::{Column, Field, Kind, RowId},
};

pub const TABLE: Table = Table { name: "api_tokens", searched: &["name"], between: "\n" };

const COLUMNS: &str =
    "t.id, t.name, t.search, t.prefix, t.scopes, t.active, t.expires_at, t.previous_until, t.last_used_at, t.leaked_at,
    t.version, t.created_at, t.created_by, coalesce(a.active, FALSE) AS creator_active, a.role AS creator_role, t.updated_at, t.updated_by";

pub const FROM: &str = " FROM api_tokens t LEFT JOIN admins a ON a.id = t.admin_id WHERE 1 = 1";

/// What the list can be sorted by.
pub const SORTS: [Column<ApiToken>; 2] = [
    Column { name: "name", sql: "t.search", kind: Kind::Text, key: |it| it.search.clone() },
    Column { name: "expires", sql: "t.expires_at", kind: Kind::Time, key: |it| it.expires_at.to_rfc3339() },
];

/// What the list shows of a token.
pub const FIELDS: [Field<ApiToken>; 8] = [
    Field::new("name", |it| (&it.name).into()),
    Field::of("secret", "prefix", |it| (&it.prefix).into()),
    Field::new("scopes", |it| (&it.scopes).into()),
    Field::of("state", "active", |it| it.active.into()),
    Field::of("state", "leaked_at", |it| it.leaked_at.into()),
    Field::of("creator", "created_by", |it| (&it.created_by).into()),
    Field::of("last_used", "last_used_at", |it| it.last_used_at.into()),
    Field::of("expires", "expires_at", |it| it.expires_at.into()),
];

pub const ROW: RowId<ApiToken> = ("t.id", |it| it.id);

/// Those whose name has that part, for the list.
pub fn listed(question: Option<&str>) -> Select {
    Select::new(COLUMNS, FROM).containing("t.search", question)
}

/// Narrows to those that will soon be good for nothing.
pub fn expiring(select: Select, now: DateTime<Utc>) -> Select {
    let good = select.push(" AND t.active AND t.expires_at > ").bind(now);
    good.push(" AND t.expires_at <= ").bind(now + Duration::days(14))
}

/// Narrows to those that were seen in an address and are still good.
pub fn leaked(select: Select, now: DateTime<Utc>) -> Select {
    select.push(" AND t.active AND t.leaked_at IS NOT NULL AND t.expires_at > ").bind(now)
}

pub async fn find(conn: &mut Conn, id: i64) -> db::Result<Option<ApiToken>> {
    sql!(fetch_optional ApiToken, conn,
        "SELECT t.id, t.name, t.search, t.prefix, t.scopes, t.active, t.expires_at, t.previous_until, t.last_used_at, t.leaked_at,
                t.version, t.created_at, t.created_by, coalesce(a.active, FALSE) AS creator_active, a.role AS creator_role,
                t.updated_at, t.updated_by
         FROM api_tokens t LEFT JOIN admins a ON a.id = t.admin_id WHERE t.id = $1",
        id)
}

/// Those that an administrator made and that are good for something, by name.
pub async fn of_admin(conn: &mut Conn, admin_id: i64, now: DateTime<Utc>) -> db::Result<Vec<ApiToken>> {
    let of_admin = Select::new(COLUMNS, FROM)
        .push(" AND t.active AND t.admin_id = ")
        .bind(admin_id)
        .push(" AND t.expires_at > ")
        .bind(now);
    of_admin.push(" ORDER BY t.search, t.id").fetch_all(conn).await
}

/// A secret as it is kept: its hash, and the characters by which people know it.
pub struct KeptSecret {
    pub hash: String,
    pub prefix: String,
}

pub async fn insert(change: &mut Change, new: &NewToken, secret: &KeptSecret) -> db::Result<i64> {
    let made = written![
        prefix: &secret.prefix,
        secret_hash: &secret.hash,
        admin_id: change.by.id.unwrap_or(0),
        created_by: &change.by.name,
    ];
    change.insert(&TABLE, written(new).and(made)).await
}

/// False when the version is no longer the current one. Who is to be reminded of the new end has not been yet.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewToken) -> db::Result<bool> {
    let unreminded = written![reminded_at: None::<DateTime<Utc>>];
    change.update(&TABLE, (id, version), written(new).and(unreminded)).await
}

fn written(new: &NewToken) -> Written {
    written![name: &new.name, scopes: new.scope_codes(), active: new.active, expires_at: new.expires_at]
}

/// The secret in use becomes the one before; whatever was the one before is good no longer. A new secret has not
/// leaked.
pub async fn rotate(change: &mut Change, id: i64, secret: &KeptSecret, until: DateTime<Utc>) -> db::Result<()> {
    sql!(execute change.conn,
        "UPDATE api_tokens SET previous_hash = secret_hash, previous_until = $1, secret_hash = $2, prefix = $3, leaked_at = NULL,
                version = version + 1, updated_at = $4, updated_by = $5
         WHERE id = $6",
        until, &secret.hash, &secret.prefix, change.at, &change.by.name, id)?;
    Ok(())
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    sql!(execute change.conn, "DELETE FROM api_answers WHERE token_id = $1", id)?;
    sql!(execute change.conn, "DELETE FROM api_tokens WHERE id = $1", id)?;
    Ok(())
}

/// A token that expires soon, and who made it.
#[derive(FromRow)]
pub struct Expiring {
    pub id: i64,
    pub name: String,
    pub expires_at: DateTime<Utc>,
    pub admin_id: i64,
}

/// Those that nobody was reminded of, marked as reminded of now: of two nodes one gets each.
pub async fn take_expiring(change: &mut Change, before: DateTime<Utc>) -> db::Result<Vec<Expiring>> {
    sql!(writing fetch_all Expiring, change.conn,
        "UPDATE api_tokens SET reminded_at = $1 WHERE active AND reminded_at IS NULL AND expires_at > $1 AND expires_at <= $2
         RETURNING id, name, expires_at, admin_id",
        change.at, before)
}
