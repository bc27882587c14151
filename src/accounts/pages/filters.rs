//! The filters of the accounts list: what its address asks for, and what there is to choose.

use chrono::{DateTime, Duration};

use crate::{
    accounts::{
        choices::Choices,
        store::{
            list::{Filter, StateFilter},
            more::{Except, More},
        },
    },
    forms::Choice,
    lists::ListQuery,
    web::{Page, Reader},
};

/// What cannot be read narrows nothing, as if it were not there.
pub fn filter(reader: &Reader, query: &ListQuery, choices: &Choices) -> Filter {
    let tariff = query.get("tariff").and_then(|id| choices.name_of("tariff", id.parse().ok()));
    let day = |name, later| query.get(name).and_then(|text| reader.day_begins(text, later));
    Filter {
        q: query.get("q").map(str::to_owned),
        external_id: query.get("external_id").map(str::to_owned),
        state: query.get("state").and_then(StateFilter::parse),
        now: Some(reader.now),
        tariff_name: tariff,
        tz: query.get("tz").map(str::to_owned),
        created_from: day("created_from", 0),
        created_before: day("created_to", 1),
        more: more(reader, query, choices),
    }
}

fn more(reader: &Reader, query: &ListQuery, choices: &Choices) -> More {
    let id = |name: &str| query.get(name).and_then(|id| id.parse::<i64>().ok());
    let is_known = |lists: &[&str], id: i64| lists.iter().any(|list| choices.name_of(list, Some(id)).is_some());
    let flag = |name: &str| query.get(name).and_then(|text| matches!(text, "0" | "1").then_some(text == "1"));
    let used = query.get("signed_in").and_then(SignedIn::parse);
    let since = used.map(|it| it.days.map_or(DateTime::UNIX_EPOCH, |days| reader.now - Duration::days(days)));
    let (used_since, unused_since) = if used.is_some_and(|it| it.has) { (since, None) } else { (None, since) };
    let except = query.pairs.iter().filter(|(name, _)| name == "except");
    More {
        policy_id: id("policy").filter(|id| *id == 0 || is_known(&["policy"], *id)),
        connector_id: id("connector").filter(|id| is_known(&CONNECTORS, *id)),
        force_2fa: flag("force_2fa"),
        use_ldap: flag("use_ldap"),
        used_since,
        unused_since,
        except: except.filter_map(|(_, filter)| filter.parse().ok()).collect(),
    }
}

/// The lists of choices that connectors are in.
const CONNECTORS: [&str; 3] = ["postgresql", "clickhouse", "external_data"];
/// As the address names them: one of an account's users has, or none has, signed in for so many days, or ever.
const SIGNED_IN: [&str; 7] = ["30", "90", "365", "not-30", "not-90", "not-365", "never"];

#[derive(Clone, Copy)]
struct SignedIn {
    has: bool,
    days: Option<i64>,
}

impl SignedIn {
    fn parse(text: &str) -> Option<Self> {
        let text = SIGNED_IN.into_iter().find(|it| *it == text)?;
        let days = text.trim_start_matches("not-").parse().ok();
        Some(Self { has: days.is_some() && !text.starts_with("not-"), days })
    }
}

/// What the filters offer.
pub struct Offered {
    pub tariffs: Vec<Choice>,
    pub policies: Vec<Choice>,
    pub connectors: Vec<Choice>,
    pub force_2fa: Vec<Choice>,
    pub use_ldap: Vec<Choice>,
    pub signed_in: Vec<Choice>,
    pub except: Vec<Choice>,
}

impl Offered {
    pub fn of(page: &Page, choices: &Choices) -> Self {
        let signed_in = |it: &str| match SignedIn::parse(it) {
            Some(SignedIn { has: true, days: Some(days) }) => page.n("account-signed-in-within", &days),
            Some(SignedIn { has: false, days: Some(days) }) => page.n("account-not-signed-in-for", &days),
            _ => page.t("account-never-signed-in"),
        };
        let mut policies = vec![Choice::of("0", page.t("account-no-policy"))];
        policies.extend(choices.of("policy"));
        Self {
            tariffs: choices.of("tariff"),
            policies,
            connectors: CONNECTORS.into_iter().flat_map(|list| choices.of(list)).collect(),
            force_2fa: vec![
                Choice::of("1", page.t("account-2fa-required")),
                Choice::of("0", page.t("account-2fa-not-required")),
            ],
            use_ldap: vec![
                Choice::of("1", page.t("account-ldap-used")),
                Choice::of("0", page.t("account-ldap-not-used")),
            ],
            signed_in: SIGNED_IN.map(|it| Choice::of(it, signed_in(it))).into(),
            except: page.choices("account-except", Except::ALL.iter().map(|it| it.as_str())),
        }
    }
}
