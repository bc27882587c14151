use chrono::{DateTime, Utc};

use super::{
    model::{Outcome, Purpose},
    throttle::COUNTED,
};
use crate::{
    change::Change,
    db::{self, Condition, Conn, FromRow, One, Table, Tx, sql, written},
    people::{Owner, OwnerKind},
};

mod devices;
mod leaving;
mod lifts;
mod old;
mod people;
mod resets;

pub use devices::{delete_devices, has_devices, insert_device, is_device, sweep_devices, use_device};
pub use leaving::{forget, forget_directory, forget_users};
pub use lifts::{lift, sweep_lifts};
pub(crate) use lifts::{nth_wrong, sign_in_columns};
pub use old::{forget_sign_ins, oldest_sign_in};
pub use people::{find_admin, find_admin_by_login, find_user, find_user_by_login, set_password};
pub use resets::{
    count_resets, end_reset, insert_reset, is_reset_waiting, resets_from_network, sweep_resets, take_reset,
};

// One-time links.

pub async fn insert_link(
    change: &mut Change,
    purpose: Purpose,
    owner_id: i64,
    token_hash: &str,
    expires_at: DateTime<Utc>,
) -> db::Result<()> {
    let row = written![
        token_hash: token_hash,
        purpose: purpose.as_str(),
        owner_id: owner_id,
        created_at: change.at,
        expires_at: expires_at,
    ];
    Table::plain("links").put(&mut change.conn, row).await
}

pub async fn delete_links(change: &mut Change, purpose: Purpose, owner_id: i64) -> db::Result<()> {
    sql!(execute change.conn, "DELETE FROM links WHERE purpose = $1 AND owner_id = $2", purpose.as_str(), owner_id)?;
    Ok(())
}

pub async fn find_link(
    conn: &mut Conn,
    purpose: Purpose,
    token_hash: &str,
    now: DateTime<Utc>,
) -> db::Result<Option<i64>> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT owner_id FROM links WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3",
        token_hash, purpose.as_str(), now)?;
    Ok(found.map(|(owner_id,)| owner_id))
}

/// Whether the link that is good now was made after that time.
pub async fn has_link_since(
    conn: &mut Conn,
    purpose: Purpose,
    owner_id: i64,
    since: DateTime<Utc>,
) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT owner_id FROM links WHERE purpose = $1 AND owner_id = $2 AND created_at > $3",
        purpose.as_str(), owner_id, since)?;
    Ok(found.is_some())
}

/// Whether somebody could still use a link of theirs.
pub async fn is_link_open(conn: &mut Conn, purpose: Purpose, owner_id: i64, now: DateTime<Utc>) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT owner_id FROM links WHERE purpose = $1 AND owner_id = $2 AND expires_at > $3",
        purpose.as_str(), owner_id, now)?;
    Ok(found.is_some())
}

/// Uses a link up and gives its owner; two at the same time get it once.
pub async fn take_link(change: &mut Change, purpose: Purpose, token_hash: &str) -> db::Result<Option<i64>> {
    let taken = sql!(writing fetch_optional One<i64>, change.conn,
        "DELETE FROM links WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 RETURNING owner_id",
        token_hash, purpose.as_str(), change.at)?;
    Ok(taken.map(|(owner_id,)| owner_id))
}

/// Forgets what has expired.
pub async fn sweep_links(tx: &mut Tx, now: DateTime<Utc>) -> db::Result<u64> {
    sql!(execute tx, "DELETE FROM links WHERE expires_at <= $1", now)
}

// Attempts to sign in.

/// Who tries, as recorded: `owner_id` is None where there is no such login.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    pub kind: OwnerKind,
    pub owner_id: Option<i64>,
    pub login: &'a str,
    pub known_device: bool,
}

/// Wrong passwords of a login, as far as they are counted.
#[derive(FromRow)]
pub struct Wrong {
    pub on_known_devices: i64,
    pub elsewhere: i64,
}

impl<'a> Attempt<'a> {
    /// An attempt of somebody who is signed in: their session is as good as a known device.
    pub fn of_session(owner: Owner, login: &'a str) -> Self {
        Self { kind: owner.kind, owner_id: Some(owner.id), login, known_device: true }
    }
}

