//! What a form means: its rules, checked as far as they can be without the database; and then with it.

use std::collections::BTreeSet;

use super::{
    choice::{is_salt, new_salt, shared},
    condition::{Condition, When},
    model::{Groups, MOST_RULES, MOST_SHARES, Rule, Rules, Share, Spread, WhenOff},
    place::{Choices, Usable},
    typed::{SURELY, TypedRule, TypedShare},
};
use crate::{
    error::FieldErrors,
    forms::fields::{Parsed, number, optional_email, text},
    i18n::Message,
    people::clean,
    senders::model::Channel,
};

pub struct Meant {
    pub name: String,
    pub spread: Spread,
    pub when_off: WhenOff,
    /// `#7`, or names.
    pub groups: Vec<String>,
    pub email: Vec<MeantRule>,
    pub sms: Vec<MeantRule>,
}

#[derive(Clone, PartialEq)]
pub struct MeantRule {
    id: Option<i64>,
    /// Whether it must be the one of that id.
    is_sure: bool,
    salt: Option<String>,
    when: MeantWhen,
    shares: Vec<MeantShare>,
}

#[derive(Clone, PartialEq)]
enum MeantWhen {
    Known(Condition),
    /// Of a group, named as it is typed.
    Group(String),
}

#[derive(Clone, PartialEq)]
struct MeantShare {
    sender: String,
    percent: i64,
    from_email: String,
    replyto_email: String,
    from_name: String,
}

/// A refusal that says in which rule.
fn in_rule(at: usize, key: &'static str) -> Message {
    Message::new(key).with("rule", i64::try_from(at + 1).unwrap_or(i64::MAX))
}

/// The rules of a channel, or all that is wrong with them.
pub fn meant(typed: &[TypedRule], channel: Channel) -> Result<Vec<MeantRule>, Vec<Message>> {
    if typed.len() > MOST_RULES {
        return Err(vec![Message::new("refused-rules-too-many").with("most", MOST_RULES as i64)]);
    }
    let mut refused = Vec::new();
    let mut rules: Vec<MeantRule> = Vec::new();
    for (at, rule) in typed.iter().enumerate() {
        let is_last = at + 1 == typed.len();
        match one(at, rule, channel) {
            Err(why) => refused.extend(why),
            Ok(rule) if (rule.when == MeantWhen::Known(Condition::Default)) != is_last => {
                refused
                    .push(in_rule(at, if is_last { "refused-rule-no-default" } else { "refused-rule-default-last" }));
            }
            Ok(rule) => {
                if let Some(before) = rules.iter().position(|it| it.when == rule.when) {
                    refused.push(in_rule(at, "refused-rule-twice").with("before", before as i64 + 1));
                }
                rules.push(rule);
            }
        }
    }
    if refused.is_empty() { Ok(rules) } else { Err(refused) }
}

fn one(at: usize, typed: &TypedRule, channel: Channel) -> Result<MeantRule, Vec<Message>> {
    let mut refused = Vec::new();
    let (when, group) = typed.when();
    let known = when.parse::<When>().ok().filter(|it| When::of(channel).contains(it));
    let when = match (known, group) {
        (Some(When::Default), _) if typed.value.trim().is_empty() => Some(MeantWhen::Known(Condition::Default)),
        (Some(When::GroupId), Some(group)) if typed.value.trim().is_empty() && !group.is_empty() => {
            Some(MeantWhen::Group(group.to_owned()))
        }
        (Some(When::Default | When::GroupId), _) => {
            let key = if known == Some(When::Default) || group.is_some_and(|it| !it.is_empty()) {
                "refused-rule-value"
            } else {
                "refused-rule-no-group"
            };
            refused.push(in_rule(at, key));
            None
        }
        (Some(when), _) => match Condition::parse(when, &typed.value) {
            Ok(condition) => Some(MeantWhen::Known(condition)),
            Err(why) => {
                refused.push(of_condition(at, &why));
                None
            }
        },
        (None, _) => {
            refused.push(in_rule(at, "refused-rule-type").with("type", clean(when, 40)));
            None
        }
    };
    let shares = shares(at, &typed.senders, channel).map_err(|why| refused.extend(why)).unwrap_or_default();
    let id = typed.id.trim_start_matches(SURELY).trim().parse().ok();
    let is_sure = typed.id.starts_with(SURELY);
    let salt = Some(typed.salt.clone()).filter(|salt| is_salt(salt));
    match when.filter(|_| refused.is_empty()) {
        Some(when) => Ok(MeantRule { id, is_sure, salt, when, shares }),
        None => Err(refused),
    }
}

