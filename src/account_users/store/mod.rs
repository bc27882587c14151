use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::model::{AccountUser, Head, Inspected, NewUser, Offered, Settings, Whole};
use crate::{
    change::Change,
    db::{self, Conn, One, Select, Table, Value, Words, Written, folded, like_pattern, sql, written},
    forms::fields::sought_phone,
    lists::{Column, Field, Kind, RowId, Shape},
    people::{Owner, OwnerKind},
    sign_in::{store::sign_in_columns, throttle::WITHIN},
};

macro_rules! user_columns {
    () => {
        "u.id, u.account_id, u.login, u.first_name, u.last_name, u.name_key, u.email, u.language, u.phone, u.notify_email,
         u.alert_limits, u.alert_complaints, u.alert_hard_bounces, u.alert_soft_bounces, u.alert_daily_report, u.alert_weekly_report,
         u.active AS user_active, u.master, u.is_ldap, u.must_change_password, u.totp_secret IS NOT NULL AS has_2fa, u.has_avatar,
         u.last_sign_in_at, u.version, u.updated_at, u.updated_by"
    };
}

macro_rules! head_columns {
    () => {
        "a.name AS account_name, a.title, a.tz, a.active, a.frozen, a.limit_reached, a.deleted_at, a.frozen_at, a.tariff_name, a.force_2fa_auth, a.use_ldap, a.login_as_notice, a.user_count, CASE WHEN t.hard_users THEN t.max_users END AS max_users"
    };
}

pub mod alerted;
pub mod api;

pub const TABLE: Table =
    Table { name: "account_users", searched: &["login", "first_name", "last_name", "email", "phone"], between: " " };

/// Finds a deleted account as well; whoever changes something asks its state.
pub async fn head(conn: &mut Conn, account_id: i64) -> db::Result<Option<Head>> {
    sql!(fetch_optional Head, conn,
        concat!("SELECT a.id AS account_id, ", head_columns!(), " FROM accounts a JOIN tariffs t ON t.id = a.tariff_id WHERE a.id = $1"),
        account_id)
}