pub async fn insert_sign_in(change: &mut Change, of: Attempt<'_>, outcome: Outcome) -> db::Result<()> {
    let client = &change.by.client;
    let row = written![
        owner_kind: of.kind.as_str(),
        owner_id: of.owner_id,
        login: of.login,
        outcome: outcome.as_str(),
        known_device: of.known_device,
        ip: &client.ip,
        network: client.network(),
        user_agent: &client.user_agent,
        at: change.at,
    ];
    Table::plain("sign_ins").put(&mut change.conn, row).await
}

/// The right password that was refused counts as well: its answer must not differ from that to a wrong one.
macro_rules! wrong {
    () => {
        "outcome IN ('wrong_password', 'unknown_login', 'unknown_device')"
    };
}

/// Since somebody lifted the slow-down of the login, if they did.
macro_rules! since_lift {
    () => {
        " AND at > COALESCE((SELECT l.at FROM lifts l WHERE l.owner_kind = $1 AND l.login = $2), '1970-01-01T00:00:00+00:00')"
    };
}

pub async fn count_wrong(conn: &mut Conn, kind: OwnerKind, login: &str, since: DateTime<Utc>) -> db::Result<Wrong> {
    sql!(fetch_one Wrong, conn,
        concat!("SELECT (SELECT count(*) FROM (SELECT 1 AS found FROM sign_ins
                    WHERE owner_kind = $1 AND login = $2 AND known_device = TRUE AND at > $3", since_lift!(), " AND ", wrong!(), " LIMIT $4) k) AS on_known_devices,
                (SELECT count(*) FROM (SELECT 1 AS found FROM sign_ins
                    WHERE owner_kind = $1 AND login = $2 AND known_device = FALSE AND at > $3", since_lift!(), " AND ", wrong!(), " LIMIT $4) e) AS elsewhere"),
        kind.as_str(), login, since, COUNTED)
}

/// When the oldest of the `many` newest wrong passwords from a network was given, if there are so many.
pub async fn wrong_from_network(
    conn: &mut Conn,
    network: &str,
    many: u32,
    since: DateTime<Utc>,
) -> db::Result<Option<DateTime<Utc>>> {
    let text = concat!(
        "SELECT at FROM sign_ins WHERE network = $1 AND network <> '' AND at > $2 AND ",
        wrong!(),
        " ORDER BY at DESC LIMIT 1 OFFSET $3"
    );
    oldest_of(conn, text, (network, since), many).await
}

/// When the oldest of the `many` newest of a network was, if there are so many; the text reads the one behind `$3`
/// others.
async fn oldest_of(
    conn: &mut Conn,
    text: &'static str,
    (network, since): (&str, DateTime<Utc>),
    many: u32,
) -> db::Result<Option<DateTime<Utc>>> {
    let found = sql!(fetch_optional One<DateTime<Utc>>, conn, text, network, since, i64::from(many) - 1)?;
    Ok(found.map(|(at,)| at))
}

pub async fn count_outcomes(
    conn: &mut Conn,
    kind: OwnerKind,
    login: &str,
    outcome: Outcome,
    since: DateTime<Utc>,
) -> db::Result<i64> {
    let (count,) = sql!(fetch_one One<i64>, conn,
        concat!("SELECT count(*) FROM sign_ins WHERE owner_kind = $1 AND login = $2 AND outcome = $3 AND at > $4", since_lift!()),
        kind.as_str(), login, outcome.as_str(), since)?;
    Ok(count)
}

/// Whether somebody was ever let in.
pub async fn has_signed_in(conn: &mut Conn, owner: Owner) -> db::Result<bool> {
    let found = match owner.kind {
        OwnerKind::Admin => sql!(fetch_optional One<i64>, conn,
            "SELECT id FROM admins WHERE id = $1 AND last_sign_in_at IS NOT NULL", owner.id)?,
        OwnerKind::User => sql!(fetch_optional One<i64>, conn,
            "SELECT id FROM account_users WHERE id = $1 AND last_sign_in_at IS NOT NULL", owner.id)?,
    };
    Ok(found.is_some())
}

