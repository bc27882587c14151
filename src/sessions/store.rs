use chrono::{DateTime, Utc};

use super::model::{LiveSession, SignIn};
use crate::{
    db::{self, Conn, Select, Tx, sql},
    lists::{Column, Field, Kind, RowId},
    people::Owner,
};

/// Those that the next request would be answered in, the last seen first; no more than a page can show.
pub async fn live(conn: &mut Conn, owner: Owner, now: DateTime<Utc>) -> db::Result<Vec<LiveSession>> {
    sql!(fetch_all LiveSession, conn,
        "SELECT key_hash, ip, user_agent, started_at, last_seen_at FROM sessions
         WHERE owner_kind = $1 AND owner_id = $2 AND stage = 'done' AND expires_at > $3 AND last_seen_at > $4
         ORDER BY last_seen_at DESC, key_hash LIMIT 500",
        owner.kind.as_str(), owner.id, now, now - owner.kind.limits().1)
}

/// False when it has ended already.
pub async fn end(tx: &mut Tx, owner: Owner, key_hash: &str) -> db::Result<bool> {
    let ended = sql!(execute tx,
        "DELETE FROM sessions WHERE key_hash = $1 AND owner_kind = $2 AND owner_id = $3",
        key_hash, owner.kind.as_str(), owner.id)?;
    Ok(ended == 1)
}

/// What the list can be sorted by.
pub const SORTS: [Column<SignIn>; 1] =
    [Column { name: "id", sql: "s.id", kind: Kind::Id, key: |it| it.id.to_string() }];

/// What the list shows of an attempt.
pub const FIELDS: [Field<SignIn>; 6] = [
    Field::of("when", "at", |it| it.at.into()),
    Field::new("outcome", |it| (&it.outcome).into()),
    Field::new("device", |it| it.client().device().into()),
    Field::new("browser", |it| it.client().browser().into()),
    Field::new("ip", |it| (&it.ip).into()),
    Field::new("user_agent", |it| (&it.user_agent).into()),
];

pub const ROW: RowId<SignIn> = ("s.id", |it| it.id);

/// What became of attempts to sign in as the owner.
pub fn sign_ins(owner: Owner) -> Select {
    Select::new("s.id, s.outcome, s.ip, s.user_agent, s.at", " FROM sign_ins s WHERE s.owner_kind = ")
        .bind(owner.kind.as_str())
        .push(" AND s.owner_id = ")
        .bind(owner.id)
}
