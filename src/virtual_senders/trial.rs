//! What rules would do: with addresses that are pasted, with ten thousand made-up recipients, and beside the rules that
//! are saved.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    condition::{Condition, Envelope},
    meant::Meant,
    model::{Groups, Rule, Rules, Share, Spread, VirtualSender},
    place::Choices,
    route::{End, Routes, Why},
};
use crate::{
    email::{Email, domain_name},
    error::FieldErrors,
    forms::fields::{Parsed, choice, phone},
    i18n::Message,
    people::clean,
    senders::model::Channel,
};

pub const SAMPLE: usize = 10_000;
pub const MOST_ADDRESSES: usize = 20;
/// Recipients are made up at no more domains.
const MOST_DOMAINS: usize = 20;

/// As typed.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub channel: String,
    /// `#7`, or a name.
    pub group: String,
    /// An address, or a domain alone.
    pub from: String,
    /// A line each.
    pub to: String,
}

/// What is tried.
pub struct Question {
    channel: Channel,
    group: Option<i64>,
    from: String,
    to: Vec<String>,
}

/// What came of it.
pub struct Outcome {
    pub picks: Vec<Pick>,
    pub sample: Vec<Bar>,
    /// At which the recipients of the sample are.
    pub domains: Vec<String>,
    /// Whether the group that was asked about may not use it.
    pub is_closed: bool,
    /// Beside what is saved; None where that was not asked for.
    pub moves: Option<Moves>,
}

/// The way of a message to one of the addresses.
pub struct Pick {
    pub to: String,
    /// What its slot was computed of.
    pub key: String,
    /// The From address that it has in the end; empty where it is not known.
    pub from: String,
    /// The rules that did not take it, from the first on.
    pub passed: Vec<(Condition, Why)>,
    pub end: Ended,
}

pub enum Ended {
    /// The number of the rule, and its share.
    Sent(usize, Share),
    /// The number of the rule.
    Held(usize),
    Nowhere,
}

/// What one sender gets of the sample; no sender is what waits.
pub struct Bar {
    pub sender_id: Option<i64>,
    /// Of a hundred.
    pub expected: f64,
    pub count: usize,
}

/// From one sender to another; none is what waits.
pub type Way = (Option<i64>, Option<i64>);

/// Of the sample.
pub struct Moves {
    pub count: usize,
    /// From which sender to which, and how many; the most first.
    pub ways: Vec<(Way, usize)>,
}

impl Wanted {
    pub fn parse(&self, choices: &Choices) -> Result<Question, FieldErrors> {
        let mut errors = FieldErrors::default();
        let email = || Some(Channel::Email);
        let read =
            |code: &str| if code.is_empty() { email() } else { code.parse().ok().filter(|it| *it != Channel::Custom) };
        let channel = errors.keep("try_channel", choice(&self.channel, read)).unwrap_or(Channel::Email);
        let group = match self.group.trim() {
            "" => None,
            group => errors.keep("try_group", choices.group(group).ok_or_else(|| "refused-choice".into())),
        };
        let from = errors.keep("try_from", from(&self.from)).unwrap_or_default();
        let to = errors.keep("try_to", recipients(&self.to, channel)).unwrap_or_default();
        errors.or(Question { channel, group, from, to })
    }
}

/// In the form in which conditions look at it.
fn from(typed: &str) -> Parsed<String> {
    match typed.trim() {
        "" => Ok(String::new()),
        address if address.contains('@') => Email::parse(address).map(|it| it.ascii().to_lowercase()),
        domain => domain_name(domain).ok_or_else(|| Message::new("refused-host")),
    }
}

fn recipients(typed: &str, channel: Channel) -> Parsed<Vec<String>> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let refused = |key: &'static str, line: &str| Message::new(key).with("name", clean(line, 100));
    let read = |line: &str| match channel {
        Channel::Email => {
            let email = Email::parse(line).map_err(|_| refused("refused-condition-email", line));
            email.map(|it| it.ascii().to_lowercase())
        }
        _ => phone(line).ok().flatten().ok_or_else(|| refused("refused-try-phone", line)),
    };
    let all = lines.map(read).collect::<Parsed<Vec<_>>>()?;
    if all.len() > MOST_ADDRESSES {
        return Err(Message::new("refused-too-many").with("most", MOST_ADDRESSES as i64));
    }
    Ok(all)
}

/// What becomes of messages by a virtual sender as it is meant.
pub struct Subject<'a> {
    pub groups: &'a Groups,
    pub rules: &'a Rules,
    pub meant: &'a Meant,
    /// As it is saved, to compare with.
    pub saved: Option<&'a VirtualSender>,
}

