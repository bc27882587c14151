//! What narrows the accounts list beside its state, tariff, zone and dates; and what is left out instead of kept.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::list::{LONG, StateFilter};
use crate::db::{Select, Value};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct More {
    /// 0 is none.
    pub policy_id: Option<i64>,
    /// A database, or external data.
    pub connector_id: Option<i64>,
    pub force_2fa: Option<bool>,
    pub use_ldap: Option<bool>,
    /// One of its users has signed in since then.
    pub used_since: Option<DateTime<Utc>>,
    /// None of its users has.
    pub unused_since: Option<DateTime<Utc>>,
    /// Filters of which the others are wanted.
    pub except: Vec<Except>,
}

/// A filter that can be turned round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Except {
    State,
    Tariff,
    Tz,
    Policy,
    Connector,
}

impl Except {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl More {
    pub fn leaves_out(&self, filter: Except) -> bool {
        self.except.contains(&filter)
    }

    /// Whether anything of it narrows the list.
    pub fn is_nothing(&self) -> bool {
        Self { except: Vec::new(), ..self.clone() } == Self::default()
    }

    /// `is_long`: so many are found that one comes upon them soon, whichever way one goes through the table.
    pub fn narrow(&self, select: Select, is_long: bool) -> Select {
        let select = match self.policy_id {
            None => select,
            Some(id) if self.leaves_out(Except::Policy) => {
                select.push(" AND coalesce(a.web_version_policy, 0) <> ").bind(id)
            }
            Some(0) => select.push(" AND a.web_version_policy IS NULL"),
            Some(id) => select.push(" AND a.web_version_policy = ").bind(id),
        };
        let select = match self.connector_id {
            None => select,
            Some(id) if self.leaves_out(Except::Connector) => has(select.push(" AND NOT "), id),
            Some(id) if is_long => has(select.push(" AND "), id),
            Some(id) => select
                .push(" AND a.id IN (SELECT p.id FROM accounts p WHERE p.account_postgresql = ")
                .bind(id)
                .push(" UNION ALL SELECT c.id FROM accounts c WHERE c.account_cache_clickhouse = ")
                .bind(id)
                .push(" UNION ALL SELECT e.account_id FROM account_external_data e WHERE e.connector_id = ")
                .bind(id)
                .push(")"),
        };
        let signed_in = "EXISTS (SELECT 1 FROM account_users u WHERE u.account_id = a.id AND u.last_sign_in_at >= ";
        let since = |select: Select, and: &'static str, at: Option<DateTime<Utc>>| match at {
            Some(at) => select.push(and).push(signed_in).bind(at).push(")"),
            None => select,
        };
        let select = since(since(select, " AND ", self.used_since), " AND NOT ", self.unused_since);
        let select = select.filter(" AND a.force_2fa_auth = ", self.force_2fa.map(Value::from));
        select.filter(" AND a.use_ldap = ", self.use_ldap.map(Value::from))
    }
}

/// Whether an account has the connector.
fn has(select: Select, id: i64) -> Select {
    let database = select.push("(coalesce(a.account_postgresql, 0) = ").bind(id);
    let cache = database.push(" OR coalesce(a.account_cache_clickhouse, 0) = ").bind(id);
    cache
        .push(" OR EXISTS (SELECT 1 FROM account_external_data e WHERE e.account_id = a.id AND e.connector_id = ")
        .bind(id)
        .push("))")
}

/// Those of another state; of deleted ones there is a list of their own.
pub fn other_than(select: Select, state: StateFilter, now: DateTime<Utc>) -> Select {
    match state {
        StateFilter::Active => select.push(" AND a.state_rank >= ").bind(3),
        StateFilter::Inactive => select.push(" AND +a.state_rank <> ").bind(3),
        StateFilter::Frozen => select.push(" AND +a.state_rank <> ").bind(2),
        StateFilter::LimitReached => select.push(" AND +a.state_rank <> ").bind(1),
        StateFilter::FrozenLong => {
            select.push(" AND NOT (+a.state_rank = 2 AND a.frozen_at <= ").bind(now - LONG).push(")")
        }
        StateFilter::Deleted => select,
    }
}
