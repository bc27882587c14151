//! When a rule matches a message.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::{
    db::kept_as_text,
    email::{Email, domain_name},
    forms::fields::{Parsed, readable_host},
    i18n::Message,
    people::clean,
    senders::model::Channel,
};

/// In a condition.
const MOST_VALUES: usize = 100;

/// What a rule asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", content = "value")]
pub enum Condition {
    /// Nothing: it takes what is left.
    Default,
    /// A group of the account.
    GroupId(i64),
    FromDomain(Vec<Domain>),
    ToDomain(Vec<Domain>),
    FromEmail(Vec<String>),
}

/// The type of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[schema(as = VirtualSenderRuleType)]
pub enum When {
    Default,
    GroupId,
    FromDomain,
    ToDomain,
    FromEmail,
}

kept_as_text!(When);

/// A host name in its ASCII form, or all that is below one: `*.example.com`, which `example.com` itself is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Domain(String);

/// What a condition looks at.
#[derive(Clone, Debug, Default)]
pub struct Envelope {
    pub group: Option<i64>,
    /// An address, or a domain alone; in its ASCII form.
    pub from: String,
    pub to: String,
}

impl When {
    /// Those of a channel.
    pub fn of(channel: Channel) -> &'static [Self] {
        match channel {
            Channel::Email => Self::ALL,
            _ => &[Self::Default, Self::GroupId, Self::FromDomain],
        }
    }
}

impl Domain {
    /// `example.com`, `пример.рф`, `*.example.com`.
    pub fn parse(typed: &str) -> Parsed<Self> {
        let refused = || Message::new("refused-condition-domain").with("name", clean(typed, 100));
        let (mark, name) = typed.strip_prefix("*.").map_or(("", typed), |below| ("*.", below));
        let name = name.strip_suffix('.').unwrap_or(name);
        let ascii = domain_name(name).filter(|name| name.contains('.')).ok_or_else(refused)?;
        Ok(Self(format!("{mark}{ascii}")))
    }

    fn has(&self, domain: &str) -> bool {
        match self.0.strip_prefix('*') {
            Some(below) => domain.len() > below.len() && domain.ends_with(below),
            None => domain == self.0,
        }
    }

    fn covers(&self, other: &Self) -> bool {
        match (self.0.strip_prefix('*'), other.0.strip_prefix('*')) {
            (_, None) => self.has(&other.0),
            (Some(below), Some(inner)) => inner.ends_with(below),
            (None, Some(_)) => false,
        }
    }

    fn shown(&self) -> String {
        match self.0.strip_prefix("*.") {
            Some(below) => format!("*.{}", readable_host(below).unwrap_or_else(|| below.to_owned())),
            None => readable_host(&self.0).unwrap_or_else(|| self.0.clone()),
        }
    }

    /// One that it has, for a sample.
    pub fn sample(&self) -> String {
        self.0.strip_prefix("*.").map_or_else(|| self.0.clone(), |below| format!("mail.{below}"))
    }
}

/// What stands between commas, blanks and line ends, each once; at least one.
fn values<T: PartialEq>(typed: &str, parse: impl Fn(&str) -> Parsed<T>) -> Parsed<Vec<T>> {
    let mut values = Vec::new();
    for part in typed.split([',', ';', ' ', '\t', '\n', '\r']).filter(|part| !part.is_empty()) {
        let value = parse(part)?;
        if !values.contains(&value) {
            values.push(value);
        }
        if values.len() > MOST_VALUES {
            return Err(Message::new("refused-too-many").with("most", MOST_VALUES as i64));
        }
    }
    match values.len() {
        0 => Err("refused-condition-empty".into()),
        _ => Ok(values),
    }
}

fn address(typed: &str) -> Parsed<String> {
    let refused = |_| Message::new("refused-condition-email").with("name", clean(typed, 100));
    Email::parse(typed).map(|email| email.ascii().to_lowercase()).map_err(refused)
}

impl Condition {
    /// Of domains or addresses; those that name none are made elsewhere.
    pub fn parse(when: When, typed: &str) -> Parsed<Self> {
        match when {
            When::FromDomain => values(typed, Domain::parse).map(Self::FromDomain),
            When::ToDomain => values(typed, Domain::parse).map(Self::ToDomain),
            When::FromEmail => values(typed, address).map(Self::FromEmail),
            When::Default | When::GroupId => Err("refused-choice".into()),
        }
    }

    pub fn when(&self) -> When {
        match self {
            Self::Default => When::Default,
            Self::GroupId(_) => When::GroupId,
            Self::FromDomain(_) => When::FromDomain,
            Self::ToDomain(_) => When::ToDomain,
            Self::FromEmail(_) => When::FromEmail,
        }
    }