pub async fn set_last_sign_in(change: &mut Change, owner: Owner) -> db::Result<()> {
    people(owner.kind).set(&mut change.conn, owner.id, written![last_sign_in_at: change.at]).await
}

/// Keeps the same password under today's parameters; nothing that anybody edits has changed. Not where another was set
/// meanwhile.
pub async fn rehash(change: &mut Change, owner: Owner, old: &str, new: &str) -> db::Result<()> {
    let same = Condition::new("id = ? AND password_hash = ?").bind(owner.id).bind(old);
    people(owner.kind).update_where(&mut change.conn, written![password_hash: new], same).await.map(drop)
}

/// Where those who sign in stand. What is written of them here is nothing that a search looks through.
const fn people(kind: OwnerKind) -> Table {
    match kind {
        OwnerKind::Admin => Table::plain("admins"),
        OwnerKind::User => Table::plain("account_users"),
    }
}

// Second factors.

/// False when the one it is to take the place of, if any, is no longer the one that is enrolled.
pub async fn enrol(
    change: &mut Change,
    owner: Owner,
    old: Option<&[u8]>,
    (sealed, step): (&[u8], i64),
) -> db::Result<bool> {
    let row = change.stamped(written![totp_secret: sealed, totp_last_step: step]);
    let same = Condition::new("id = ? AND totp_secret IS NOT DISTINCT FROM ?").bind(owner.id).bind(old);
    Ok(people(owner.kind).update_where(&mut change.conn, row, same).await? == 1)
}

/// Takes the second factor and its recovery codes away.
pub async fn remove_factor(change: &mut Change, owner: Owner) -> db::Result<()> {
    let none = written![totp_secret: None::<Vec<u8>>, totp_last_step: None::<i64>];
    change.update_any(&people(owner.kind), owner.id, none).await?;
    delete_recovery_codes(change, owner).await
}

/// Makes others who would use a code of this owner wait, so that of many at once each sees what became of those before
/// it.
pub async fn lock(change: &mut Change, owner: Owner) -> db::Result<()> {
    match owner.kind {
        OwnerKind::Admin => sql!(execute change.conn, "UPDATE admins SET version = version WHERE id = $1", owner.id)?,
        OwnerKind::User => {
            sql!(execute change.conn, "UPDATE account_users SET version = version WHERE id = $1", owner.id)?
        }
    };
    Ok(())
}

/// Marks a time step as used; false when it, or a later one, was used before. Of two at the same time one is true.
pub async fn use_step(change: &mut Change, owner: Owner, step: i64) -> db::Result<bool> {
    let unused = Condition::new("id = ? AND (totp_last_step IS NULL OR totp_last_step < ?)").bind(owner.id).bind(step);
    let row = written![totp_last_step: step];
    Ok(people(owner.kind).update_where(&mut change.conn, row, unused).await? == 1)
}

pub async fn insert_recovery_code(change: &mut Change, owner: Owner, code_hash: &str) -> db::Result<()> {
    let row = written![owner_kind: owner.kind.as_str(), owner_id: owner.id, code_hash: code_hash];
    Table::plain("recovery_codes").put(&mut change.conn, row).await
}

/// Uses a code up; of two at the same time one is true.
pub async fn take_recovery_code(change: &mut Change, owner: Owner, code_hash: &str) -> db::Result<bool> {
    let taken = sql!(writing fetch_optional One<i64>, change.conn,
        "DELETE FROM recovery_codes WHERE owner_kind = $1 AND owner_id = $2 AND code_hash = $3 RETURNING id",
        owner.kind.as_str(), owner.id, code_hash)?;
    Ok(taken.is_some())
}

pub async fn count_recovery_codes(conn: &mut Conn, owner: Owner) -> db::Result<i64> {
    let (count,) = sql!(fetch_one One<i64>, conn,
        "SELECT count(*) FROM recovery_codes WHERE owner_kind = $1 AND owner_id = $2",
        owner.kind.as_str(), owner.id)?;
    Ok(count)
}

pub async fn delete_recovery_codes(change: &mut Change, owner: Owner) -> db::Result<()> {
    sql!(execute change.conn,
        "DELETE FROM recovery_codes WHERE owner_kind = $1 AND owner_id = $2",
        owner.kind.as_str(), owner.id)?;
    Ok(())
}
