//! The accounts list: which rows, by which index.

use std::cmp::Ordering;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::columns::COLUMNS;
use super::more::{Except, More, other_than};
use crate::{
    accounts::model::{AccountRow, AccountState},
    db::{self, Conn, Found, FromRow, Select, TextSearch, Value, Words},
    lists::{ListQuery, Listing, LongLists, Sampled, Share},
};

const SELECTED: &str =
    "a.id, a.name, a.title, a.title_key, a.tariff_name, a.tz, a.active, a.frozen, a.limit_reached, a.deleted_at,
    a.state_rank, a.user_count, a.created_at, a.external_id, a.force_2fa_auth, a.use_ldap";

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum StateFilter {
    Active,
    Inactive,
    Frozen,
    #[serde(rename = "limit")]
    #[strum(serialize = "limit")]
    LimitReached,
    Deleted,
    /// For longer than [`LONG`].
    #[strum(serialize = "frozen-long")]
    FrozenLong,
}

/// So many days after an account was frozen somebody should look whether it ever comes back.
pub(super) const LONG: Duration = Duration::days(30);

/// What narrows the list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub q: Option<String>,
    /// Its id in the billing system or the CRM, as it was given.
    pub external_id: Option<String>,
    pub state: Option<StateFilter>,
    /// Which time it is, where the state is one that lasts.
    pub now: Option<DateTime<Utc>>,
    /// By name, because that is what the index by tariff begins with.
    pub tariff_name: Option<String>,
    pub tz: Option<String>,
    pub created_from: Option<DateTime<Utc>>,
    pub created_before: Option<DateTime<Utc>>,
    #[serde(flatten)]
    pub more: More,
}

/// In which order the list is asked for, of which engine.
pub struct Order<'a> {
    pub listing: &'a Listing<AccountRow>,
    /// So many are known to be found that one comes upon them soon, whichever way one goes through the table: better
    /// than to put them in order.
    pub long: bool,
    /// Where there is a sample to tell.
    pub way: Option<Way>,
    pub search: TextSearch,
}

/// How to come upon the accounts that have the words of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All that have them, put in order.
    Words,
    /// One after the other in order, until there are enough.
    Order,
    /// All that the filters leave, put in order.
    Filter,
}

impl StateFilter {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    pub fn as_str(self) -> &'static str {
        self.into()
    }

    pub fn parse(code: &str) -> Option<Self> {
        code.parse().ok()
    }
}

/// Accounts that stand side by side, as those made one after the other do, PostgreSQL looks at in the time that it
/// takes to get one from anywhere else: 1.0 and 8.7 µs each, of a million.
const SIDE_BY_SIDE: f64 = 8.0;

impl Order<'_> {
    /// Whether to go through all in the order asked for, looking for the words: better than to put in order what an
    /// index finds. Where that gives its rows in this order, it is left to do so, and where names and titles stand
    /// together by what they hold, the longer words do too.
    fn meets(&self, words: &Words) -> bool {
        let served: &[&str] = match self.search.is_by_id() {
            true if words.are_long() => &["id", "name", "title"],
            true => &["id"],
            false => &[],
        };
        let in_order = self.way.map_or(self.long, |way| way != Way::Words);
        in_order && !self.listing.is_by(served)
    }

    /// Whether an index by the column of a filter is of no use, being in none of the orders named.
    fn passes(&self, served: &[&str]) -> bool {
        self.long && !self.listing.is_by(served)
    }
}

impl Filter {
    /// What is searched for, if anything.
    fn words(&self) -> Option<Words> {
        self.q.as_deref().and_then(Words::of)
    }

