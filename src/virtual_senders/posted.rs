//! The form as a browser sends it.

use std::collections::HashMap;

use serde::Deserialize;

use super::{
    form::VirtualSenderForm,
    trial::Wanted,
    typed::{self, TypedRule, TypedShare},
};
use crate::senders::model::Channel;

/// As a browser sends it: a control of a rule, or of a share, after the other, each row with all of its controls.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Posted {
    name: String,
    spread: String,
    when_off: String,
    groups: Vec<String>,
    /// There where the rules of a channel come whole, and its controls say nothing.
    email_rules: Option<String>,
    sms_rules: Option<String>,
    /// By which the shares of a rule name it: `email:0:17:`, its channel, place, id, and of a new one its salt.
    rule: Vec<String>,
    rule_type: Vec<String>,
    rule_value: Vec<String>,
    share_of: Vec<String>,
    share_sender: Vec<String>,
    share_percent: Vec<String>,
    share_from_email: Vec<String>,
    share_replyto_email: Vec<String>,
    share_from_name: Vec<String>,
    try_channel: String,
    try_group: String,
    try_from: String,
    try_to: String,
    #[serde(rename = "do")]
    pressed: String,
}

impl From<Posted> for VirtualSenderForm {
    fn from(posted: Posted) -> Self {
        let rules =
            |channel, whole: &Option<String>| whole.clone().unwrap_or_else(|| typed::kept(&posted.rules(channel)));
        Self {
            email_rules: rules(Channel::Email, &posted.email_rules),
            sms_rules: rules(Channel::Sms, &posted.sms_rules),
            wanted: Wanted {
                channel: posted.try_channel,
                group: posted.try_group,
                from: posted.try_from,
                to: posted.try_to,
            },
            name: posted.name,
            spread: posted.spread,
            when_off: posted.when_off,
            groups: posted.groups,
            pressed: posted.pressed,
            outcome: None,
            focus: String::new(),
        }
    }
}

impl Posted {
    fn rules(&self, channel: Channel) -> Vec<TypedRule> {
        let mut shares: HashMap<&str, Vec<TypedShare>> = HashMap::new();
        for (at, of) in self.share_of.iter().enumerate() {
            let text = |all: &[String]| all.get(at).cloned().unwrap_or_default();
            shares.entry(of).or_default().push(TypedShare {
                sender: text(&self.share_sender),
                percent: text(&self.share_percent),
                from_email: text(&self.share_from_email),
                replyto_email: text(&self.share_replyto_email),
                from_name: text(&self.share_from_name),
            });
        }
        let mut rules = Vec::new();
        for (at, key) in self.rule.iter().enumerate() {
            let mut parts = key.split(':');
            if parts.next() != Some(channel.as_str()) {
                continue;
            }
            let text = |all: &[String]| all.get(at).cloned().unwrap_or_default();
            rules.push(TypedRule {
                id: parts.nth(1).unwrap_or_default().to_owned(),
                salt: parts.next().unwrap_or_default().to_owned(),
                kind: text(&self.rule_type),
                value: text(&self.rule_value),
                senders: shares.remove(key.as_str()).unwrap_or_default(),
            });
        }
        rules
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn form(pairs: &[(&str, &str)]) -> VirtualSenderForm {
        serde_html_form::from_str(&serde_html_form::to_string(pairs).expect("pairs")).expect("a form")
    }

    pub const TWO: &[(&str, &str)] = &[
        ("name", "Main"),
        ("rule", "email:0:4"),
        ("rule_type", "from_domain"),
        ("rule_value", "a.com"),
        ("share_of", "email:0:4"),
        ("share_sender", "#7"),
        ("share_percent", "60"),
        ("share_from_email", ""),
        ("share_replyto_email", ""),
        ("share_from_name", "A"),
        ("share_of", "email:0:4"),
        ("share_sender", "#3"),
        ("share_percent", "40"),
        ("share_from_email", "b@a.com"),
        ("share_replyto_email", ""),
        ("share_from_name", ""),
        ("rule", "email:1:2"),
        ("rule_type", "from_email"),
        ("rule_value", "x@b.com"),
        ("rule", "email:2:1"),
        ("rule_type", "default"),
        ("rule_value", ""),
    ];

    #[test]
    fn controls_are_read_as_rules_and_come_back() {
        let read = form(TWO);
        let rules = read.rules(Channel::Email);
        assert_eq!(rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), ["4", "2", "1"]);
        let shares = rules.first().map(|rule| rule.senders.clone()).unwrap_or_default();
        assert_eq!(
            shares.iter().map(|it| (it.sender.as_str(), it.percent.as_str())).collect::<Vec<_>>(),
            [("#7", "60"), ("#3", "40")]
        );
        assert_eq!(shares.last().map(|it| it.from_email.as_str()), Some("b@a.com"));
        assert!(read.rules(Channel::Sms).is_empty());
        let whole = form(&[("email_rules", read.email_rules.as_str()), ("rule", "email:0:"), ("rule_type", "default")]);
        assert_eq!(whole.rules(Channel::Email), rules, "rules that come whole are taken as they are");
    }
}
