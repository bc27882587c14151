//! The accounts list: which rows, by which index.

use chrono::{DateTime, Utc};

use crate::{
    db::{Select, TextSearch, Value, prefix_end, search_key},
    web::{Column, Kind, Listing},
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

/// In which order the list is asked for, of which engine.
pub struct Order<'a> {
    pub listing: &'a Listing,
    /// So many are known to be found that one comes upon them soon, whichever way one goes through the table: better than to put them in order.
    pub long: bool,
    pub search: TextSearch,
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

impl Order<'_> {
    /// Whether to go through all in the order asked for, looking for what `q` says. A part is met anywhere, a beginning only by id: names and
    /// titles stand together by what they hold. Where an index leads there by itself, it is left to do so.
    fn meets(&self, q: &str) -> bool {
        let by: &[&str] = if self.search == TextSearch::Fts { &["id", "name", "title"] } else { &["id"] };
        self.long && if is_part(q) { !self.listing.is_by(by) } else { self.listing.is_by(&["id"]) }
    }

    /// Whether an index by the column of a filter is of no use, being in none of the orders named.
    fn passes(&self, served: &[&str]) -> bool {
        self.long && !self.listing.is_by(served)
    }
}

impl Filter {
    /// What is searched for, if anything.
    fn key(&self) -> Option<String> {
        self.q.as_deref().map(|q| search_key(q.trim())).filter(|q| !q.is_empty())
    }

    fn only_searches(&self) -> bool {
        let Self { q: _, state, tariff_name, tz, created_from, created_before } = self;
        state.is_none() && tariff_name.is_none() && tz.is_none() && created_from.is_none() && created_before.is_none()
    }
}

/// The select, and the id column to page by.
pub fn narrowed(filter: &Filter, order: &Order) -> (Select, &'static str) {
    let (q, search) = (filter.key(), order.search);
    let deleted = filter.state == Some(StateFilter::Deleted);
    let table = if deleted { " FROM accounts a WHERE a.deleted_at IS NOT NULL" } else { " FROM accounts a WHERE a.deleted_at IS NULL" };
    let part = q.as_deref().is_some_and(is_part);
    let (select, id) = match (q, search) {
        (None, _) => (Select::new(SELECTED, table), "a.id"),
        (Some(q), _) if part && !deleted && order.meets(&q) => {
            let [like, close] = if search == TextSearch::Fts { LIKE_IN_ORDER_OF_SQLITE } else { LIKE_IN_ORDER };
            (Select::new(SELECTED, table).push(like).bind(crate::db::like_pattern(&q)).push(close), "a.id")
        }
        (Some(q), TextSearch::Fts) if part && !deleted => {
            let from = " FROM accounts_search s CROSS JOIN accounts a ON a.id = s.rowid WHERE s.accounts_search MATCH ";
            let select = Select::new(SELECTED, from).bind(format!("\"{}\"", q.replace('"', "\"\"")));
            // What is searched in holds no deleted account, so without filters there is nothing to ask the table when counting.
            let alone = filter.only_searches();
            (if alone { select.counting(" FROM accounts_search s WHERE s.accounts_search MATCH $1") } else { select }, "s.rowid")
        }
        // The deleted are few, so they are simply read through.
        (Some(q), _) if part || deleted => {
            let pattern = crate::db::like_pattern(&q);
            (Select::new(SELECTED, table).push(" AND a.search LIKE ").bind(pattern).push(" ESCAPE '\\'"), "a.id")
        }
        (Some(q), _) => (begins_with(Select::new(SELECTED, table), &q, filter, order), "a.id"),
    };
    (filtered(select, filter, order), id)
}

/// From three characters up there is an index of parts.
fn is_part(q: &str) -> bool {
    q.chars().count() >= 3
}

/// Asked of row after row: a condition of its own, which no index of parts serves and the planner takes for true as often as not.
const LIKE_IN_ORDER: [&str; 2] = [" AND (SELECT a.search LIKE ", " ESCAPE '\\' LIMIT 1)"];
const LIKE_IN_ORDER_OF_SQLITE: [&str; 2] = [" AND +a.search LIKE ", " ESCAPE '\\'"];

/// What begins with one or two characters, by name, by title, and the id: each by its own index, which an OR would not use.
const BEGINS: [&str; 6] = [
    " AND a.id IN (SELECT id FROM accounts WHERE deleted_at IS NULL AND name >= ",
    " AND name < ",
    " UNION ALL SELECT id FROM accounts WHERE deleted_at IS NULL AND title_key >= ",
    " AND title_key < ",
    " UNION ALL SELECT id FROM accounts WHERE id = ",
    ")",
];
const BEGINS_IN_ORDER: [&str; 6] = [" AND (a.name >= ", " AND a.name < ", " OR a.title_key >= ", " AND a.title_key < ", " OR a.id = ", ")"];
/// Of each no more than tells that they are many.
const BEGINNING: &str = " FROM (
    SELECT id FROM (SELECT id FROM accounts WHERE deleted_at IS NULL AND name >= $1 AND name < $2 LIMIT 10001) AS by_name
    UNION SELECT id FROM (SELECT id FROM accounts WHERE deleted_at IS NULL AND title_key >= $3 AND title_key < $4 LIMIT 10001) AS by_title
    UNION SELECT id FROM accounts WHERE deleted_at IS NULL AND id = $5) AS found";

fn begins_with(select: Select, q: &str, filter: &Filter, order: &Order) -> Select {
    let end = prefix_end(q);
    let [name, name_end, title, title_end, id, close] = if order.meets(q) { BEGINS_IN_ORDER } else { BEGINS };
    let select = select.push(name).bind(q).push(name_end).bind(end.as_str());
    let select = select.push(title).bind(q).push(title_end).bind(end);
    let select = select.push(id).bind(q.parse::<i64>().unwrap_or(0)).push(close);
    if filter.only_searches() { select.counting(BEGINNING) } else { select }
}

/// A plus keeps the index by that column out of it.
fn filtered(select: Select, filter: &Filter, order: &Order) -> Select {
    let is = if order.listing.is_by(&["title"]) {
        // As the index by state and title says it, which serves no other order.
        " AND a.state_rank <> 0 AND a.state_rank = "
    } else if order.passes(&["id", "state"]) {
        " AND +a.state_rank = "
    } else {
        " AND a.state_rank = "
    };
    // PostgreSQL knows no plus before a text, and which values are common.
    let plus = order.search == TextSearch::Fts;
    let tariff = if plus && order.passes(&["id", "tariff"]) { " AND +a.tariff_name = " } else { " AND a.tariff_name = " };
    // Accounts of one zone stand together by title, having it in one script.
    let tz = if plus && order.passes(&["id", "tz", "title", "name"]) { " AND +a.tz = " } else { " AND a.tz = " };
    let select = match filter.state {
        // Most are.
        Some(StateFilter::Active) => select.push(" AND +a.state_rank < ").bind(3),
        Some(StateFilter::Inactive) => select.push(is).bind(3),
        Some(StateFilter::Frozen) => select.push(is).bind(2),
        Some(StateFilter::LimitReached) => select.push(is).bind(1),
        Some(StateFilter::Deleted) | None => select,
    };
    select
        .filter(tariff, filter.tariff_name.as_deref())
        .filter(tz, filter.tz.as_deref())
        .filter(" AND a.created_at >= ", filter.created_from.map(Value::from))
        .filter(" AND a.created_at < ", filter.created_before.map(Value::from))
}
