//! The filters of the record: what its address asks for, and what there is to choose.

use std::net::IpAddr;

use chrono::{DateTime, Days, Utc};
use ipnet::IpNet;

use crate::{
    change::answers,
    db::Conn,
    error::Result,
    forms::Choice,
    history::store::{self, Filter},
    lists::ListQuery,
    web::{Page, Reader},
};

/// Where nothing is said of a period, the record of all is shown for so many days, today among them.
const DAYS: u64 = 7;
/// So many addresses of a network are looked for.
const ADDRESSES: usize = 1_000;
/// In an address that asks for all there is.
const ALL: &str = "all";
pub const REFUSED: &str = "refused";
/// Filters by an id, and their labels.
const NUMBERS: [(&str, &str); 3] =
    [("account", "audit-account"), ("object", "audit-object"), ("visit", "audit-visit-number")];
const ACTOR_KINDS: [&str; 5] = ["admin", "token", "user", "system", "nobody"];

/// What an address asks for, but for what is said as it stands there.
#[derive(Default)]
pub struct Asked {
    from: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
    ips: Option<Vec<String>>,
    /// Those that cannot be read narrow nothing.
    /// Their labels, as keys.
    pub unread: Vec<&'static str>,
    /// Whether more records of a network have to do with it than are looked for.
    pub is_wide: bool,
}

/// What there is to choose.
pub struct Offered {
    pub actions: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub by: Vec<Choice>,
}

impl Offered {
    pub fn of(page: &Page) -> Self {
        let sorted = |prefix: &str, codes: Vec<&str>| {
            let mut choices = page.choices(prefix, codes);
            choices.sort_by_key(|choice| choice.label.to_lowercase());
            choices
        };
        Self {
            actions: sorted("action", answers::actions().collect()),
            kinds: sorted("kind", answers::kinds().collect()),
            by: page.choices("actor-kind", ACTOR_KINDS),
        }
    }
}

impl Asked {
    pub async fn read(reader: &Reader, conn: &mut Conn, query: &ListQuery) -> Result<Self> {
        let mut asked = Self::default();
        let mut day = |name, later, label| {
            let found = query.get(name).map(|text| reader.day_begins(text, later));
            asked.unread.extend((found == Some(None)).then_some(label));
            found.flatten()
        };
        (asked.from, asked.before) = (day("from", 0, "audit-from"), day("to", 1, "audit-to"));
        if is_lately(query) {
            let today = reader.now.with_timezone(&reader.tz).date_naive();
            asked.from = today.checked_sub_days(Days::new(DAYS - 1)).map(|day| reader.tz.day_begins(day));
        }
        match query.get("ip").map(|text| (text.parse::<IpAddr>(), text.parse::<IpNet>())) {
            None => {}
            Some((Ok(ip), _)) => asked.ips = Some(vec![ip.to_canonical().to_string()]),
            Some((_, Ok(net))) => {
                let ips = store::addresses(conn, net.trunc(), ADDRESSES).await?;
                asked.is_wide = ips.len() > ADDRESSES;
                asked.ips = Some(ips).filter(|_| !asked.is_wide);
            }
            Some(_) => asked.unread.push("audit-ip"),
        }
        for (name, label) in NUMBERS {
            asked.unread.extend(query.get(name).is_some_and(|text| text.parse::<i64>().is_err()).then_some(label));
        }
        Ok(asked)
    }

    pub fn filter<'a>(&'a self, query: &'a ListQuery, account_id: Option<i64>) -> Filter<'a> {
        let number = |name: &str| query.get(name).and_then(|id| id.parse().ok());
        Filter {
            account_id: account_id.or_else(|| number("account")),
            object_kind: query.get("kind"),
            object_id: number("object"),
            action: query.get("refused").map(|_| REFUSED).or_else(|| query.get("action")),
            actor: query.get("who"),
            actor_kind: query.get("by"),
            visit_id: number("visit"),
            marked: query.get("marked").is_some(),
            ips: self.ips.as_deref(),
            from: self.from,
            before: self.before,
        }
    }
}

/// Whether the record is shown as far back as nobody has asked for. That of one account, object or visit is shown whole.
pub fn is_lately(query: &ListQuery) -> bool {
    let says = |name: &&str| query.get(name).is_some();
    query.path == store::LIST.path && !["from", "to", "period", "account", "object", "visit"].iter().any(says)
}

/// Where all there is is shown.
pub fn further_back(query: &ListQuery) -> String {
    query.with(&[("period", ALL), ("from", ""), ("to", "")])
}

/// Whether something is asked for that stands behind *more*.
pub fn asks_more(query: &ListQuery) -> bool {
    ["by", "account", "object", "ip", "visit", "refused", "marked"].iter().any(|name| query.get(name).is_some())
}