/// The condition's own refusal, with the rule it is of.
fn of_condition(at: usize, why: &Message) -> Message {
    let key = match why.key.as_ref() {
        "refused-condition-domain" => "refused-rule-domain",
        "refused-condition-email" => "refused-rule-email",
        "refused-too-many" => "refused-rule-values",
        _ => "refused-rule-empty",
    };
    Message { args: why.args.clone(), ..in_rule(at, key) }.with("rule", at as i64 + 1)
}

fn shares(at: usize, typed: &[TypedShare], channel: Channel) -> Result<Vec<MeantShare>, Vec<Message>> {
    let mut refused = Vec::new();
    let mut shares = Vec::new();
    for it in typed.iter().filter(|it| !it.is_blank()) {
        match share(it, channel) {
            Ok(share) => shares.push(share),
            Err(key) => refused.push(in_rule(at, key)),
        }
    }
    let total: i64 = shares.iter().map(|it| it.percent).sum();
    match shares.len() {
        _ if !refused.is_empty() => {}
        0 => refused.push(in_rule(at, "refused-rule-no-senders")),
        count if count > MOST_SHARES => {
            refused.push(in_rule(at, "refused-rule-senders").with("most", MOST_SHARES as i64));
        }
        _ if total != 100 => refused.push(in_rule(at, "refused-rule-total").with("sum", total)),
        _ => {}
    }
    if refused.is_empty() { Ok(shares) } else { Err(refused) }
}

/// The key of what is wrong with it, if anything is.
fn share(typed: &TypedShare, channel: Channel) -> Result<MeantShare, &'static str> {
    let address = |typed: &str| match optional_email(typed) {
        Ok(None) => Ok(String::new()),
        Ok(Some(address)) if channel == Channel::Email => Ok(address),
        Ok(Some(_)) => Err("refused-rule-sms-address"),
        Err(_) => Err("refused-rule-address"),
    };
    let sender = typed.sender.trim();
    if sender.is_empty() {
        return Err("refused-rule-no-sender");
    }
    Ok(MeantShare {
        sender: sender.to_owned(),
        percent: number(&typed.percent, 1, 100).map_err(|_| "refused-rule-percent")?,
        from_email: address(&typed.from_email)?,
        replyto_email: address(&typed.replyto_email)?,
        from_name: text(&typed.from_name, 80).map_err(|_| "refused-rule-from-name")?,
    })
}

/// The groups that may use it, each once.
pub fn groups(meant: &Meant, choices: &Choices) -> Result<Groups, FieldErrors> {
    let mut groups = Vec::new();
    for typed in &meant.groups {
        let refused = || Message::new("refused-virtual-sender-group").with("name", clean(typed, 80));
        let id = choices.group(typed).ok_or_else(|| FieldErrors::one("groups", refused()))?;
        if !groups.contains(&id) {
            groups.push(id);
        }
    }
    groups.sort_unstable();
    Ok(Groups(groups))
}

/// The rules as they are to be kept: with groups and senders that are there, and with the slots of what they were.
pub fn rules(meant: &Meant, before: &Rules, choices: &Choices) -> Result<Rules, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut last_id = before.last_id;
    let mut of = |field, meant: &[MeantRule], channel| {
        let mut making =
            Making { before: before.of(channel), channel, choices, last_id: &mut last_id, made: Vec::new() };
        for (at, rule) in meant.iter().enumerate() {
            match making.rule(at, rule) {
                Ok(rule) => making.made.push(rule),
                Err(refusal) => errors.add(field, refusal),
            }
        }
        making.made
    };
    let email = of("email_rules", &meant.email, Channel::Email);
    let sms = of("sms_rules", &meant.sms, Channel::Sms);
    errors.or(Rules { email, sms, last_id })
}