    /// As it is typed, but for a group, which is its id.
    pub fn value(&self) -> String {
        match self {
            Self::Default => String::new(),
            Self::GroupId(id) => id.to_string(),
            Self::FromDomain(domains) | Self::ToDomain(domains) => {
                domains.iter().map(Domain::shown).collect::<Vec<_>>().join(", ")
            }
            Self::FromEmail(addresses) => {
                let readable = |it: &String| Email::parse(it).map_or_else(|_| it.clone(), |it| it.readable());
                addresses.iter().map(readable).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// Each of its values alone.
    pub fn parts(&self) -> Vec<Self> {
        match self {
            Self::FromDomain(all) => all.iter().map(|it| Self::FromDomain(vec![it.clone()])).collect(),
            Self::ToDomain(all) => all.iter().map(|it| Self::ToDomain(vec![it.clone()])).collect(),
            Self::FromEmail(all) => all.iter().map(|it| Self::FromEmail(vec![it.clone()])).collect(),
            alone => vec![alone.clone()],
        }
    }

    pub fn matches(&self, it: &Envelope) -> bool {
        let has = |domains: &[Domain], address: &str| {
            let domain = address.rsplit_once('@').map_or(address, |(_, domain)| domain);
            domains.iter().any(|it| it.has(domain))
        };
        match self {
            Self::Default => true,
            Self::GroupId(id) => it.group == Some(*id),
            Self::FromDomain(domains) => has(domains, &it.from),
            Self::ToDomain(domains) => has(domains, &it.to),
            Self::FromEmail(addresses) => addresses.contains(&it.from),
        }
    }

    /// Whether all that the other matches it matches too.
    pub fn covers(&self, other: &Self) -> bool {
        let all =
            |domains: &[Domain], others: &[Domain]| others.iter().all(|it| domains.iter().any(|by| by.covers(it)));
        match (self, other) {
            (Self::FromDomain(by), Self::FromDomain(it)) | (Self::ToDomain(by), Self::ToDomain(it)) => all(by, it),
            (Self::FromEmail(by), Self::FromEmail(it)) => it.iter().all(|address| by.contains(address)),
            (Self::FromDomain(_), Self::FromEmail(it)) => {
                it.iter().all(|from| self.matches(&Envelope { from: from.clone(), ..Envelope::default() }))
            }
            (by, it) => by == it,
        }
    }

    pub fn group(&self) -> Option<i64> {
        match self {
            Self::GroupId(id) => Some(*id),
            _ => None,
        }
    }

    /// The domains that recipients of it may have.
    pub fn to_domains(&self) -> &[Domain] {
        match self {
            Self::ToDomain(domains) => domains,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domains(typed: &str) -> Parsed<Condition> {
        Condition::parse(When::FromDomain, typed)
    }

    #[test]
    fn a_list_of_domains_is_folded_and_each_stands_once() {
        let read = domains("Example.COM, пример.рф;*.a.example\n example.com.").expect("all are good");
        assert_eq!(read.value(), "example.com, пример.рф, *.a.example");
        assert_eq!(domains("xn--e1afmkfd.xn--p1ai"), domains("ПРИМЕР.рф"));
        for wrong in [
            "", " , ", "a b.com,", "exa mple", "*", "*.", "a.*.com", "*a.com", "**.a.com", ".a.com", "a..com",
            "a@b.com", "-a.com",
        ] {
            assert!(domains(wrong).is_err(), "{wrong}");
        }
        let many: Vec<String> = (0..101).map(|n| format!("a{n}.com")).collect();
        assert!(domains(&many.join(",")).is_err());
        assert!(domains(&many.get(1..).unwrap_or_default().join(",")).is_ok());
    }

    #[test]
    fn what_is_below_a_domain_is_not_that_domain() {
        let below = domains("*.example.com").expect("it is good");
        let from = |from: &str| Envelope { from: from.to_owned(), ..Envelope::default() };
        let matched =
            ["a@mail.example.com", "a@a.b.example.com", "mail.example.com"].map(|it| below.matches(&from(it)));
        assert_eq!(matched, [true; 3]);
        let passed =
            ["a@example.com", "a@badexample.com", "", "a@.example.com.evil"].map(|it| below.matches(&from(it)));
        assert_eq!(passed, [false; 4]);
    }

    #[test]
    fn a_rule_is_covered_by_one_that_takes_all_of_it() {
        let of = |when, typed| Condition::parse(when, typed).expect(typed);
        let wide = of(When::FromDomain, "*.example.com, other.org");
        for it in [
            of(When::FromDomain, "a.example.com"),
            of(When::FromDomain, "*.b.example.com, other.org"),
            of(When::FromEmail, "x@other.org, y@a.example.com"),
        ] {
            assert!(wide.covers(&it), "{it:?}");
        }
        for it in [
            of(When::FromDomain, "example.com"),
            of(When::ToDomain, "other.org"),
            of(When::FromEmail, "x@other.org, y@example.com"),
            Condition::Default,
            Condition::GroupId(1),
        ] {
            assert!(!wide.covers(&it), "{it:?}");
        }
        assert!(Condition::GroupId(1).covers(&Condition::GroupId(1)));
        assert!(!Condition::GroupId(1).covers(&Condition::GroupId(2)));
    }
}