/// A user together with the account, found by both.
pub async fn find(conn: &mut Conn, account_id: i64, id: i64) -> db::Result<Option<Whole>> {
    sql!(fetch_optional Whole, conn,
        concat!("SELECT ", user_columns!(), ", ", head_columns!(),
            " FROM account_users u JOIN accounts a ON a.id = u.account_id JOIN tariffs t ON t.id = a.tariff_id
              WHERE u.account_id = $1 AND u.id = $2"),
        account_id, id)
}

/// The same, with how the user's sign-in stands.
pub async fn inspect(
    conn: &mut Conn,
    (account_id, id): (i64, i64),
    now: DateTime<Utc>,
) -> db::Result<Option<Inspected>> {
    let [used_since, slowed_since, refused_since] =
        [OwnerKind::User.limits().1, WITHIN, Duration::hours(24)].map(|ago| now - ago);
    sql!(fetch_optional Inspected, conn,
        concat!("SELECT ", user_columns!(), ", ", head_columns!(), ", ", sign_in_columns!(),
            " FROM account_users u JOIN accounts a ON a.id = u.account_id JOIN tariffs t ON t.id = a.tariff_id
              WHERE u.account_id = $1 AND u.id = $2"),
        account_id, id, now, used_since, slowed_since, refused_since)
}

/// The account's users, for the list.
pub fn listed(account_id: i64) -> Select {
    Select::new(user_columns!(), " FROM account_users u WHERE u.account_id = ").bind(account_id)
}

/// What there is to choose of the list.
pub const LIST: Shape = Shape {
    name: "users",
    path: "/accounts/{account}/users",
    label: "account-users",
    columns: &[
        ("login", "column-login"),
        ("email", "column-email"),
        ("lang", "column-lang"),
        ("active", "column-active"),
        ("last_sign_in", "column-last_sign_in"),
        ("phone", "user-phone"),
    ],
    usual: 5,
    filters: &["q", "active", "master", "lang", "has_2fa", "is_ldap"],
};

/// What the list can be sorted by.
pub const SORTS: [Column<AccountUser>; 9] = [
    Column { name: "id", sql: "u.id", kind: Kind::Id, key: |it| it.id.to_string() },
    Column { name: "name", sql: "u.name_key", kind: Kind::Text, key: |it| it.name_key.clone() },
    Column { name: "login", sql: "u.login", kind: Kind::Text, key: |it| it.settings.login.clone() },
    Column { name: "email", sql: "u.email", kind: Kind::Text, key: |it| it.settings.email.clone() },
    Column { name: "lang", sql: "u.language", kind: Kind::Text, key: |it| it.lang().as_str().to_owned() },
    Column { name: "master", sql: "u.master", kind: Kind::Bool, key: |it| it.settings.master.to_string() },
    Column { name: "has_2fa", sql: "(u.totp_secret IS NOT NULL)", kind: Kind::Bool, key: |it| it.has_2fa.to_string() },
    Column { name: "active", sql: "u.active", kind: Kind::Bool, key: |it| it.settings.active.to_string() },
    Column {
        name: "last_sign_in",
        sql: "COALESCE(u.last_sign_in_at, '1970-01-01T00:00:00+00:00')",
        kind: Kind::Time,
        key: |it| it.last_sign_in_at.unwrap_or(DateTime::UNIX_EPOCH).to_rfc3339(),
    },
];

/// What the list shows of a user.
pub const FIELDS: [Field<AccountUser>; 12] = [
    Field::new("id", |it| it.id.into()),
    Field::of("name", "first_name", |it| (&it.settings.profile.first_name).into()),
    Field::of("name", "last_name", |it| (&it.settings.profile.last_name).into()),
    Field::of("name", "master", |it| it.settings.master.into()),
    Field::of("name", "has_2fa", |it| it.has_2fa.into()),
    Field::of("name", "is_ldap", |it| it.settings.is_ldap.into()),
    Field::new("login", |it| (&it.settings.login).into()),
    Field::new("email", |it| (&it.settings.email).into()),
    Field::of("lang", "language", |it| it.lang().as_str().into()),
    Field::new("active", |it| it.settings.active.into()),
    Field::of("last_sign_in", "last_login_at", |it| it.last_sign_in_at.into()),
    Field::new("phone", |it| it.settings.profile.phone.as_ref().into()),
];

pub const ROW: RowId<AccountUser> = ("u.id", |it| it.id);

/// What narrows the list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub active: Option<bool>,
    pub master: Option<bool>,
    pub has_2fa: Option<bool>,
    pub is_ldap: Option<bool>,
    pub language: Option<String>,
    pub question: Option<String>,
    /// What every user of the account signs in with behind the own login, as rows show it.
    pub behind_login: String,
}

/// Those of the list with an id beyond `after`, by id.
pub async fn beyond(
    conn: &mut Conn,
    account_id: i64,
    filter: &Filter,
    (after, most): (i64, i64),
) -> db::Result<Vec<AccountUser>> {
    filtered(account_id, filter).onward("u.id", after + 1, most).fetch_all(conn).await
}

/// These of the account, by id.
pub async fn these(conn: &mut Conn, account_id: i64, ids: &[i64]) -> db::Result<Vec<AccountUser>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let these = listed(account_id).push(" AND u.id IN (").values(ids.iter().copied().map(Value::from));
    these.push(") ORDER BY u.id").fetch_all(conn).await
}

