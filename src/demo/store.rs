//! The rows of what was made up.

use chrono::{DateTime, Utc};

use super::model::{DemoAccount, DemoUser};
use crate::{
    accounts::store::search_text,
    db::{self, Cell, Conn, One, search_key, sql},
};

/// Whose change it is.
pub const BY: &str = "steward demo";

/// The tables whose indexes are made when all rows are in, and those whose ids go on.
pub const TABLES: [&str; 6] =
    ["accounts", "account_external_data", "account_users", "user_groups", "user_roles", "groups"];
pub const NUMBERED: [&str; 4] = ["accounts", "account_users", "groups", "roles"];

pub const ACCOUNTS: &str =
    "INSERT INTO accounts (id, name, title, title_key, search, tariff_id, tariff_name, tz, active, frozen, frozen_at,
    payment_url, freeze_reason, limit_reached, deleted_at, user_count, account_postgresql, account_cache_clickhouse, web_version_policy,
    save_email_web_versions, enable_pixel, enable_smart_settings, enable_push, enable_track_email_replies, custom_push_domain, reports_day,
    reports_hour, force_2fa_auth, version, created_at, updated_at, updated_by)";
pub const EXTERNAL_DATA: &str = "INSERT INTO account_external_data (account_id, connector_id)";
pub const GROUPS: &str =
    "INSERT INTO groups (id, account_id, name, search, is_main, version, created_at, updated_at, updated_by)";
pub const ROLES: &str =
    "INSERT INTO roles (id, account_id, name, search, actions, version, created_at, updated_at, updated_by)";
pub const USERS: &str = "INSERT INTO account_users (id, account_id, login, first_name, last_name, name_key, search, email, language, phone,
    notify_email, alert_limits, alert_complaints, alert_hard_bounces, alert_soft_bounces, alert_daily_report, alert_weekly_report, active,
    master, is_ldap, must_change_password, has_avatar, last_sign_in_at, version, created_at, updated_at, updated_by)";
pub const USER_GROUPS: &str = "INSERT INTO user_groups (user_id, group_id)";
pub const USER_ROLES: &str = "INSERT INTO user_roles (user_id, role_id)";

/// Whether nothing is there that the data set would stand in the way of.
pub async fn is_empty(conn: &mut Conn) -> db::Result<bool> {
    let (found,) = sql!(fetch_one One<bool>, conn,
        "SELECT EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM tariffs) OR EXISTS (SELECT 1 FROM connectors)
             OR EXISTS (SELECT 1 FROM web_version_policies)")?;
    Ok(!found)
}

pub fn account(it: &DemoAccount) -> Vec<Cell> {
    let set = &it.settings;
    vec![
        int(it.id),
        text(&set.name),
        text(&set.title),
        text(search_key(&set.title)),
        text(search_text(it.id, &set.title, &set.name)),
        int(set.tariff_id),
        text(&set.tariff_name),
        text(set.tz.name()),
        Cell::Bool(it.active),
        Cell::Bool(it.frozen_at.is_some()),
        Cell::Time(it.frozen_at),
        Cell::Text(it.payment_url.clone()),
        Cell::Text(it.freeze_reason.map(str::to_owned)),
        Cell::Bool(it.limit_reached),
        Cell::Time(it.deleted_at),
        int(it.users),
        Cell::Int(set.account_postgresql),
        Cell::Int(set.account_cache_clickhouse),
        Cell::Int(set.web_version_policy),
        Cell::Bool(set.save_email_web_versions),
        Cell::Bool(set.enable_pixel),
        Cell::Bool(set.enable_smart_settings),
        Cell::Bool(set.enable_push),
        Cell::Bool(set.enable_track_email_replies),
        Cell::Text(set.custom_push_domain.clone()),
        int(set.reports_day),
        int(set.reports_hour),
        Cell::Bool(set.force_2fa_auth),
        int(1),
        Cell::Time(Some(it.created_at)),
        Cell::Time(Some(it.updated_at)),
        text(BY),
    ]
}

pub fn user(it: &DemoUser) -> Vec<Cell> {
    let set = &it.settings;
    vec![
        int(it.id),
        int(it.account_id),
        text(&set.login),
        text(&set.first_name),
        text(&set.last_name),
        text(set.name_key()),
        text(set.search()),
        text(&set.email),
        text(set.language.code()),
        Cell::Text(set.phone.clone()),
        Cell::Text(set.notify_email.clone()),
        Cell::Bool(set.alerts.alert_limits),
        Cell::Bool(set.alerts.alert_complaints),
        Cell::Bool(set.alerts.alert_hard_bounces),
        Cell::Bool(set.alerts.alert_soft_bounces),
        Cell::Bool(set.alerts.alert_daily_report),
        Cell::Bool(set.alerts.alert_weekly_report),
        Cell::Bool(set.active),
        Cell::Bool(set.master),
        Cell::Bool(false),
        Cell::Bool(set.must_change_password),
        Cell::Bool(false),
        Cell::Time(it.last_sign_in_at),
        int(1),
        Cell::Time(Some(it.created_at)),
        Cell::Time(Some(it.created_at)),
        text(BY),
    ]
}

pub fn group(id: i64, account: &DemoAccount, name: &str, is_main: bool) -> Vec<Cell> {
    owned(id, account, name, Cell::Bool(is_main))
}

/// `actions` are separated by commas.
pub fn role(id: i64, account: &DemoAccount, name: &str, actions: &str) -> Vec<Cell> {
    owned(id, account, name, text(actions))
}

/// Two ids that belong together.
pub fn pair(one: i64, other: i64) -> Vec<Cell> {
    vec![int(one), int(other)]
}

fn owned(id: i64, account: &DemoAccount, name: &str, what: Cell) -> Vec<Cell> {
    let at: Option<DateTime<Utc>> = Some(account.created_at);
    vec![
        int(id),
        int(account.id),
        text(name),
        text(db::search_text(name)),
        what,
        int(1),
        Cell::Time(at),
        Cell::Time(at),
        text(BY),
    ]
}

fn int(it: i64) -> Cell {
    Cell::Int(Some(it))
}

fn text(it: impl Into<String>) -> Cell {
    Cell::Text(Some(it.into()))
}
