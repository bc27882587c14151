//! The rows of what was made up.

use super::model::{DemoAccount, DemoUser};
use crate::{
    account_users, accounts,
    db::{self, Conn, One, Stamp, Written, sql, written},
    groups::Group,
    resource::Stored,
    roles::Role,
};

/// Whose change it is.
pub const BY: &str = "steward demo";

/// The tables whose indexes are made when all rows are in, and those whose ids go on.
pub const TABLES: [&str; 6] =
    ["accounts", "account_external_data", "account_users", "user_groups", "user_roles", "groups"];
pub const NUMBERED: [&str; 4] = ["accounts", "account_users", "groups", "roles"];

/// Whether nothing is there that the data set would stand in the way of.
pub async fn is_empty(conn: &mut Conn) -> db::Result<bool> {
    let (found,) = sql!(fetch_one One<bool>, conn,
        "SELECT EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM tariffs) OR EXISTS (SELECT 1 FROM connectors)
             OR EXISTS (SELECT 1 FROM web_version_policies)")?;
    Ok(!found)
}

pub fn account(it: &DemoAccount) -> Written {
    let row = accounts::store::written(&it.settings).and(written![
        id: it.id,
        active: it.active,
        frozen: it.frozen_at.is_some(),
        frozen_at: it.frozen_at,
        payment_url: &it.payment_url,
        freeze_reason: it.freeze_reason,
        limit_reached: it.limit_reached,
        deleted_at: it.deleted_at,
        user_count: it.users,
        version: 1,
        created_at: it.created_at,
        updated_at: it.updated_at,
        updated_by: BY,
    ]);
    accounts::store::TABLE.searchable(row)
}

pub fn user(it: &DemoUser) -> Written {
    let row = account_users::store::written(&it.settings).and(written![
        id: it.id,
        account_id: it.account_id,
        has_avatar: false,
        last_sign_in_at: it.last_sign_in_at,
    ]);
    account_users::store::TABLE.searchable(row).first(Stamp { at: it.created_at, by: BY })
}

pub fn group(id: i64, account: &DemoAccount, name: &str, is_main: bool) -> Written {
    let row = written![id: id, account_id: account.id, name: name, is_main: is_main];
    Group::TABLE.searchable(row).first(made_with(account))
}

/// `actions` are separated by commas.
pub fn role(id: i64, account: &DemoAccount, name: &str, actions: &str) -> Written {
    let row = written![id: id, account_id: account.id, name: name, actions: actions];
    Role::TABLE.searchable(row).first(made_with(account))
}

fn made_with(account: &DemoAccount) -> Stamp<'static> {
    Stamp { at: account.created_at, by: BY }
}