/// The users that have a role, or are in a group.
pub async fn members(conn: &mut Conn, kind: &str, id: i64) -> db::Result<HashSet<i64>> {
    let text = match kind {
        "role" => "SELECT user_id FROM user_roles WHERE role_id = $1",
        _ => "SELECT user_id FROM user_groups WHERE group_id = $1",
    };
    let found = sql!(fetch_all One<i64>, conn, text, id)?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// The account's users that the filter leaves.
pub fn filtered(account_id: i64, filter: &Filter) -> Select {
    let select = listed(account_id)
        .filter(" AND u.active = ", filter.active)
        .filter(" AND u.master = ", filter.master)
        .filter(" AND u.language = ", filter.language.as_deref().map(str::to_lowercase))
        .filter(" AND u.is_ldap = ", filter.is_ldap)
        .filter(" AND (u.totp_secret IS NOT NULL) = ", filter.has_2fa);
    let Some((q, words)) = filter.question.as_deref().and_then(|q| Some((folded(q), Words::of(q)?))) else {
        return select;
    };
    // What users sign in with is found as the rows show it, and the account's part of it is the same in all of them.
    let select = words.in_row(select.push(" AND ("), "u.search", ("u.login", &folded(&filter.behind_login)));
    let phones = sought_phone(&q).into_iter();
    let select = phones.fold(select, |select, digits| select.push(" OR u.phone LIKE ").bind(like_pattern(&digits)));
    select.filter(" OR u.id = ", q.trim().parse::<i64>().ok()).push(")")
}

/// Every group and role of the account, `chosen` where the user has it; Main first. Id 0 is a user who is not there
/// yet.
pub async fn offered(conn: &mut Conn, account_id: i64, id: i64) -> db::Result<Vec<Offered>> {
    sql!(fetch_all Offered, conn,
        "SELECT 'group' AS kind, g.id, g.name, g.is_main AS main,
                EXISTS (SELECT 1 FROM user_groups ug WHERE ug.group_id = g.id AND ug.user_id = $2) AS chosen
         FROM groups g WHERE g.account_id = $1
         UNION ALL
         SELECT 'role', r.id, r.name, FALSE, EXISTS (SELECT 1 FROM user_roles ur WHERE ur.role_id = r.id AND ur.user_id = $2)
         FROM roles r WHERE r.account_id = $1
         ORDER BY 1, 4 DESC, 3",
        account_id, id)
}

/// Adds to the account's number of users. The account's row is locked by it, so that of two users who would both be the
/// last one permitted the second waits and sees the first; read the account afterwards. False when there is no such
/// account.
pub async fn count(change: &mut Change, account_id: i64, more: i64) -> db::Result<bool> {
    let found =
        sql!(execute change.conn, "UPDATE accounts SET user_count = user_count + $1 WHERE id = $2", more, account_id)?;
    Ok(found == 1)
}

/// Makes others wait who would change this account or what belongs to it: of a group that is deleted and a user who is
/// put into it at the same time, one sees what the other did.
pub async fn lock_account(change: &mut Change, account_id: i64) -> db::Result<()> {
    count(change, account_id, 0).await.map(drop)
}

pub async fn insert(change: &mut Change, account_id: i64, new: &NewUser) -> db::Result<i64> {
    let made = written![account_id: account_id, has_avatar: false];
    change.insert(&TABLE, written(&new.settings).and(made)).await
}

/// False when the version is no longer the current one.
pub async fn update(change: &mut Change, id: i64, version: i64, new: &NewUser) -> db::Result<bool> {
    change.update(&TABLE, (id, version), written(&new.settings)).await
}

pub fn written(it: &Settings) -> Written {
    let row = written![
        active: it.active,
        login: &it.login,
        email: &it.email,
        must_change_password: it.must_change_password,
        master: it.master,
        is_ldap: it.is_ldap,
    ];
    row.and(it.profile.written(&it.login))
}

/// Puts the user into a group or gives them a role where it is chosen; takes it from them where it is not.
pub async fn assign(change: &mut Change, id: i64, it: &Offered) -> db::Result<()> {
    let (table, row) = match it.kind.as_str() {
        "group" => ("user_groups", written![user_id: id, group_id: it.id]),
        _ => ("user_roles", written![user_id: id, role_id: it.id]),
    };
    if it.chosen {
        Table::plain(table).put_new(&mut change.conn, row).await?;
    } else {
        Table::plain(table).delete_row(&mut change.conn, row).await?;
    }
    Ok(())
}

pub async fn set_password(change: &mut Change, id: i64, hash: &str) -> db::Result<()> {
    TABLE.set(&mut change.conn, id, written![password_hash: hash]).await
}

pub async fn set_avatar(change: &mut Change, id: i64, png: &[u8]) -> db::Result<()> {
    sql!(execute change.conn,
        "INSERT INTO user_avatars (user_id, png) VALUES ($1, $2) ON CONFLICT (user_id) DO UPDATE SET png = excluded.png",
        id, png)?;
    TABLE.set(&mut change.conn, id, written![has_avatar: true]).await
}

pub async fn remove_avatar(change: &mut Change, id: i64) -> db::Result<()> {
    sql!(execute change.conn, "DELETE FROM user_avatars WHERE user_id = $1", id)?;
    TABLE.set(&mut change.conn, id, written![has_avatar: false]).await
}

/// The picture and the user's version, which changes with it.
pub async fn avatar(conn: &mut Conn, account_id: i64, id: i64) -> db::Result<Option<(Vec<u8>, i64)>> {
    sql!(
        fetch_optional(Vec<u8>, i64),
        conn,
        "SELECT p.png, u.version FROM account_users u JOIN user_avatars p ON p.user_id = u.id WHERE u.account_id = $1 AND u.id = $2",
        account_id,
        id
    )
}

pub async fn delete(change: &mut Change, id: i64) -> db::Result<()> {
    sql!(execute change.conn, "DELETE FROM account_users WHERE id = $1", id)?;
    Ok(())
}

/// Makes others who would change this user wait.
pub async fn lock(change: &mut Change, account_id: i64, id: i64) -> db::Result<()> {
    sql!(execute change.conn, "UPDATE account_users SET version = version WHERE account_id = $1 AND id = $2", account_id, id)?;
    Ok(())
}

/// Who the user is among sessions and links.
pub fn owner(id: i64) -> Owner {
    Owner { kind: OwnerKind::User, id }
}