struct Making<'a> {
    before: &'a [Rule],
    channel: Channel,
    choices: &'a Choices,
    last_id: &'a mut i64,
    made: Vec<Rule>,
}

impl Making<'_> {
    fn rule(&mut self, at: usize, meant: &MeantRule) -> Parsed<Rule> {
        let when = match &meant.when {
            MeantWhen::Known(when) => when.clone(),
            MeantWhen::Group(group) => {
                let refused = || in_rule(at, "refused-rule-group").with("name", clean(group, 80));
                Condition::GroupId(self.choices.group(group).ok_or_else(refused)?)
            }
        };
        if let Some(before) = self.made.iter().position(|it| it.when == when) {
            return Err(in_rule(at, "refused-rule-twice").with("before", before as i64 + 1));
        }
        let before = self.before(at, meant, &when)?;
        let shares = self.shares(at, &meant.shares, before)?;
        let points: Vec<(i64, i64)> = shares.iter().map(|it| (it.sender_id, it.percent)).collect();
        let (id, salt, slots) = match before {
            Some(before) => (before.id, before.salt.clone(), shared(&before.slots, &points)),
            None => {
                *self.last_id += 1;
                (*self.last_id, meant.salt.clone().unwrap_or_else(new_salt), shared(&[], &points))
            }
        };
        Ok(Rule { id, when, shares, salt, slots })
    }

    /// What it was: the rule of its id, else that of the same condition, which no other has become.
    fn before(&self, at: usize, meant: &MeantRule, when: &Condition) -> Parsed<Option<&Rule>> {
        let mut free = self.before.iter().filter(|it| !self.made.iter().any(|made| made.id == it.id));
        if let Some(found) = meant.id.and_then(|id| free.clone().find(|it| it.id == id)) {
            return Ok(Some(found));
        }
        match meant.id.filter(|_| meant.is_sure) {
            Some(id) => Err(in_rule(at, "refused-rule-id").with("id", id.to_string())),
            None => Ok(free.find(|it| it.when == *when)),
        }
    }

    fn shares(&self, at: usize, meant: &[MeantShare], before: Option<&Rule>) -> Parsed<Vec<Share>> {
        let mut shares: Vec<Share> = Vec::with_capacity(meant.len());
        for it in meant {
            let named = |key| in_rule(at, key).with("name", clean(&it.sender, 80));
            let found = self.choices.sender(&it.sender).ok_or_else(|| named("refused-rule-sender"))?;
            let stays = before.is_some_and(|rule| rule.share_of(found.id).is_some());
            let reason = match found.usable(self.channel) {
                Usable::Yes => None,
                // What was switched off since is passed over, and the rule can still be edited.
                Usable::Off if stays => None,
                Usable::Off => Some("refused-rule-sender-off"),
                Usable::OfAnotherChannel => Some("refused-rule-sender-channel"),
            };
            let named = |key| in_rule(at, key).with("name", clean(&found.name, 80));
            if let Some(key) = reason {
                return Err(named(key));
            }
            if shares.iter().any(|share| share.sender_id == found.id) {
                return Err(named("refused-rule-sender-twice"));
            }
            shares.push(Share {
                sender_id: found.id,
                percent: it.percent,
                from_email: it.from_email.clone(),
                replyto_email: it.replyto_email.clone(),
                from_name: it.from_name.clone(),
            });
        }
        Ok(shares)
    }
}

/// Of the senders that the rules name those that are there, in the order of their ids.
pub fn senders(meant: &Meant, choices: &Choices) -> Vec<i64> {
    let shares = meant.email.iter().chain(&meant.sms).flat_map(|rule| &rule.shares);
    let ids: BTreeSet<i64> = shares.filter_map(|it| choices.sender(&it.sender)).map(|it| it.id).collect();
    ids.into_iter().collect()
}
