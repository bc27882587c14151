//! The accounts list: which rows, by which index.

use chrono::{DateTime, Utc};

use crate::{
    db::{Select, TextSearch, Value, prefix_end, search_key},
    web::{Column, Kind},
};

pub const COLUMNS: [Column; 8] = [
    Column { name: "id", sql: "a.id", kind: Kind::Id },
    Column { name: "title", sql: "a.title_key", kind: Kind::Text },
    Column { name: "name", sql: "a.name", kind: Kind::Text },
    Column { name: "tariff", sql: "a.tariff_name", kind: Kind::Text },
    Column { name: "tz", sql: "a.tz", kind: Kind::Text },
    Column { name: "state", sql: "a.state_rank", kind: Kind::Int },
    Column { name: "users", sql: "a.user_count", kind: Kind::Int },
    Column { name: "created", sql: "a.created_at", kind: Kind::Time },
];

const SELECTED: &str = "a.id, a.name, a.title, a.title_key, a.tariff_name, a.tz, a.active, a.frozen, a.limit_reached, a.deleted_at,
    a.state_rank, a.user_count, a.created_at";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateFilter {
    Active,
    Inactive,
    Frozen,
    LimitReached,
    Deleted,
}

/// What narrows the list.
#[derive(Default)]
pub struct Filter {
    pub q: Option<String>,
    pub state: Option<StateFilter>,
    /// By name, because that is what the index by tariff begins with.
    pub tariff_name: Option<String>,
    pub tz: Option<String>,
    pub created_from: Option<DateTime<Utc>>,
    pub created_before: Option<DateTime<Utc>>,
}

impl StateFilter {
    pub const ALL: [Self; 5] = [Self::Active, Self::Inactive, Self::Frozen, Self::LimitReached, Self::Deleted];

    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Frozen => "frozen",
            Self::LimitReached => "limit",
            Self::Deleted => "deleted",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

impl Filter {
    fn only_searches(&self) -> bool {
        let Self { q: _, state, tariff_name, tz, created_from, created_before } = self;
        state.is_none() && tariff_name.is_none() && tz.is_none() && created_from.is_none() && created_before.is_none()
    }
}

/// The select, and the id column to page by.
pub fn narrowed(filter: &Filter, search: TextSearch) -> (Select, &'static str) {
    let q = filter.q.as_deref().map(|q| search_key(q.trim())).filter(|q| !q.is_empty());
    let deleted = filter.state == Some(StateFilter::Deleted);
    let table = if deleted { " FROM accounts a WHERE a.deleted_at IS NOT NULL" } else { " FROM accounts a WHERE a.deleted_at IS NULL" };
    let long = q.as_ref().is_some_and(|q| q.chars().count() >= 3);
    let (select, id) = match (q, search) {
        (None, _) => (Select::new(SELECTED, table), "a.id"),
        (Some(q), TextSearch::Fts) if long && !deleted => {
            let from = " FROM accounts_search s CROSS JOIN accounts a ON a.id = s.rowid WHERE s.accounts_search MATCH ";
            let select = Select::new(SELECTED, from).bind(format!("\"{}\"", q.replace('"', "\"\"")));
            // What is searched in holds no deleted account, so without filters there is nothing to ask the table when counting.
            let alone = filter.only_searches();
            (if alone { select.counting(" FROM accounts_search s WHERE s.accounts_search MATCH $1") } else { select }, "s.rowid")
        }
        (Some(q), _) if long => {
            let pattern = crate::db::like_pattern(&q);
            (Select::new(SELECTED, table).push(" AND a.search LIKE ").bind(pattern).push(" ESCAPE '\\'"), "a.id")
        }
        (Some(q), _) => (begins_with(Select::new(SELECTED, table), &q), "a.id"),
    };
    (filtered(select, filter), id)
}

/// One or two characters: what begins with them, or the id.
fn begins_with(select: Select, q: &str) -> Select {
    let end = prefix_end(q);
    let select = select.push(" AND (a.name >= ").bind(q).push(" AND a.name < ").bind(end.as_str());
    let select = select.push(" OR a.title_key >= ").bind(q).push(" AND a.title_key < ").bind(end.as_str());
    select.push(" OR a.id = ").bind(q.parse::<i64>().unwrap_or(0)).push(")")
}

fn filtered(select: Select, filter: &Filter) -> Select {
    let select = match filter.state {
        // The plus keeps the index by state out of it: most accounts are active, and their order is another.
        Some(StateFilter::Active) => select.push(" AND +a.state_rank < ").bind(3),
        Some(StateFilter::Inactive) => select.push(" AND a.state_rank = ").bind(3),
        Some(StateFilter::Frozen) => select.push(" AND a.state_rank = ").bind(2),
        Some(StateFilter::LimitReached) => select.push(" AND a.state_rank = ").bind(1),
        Some(StateFilter::Deleted) | None => select,
    };
    select
        .filter(" AND a.tariff_name = ", filter.tariff_name.as_deref())
        .filter(" AND a.tz = ", filter.tz.as_deref())
        .filter(" AND a.created_at >= ", filter.created_from.map(Value::from))
        .filter(" AND a.created_at < ", filter.created_before.map(Value::from))
}