pub fn try_rules(question: &Question, subject: &Subject, choices: &Choices) -> Outcome {
    let channel = question.channel;
    let Meant { spread, when_off, .. } = *subject.meant;
    let routes = Routes { rules: subject.rules.of(channel), spread, when_off };
    let saved =
        subject.saved.map(|it| Routes { rules: it.rules.of(channel), spread: it.spread, when_off: it.when_off });
    let picks = question.to.iter().enumerate().map(|(at, to)| pick(question, &routes, (at, to), choices)).collect();
    let all = [Some(routes.rules), saved.map(|it| it.rules)];
    let domains = domains(question, all.into_iter().flatten().flatten());
    let made_up = |n: usize| {
        let domain = domains.get(n % domains.len().max(1)).map(String::as_str);
        (
            domain.map_or_else(|| format!("+1555{n:07}"), |domain| format!("recipient-{n}@{domain}")),
            format!("message-{n}"),
        )
    };
    let mut counts: BTreeMap<Option<i64>, usize> = BTreeMap::new();
    let mut ways: BTreeMap<Way, usize> = BTreeMap::new();
    for n in 0..SAMPLE {
        let (to, message) = made_up(n);
        let envelope = question.envelope(&to);
        let by = |routes: &Routes| match routes.route(&envelope, routes.spread.key(&to, &message), choices).1 {
            End::Sent { sender_id, .. } => Some(sender_id),
            End::Held { .. } | End::Nowhere => None,
        };
        let now = by(&routes);
        *counts.entry(now).or_default() += 1;
        if let Some(before) = saved.as_ref().map(by).filter(|before| *before != now) {
            *ways.entry((before, now)).or_default() += 1;
        }
    }
    let moves = saved.map(|_| {
        let mut ways: Vec<_> = ways.into_iter().collect();
        ways.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Moves { count: ways.iter().map(|(_, count)| count).sum(), ways }
    });
    let expected = expected(question, &routes, &domains, choices);
    let may = &subject.groups.0;
    let is_closed = !may.is_empty() && question.group.is_some_and(|group| !may.contains(&group));
    Outcome { picks, sample: bars(&expected, &counts), domains, is_closed, moves }
}

impl Question {
    fn envelope(&self, to: &str) -> Envelope {
        Envelope { group: self.group, from: self.from.clone(), to: to.to_owned() }
    }
}

impl Spread {
    /// What a slot is computed of.
    fn key<'a>(self, to: &'a str, message: &'a str) -> &'a str {
        match self {
            Self::Message => message,
            Self::Recipient => to,
        }
    }
}

fn pick(question: &Question, routes: &Routes, (at, to): (usize, &str), choices: &Choices) -> Pick {
    let message = format!("message-{}", at + 1);
    let key = routes.spread.key(to, &message).to_owned();
    let (passed, end) = routes.route(&question.envelope(to), &key, choices);
    let passed = passed.into_iter().zip(routes.rules).map(|(why, rule)| (rule.when.clone(), why)).collect();
    let share = |at: usize, id| routes.rules.get(at).and_then(|rule| rule.share_of(id)).cloned();
    let end = match end {
        End::Sent { at, sender_id } => share(at, sender_id).map_or(Ended::Nowhere, |share| Ended::Sent(at + 1, share)),
        End::Held { at } => Ended::Held(at + 1),
        End::Nowhere => Ended::Nowhere,
    };
    let own = match &end {
        Ended::Sent(_, share) => Some(share.from_email.clone()).filter(|own| !own.is_empty()),
        _ => None,
    };
    let typed = Some(question.from.clone()).filter(|from| from.contains('@'));
    Pick { to: to.to_owned(), key, from: own.or(typed).unwrap_or_default(), passed, end }
}

/// Those of the addresses; without any, those that rules ask for, and one more. None for SMS.
fn domains<'a>(question: &Question, rules: impl Iterator<Item = &'a Rule>) -> Vec<String> {
    if question.channel != Channel::Email {
        return Vec::new();
    }
    let typed = question.to.iter().filter_map(|to| to.rsplit_once('@')).map(|(_, domain)| domain.to_owned());
    let typed: BTreeSet<String> = typed.collect();
    if !typed.is_empty() {
        return typed.into_iter().collect();
    }
    let asked: BTreeSet<String> =
        rules.flat_map(|rule| rule.when.to_domains()).map(super::condition::Domain::sample).collect();
    asked
        .into_iter()
        .take(MOST_DOMAINS - 1)
        .chain(["example.com".to_owned()])
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

fn expected(question: &Question, routes: &Routes, domains: &[String], choices: &Choices) -> BTreeMap<Option<i64>, f64> {
    let mut expected: BTreeMap<Option<i64>, f64> = BTreeMap::new();
    let places: Vec<String> = match domains {
        [] => vec![String::new()],
        domains => domains.iter().map(|domain| format!("recipient@{domain}")).collect(),
    };
    for to in &places {
        for (sender, share) in routes.expected(&question.envelope(to), choices) {
            *expected.entry(sender).or_default() += share / places.len() as f64;
        }
    }
    expected
}

fn bars(expected: &BTreeMap<Option<i64>, f64>, counts: &BTreeMap<Option<i64>, usize>) -> Vec<Bar> {
    let senders: BTreeSet<Option<i64>> = expected.keys().chain(counts.keys()).copied().collect();
    let bar = |sender_id| Bar {
        sender_id,
        expected: expected.get(&sender_id).copied().unwrap_or_default(),
        count: counts.get(&sender_id).copied().unwrap_or_default(),
    };
    let mut bars: Vec<Bar> = senders.into_iter().map(bar).collect();
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.count));
    bars
}