    /// The way on which the fewest accounts are looked at, as far as a sample tells.
    pub fn way(&self, lists: &LongLists, listing: &Listing<AccountRow>, search: TextSearch) -> Option<Way> {
        let words = self.words()?;
        let share = |it: &Sampled| Share { by_words: words.occur_in(&it.search), by_filter: self.leaves(it) };
        let (column, descending) = listing.order();
        let before = |one: &Sampled, other: &Sampled| {
            let (one, other) = if descending { (other, one) } else { (one, other) };
            (compared(one, other, column), one.id) < (Ordering::Equal, other.id)
        };
        let effort = lists.effort(listing.size, share, before)?;
        // Where nothing but words narrows the list, the index counts.
        let in_order = if self.only_searches() { effort.in_order } else { effort.in_order.max(effort.to_count) };
        let side_by_side = !search.is_by_id() && listing.is_by(&["id", "created"]);
        let in_order = if side_by_side { in_order / SIDE_BY_SIDE } else { in_order };
        Some(match effort.by_index.min(effort.by_filter) {
            least if in_order <= least => Way::Order,
            least if effort.by_filter <= least && !self.only_searches() => Way::Filter,
            _ => Way::Words,
        })
    }

    /// Whether an account is in the list, but for the words.
    fn leaves(&self, account: &Sampled) -> bool {
        let rank = match self.state {
            Some(StateFilter::Active) => account.state_rank < 3,
            Some(StateFilter::Inactive) => account.state_rank == 3,
            Some(StateFilter::Frozen | StateFilter::FrozenLong) => account.state_rank == 2,
            Some(StateFilter::LimitReached) => account.state_rank == 1,
            // They are not in the sample.
            Some(StateFilter::Deleted) => false,
            None => true,
        };
        // A reference is one account's, and that is hardly in the sample.
        if self.external_id.is_some() {
            return false;
        }
        let out = |filter| self.more.leaves_out(filter);
        let is = |wanted: &Option<String>, value: &str, filter| {
            wanted.as_deref().is_none_or(|wanted| (wanted == value) != out(filter))
        };
        (self.state.is_none() || rank != out(Except::State))
            && is(&self.tariff_name, &account.tariff_name, Except::Tariff)
            && is(&self.tz, &account.tz, Except::Tz)
            && self.created_from.is_none_or(|from| account.created_at >= from)
            && self.created_before.is_none_or(|before| account.created_at < before)
    }

    fn only_searches(&self) -> bool {
        let Self { q: _, now: _, external_id, state, tariff_name, tz, created_from, created_before, more } = self;
        let narrow = [external_id, tariff_name, tz];
        more.is_nothing()
            && state.is_none()
            && narrow.iter().all(|it| it.is_none())
            && created_from.is_none()
            && created_before.is_none()
    }
}

/// Which of two accounts comes first in a list by this column, but for the id.
fn compared(one: &Sampled, other: &Sampled, column: &str) -> Ordering {
    match column {
        "title" => one.title_key.cmp(&other.title_key),
        "name" => one.name.cmp(&other.name),
        "tariff" => one.tariff_name.cmp(&other.tariff_name),
        "tz" => one.tz.cmp(&other.tz),
        "state" => one.state_rank.cmp(&other.state_rank),
        "users" => one.user_count.cmp(&other.user_count),
        "created" => one.created_at.cmp(&other.created_at),
        _ => Ordering::Equal,
    }
}

/// The select, and the id column to page by.
pub fn narrowed(filter: &Filter, order: &Order) -> (Select, &'static str) {
    let deleted = filter.state == Some(StateFilter::Deleted) && !filter.more.leaves_out(Except::State);
    let table = if deleted {
        " FROM accounts a WHERE a.deleted_at IS NOT NULL"
    } else {
        " FROM accounts a WHERE a.deleted_at IS NULL"
    };
    let by_id = |select| Found { select, id: "a.id", close: "" };
    let found = match filter.words() {
        None => by_id(Select::new(SELECTED, table)),
        // The deleted are few, so they are simply read through.
        Some(words) if deleted => by_id(words.in_column(Select::new(SELECTED, table).push(" AND "), "a.search")),
        Some(words) if order.way == Some(Way::Filter) && !order.search.is_by_id() => {
            order.search.among_filtered(SELECTED, &words)
        }
        Some(words) if order.meets(&words) => {
            by_id(order.search.in_order(SELECTED, &words, !order.long && filter.only_searches()))
        }
        Some(words) => order.search.by_index(SELECTED, &words),
    };
    let select = if filter.only_searches() { found.select } else { found.select.counting_itself() };
    (filtered(select, filter, order).push(found.close), found.id)
}

/// What tells beforehand what would become of an account.
#[derive(FromRow)]
pub struct Candidate {
    pub id: i64,
    pub version: i64,
    pub title: String,
    #[sqlx(flatten)]
    pub state: AccountState,
    pub payment_url: Option<String>,
    pub freeze_reason: Option<String>,
    pub tariff_id: i64,
    pub web_version_policy: Option<i64>,
    pub force_2fa_auth: bool,
    pub login_as_notice: String,
    pub updated_at: DateTime<Utc>,
}

const CANDIDATE: &str =
    ", a.version, a.payment_url, a.freeze_reason, a.tariff_id, a.web_version_policy, a.force_2fa_auth,
    a.login_as_notice, a.updated_at";

/// Those of the list with an id beyond `after`, by id.
pub async fn beyond(conn: &mut Conn, filter: &Filter, (after, most): (i64, i64)) -> db::Result<Vec<Candidate>> {
    let query = ListQuery { path: String::new(), pairs: Vec::new() };
    let Some(listing) = Listing::read(query, &COLUMNS, "id") else { return Ok(Vec::new()) };
    let order = Order { listing: &listing, long: true, way: None, search: conn.text_search() };
    let (narrowed, id) = narrowed(filter, &order);
    narrowed.reading(CANDIDATE).onward(id, after + 1, most).fetch_all(conn).await
}

/// These, deleted ones included, by id.
pub async fn these(conn: &mut Conn, ids: &[i64]) -> db::Result<Vec<Candidate>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = Select::new(SELECTED, " FROM accounts a WHERE a.id IN (").reading(CANDIDATE);
    select.values(ids.iter().copied().map(Value::from)).push(") ORDER BY a.id").fetch_all(conn).await
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
    let tariff =
        if plus && order.passes(&["id", "tariff"]) { " AND +a.tariff_name = " } else { " AND a.tariff_name = " };
    // Accounts of one zone stand together by title, having it in one script.
    let tz = if plus && order.passes(&["id", "tz", "title", "name"]) { " AND +a.tz = " } else { " AND a.tz = " };
    let out = |it| filter.more.leaves_out(it);
    let tariff = if out(Except::Tariff) { " AND a.tariff_name <> " } else { tariff };
    let tz = if out(Except::Tz) { " AND a.tz <> " } else { tz };
    let select = match filter.state {
        Some(state) if out(Except::State) => other_than(select, state, filter.now.unwrap_or_default()),
        // Most are.
        Some(StateFilter::Active) => select.push(" AND +a.state_rank < ").bind(3),
        Some(StateFilter::Inactive) => select.push(is).bind(3),
        Some(StateFilter::Frozen) => select.push(is).bind(2),
        Some(StateFilter::LimitReached) => select.push(is).bind(1),
        Some(StateFilter::FrozenLong) => frozen_long(select, filter.now.unwrap_or_default()),
        Some(StateFilter::Deleted) | None => select,
    };
    let select = select
        .filter(" AND a.external_id = ", filter.external_id.as_deref())
        .filter(tariff, filter.tariff_name.as_deref())
        .filter(tz, filter.tz.as_deref())
        .filter(" AND a.created_at >= ", filter.created_from.map(Value::from))
        .filter(" AND a.created_at < ", filter.created_before.map(Value::from));
    filter.more.narrow(select, order.long)
}

/// Narrows to accounts that have been frozen for long.
pub fn frozen_long(select: Select, now: DateTime<Utc>) -> Select {
    select.push(" AND a.state_rank = 2 AND a.frozen_at <= ").bind(now - LONG)
}
