//! What the buttons between the rules do.

use super::{
    condition::When,
    form::VirtualSenderForm,
    model::CHANNELS,
    typed::{self, TypedRule, TypedShare},
};
use crate::senders::model::Channel;

impl VirtualSenderForm {
    /// Does what a button between the rules says: `up email 2`, counted from 0. What it does not know changes nothing.
    pub fn arrange(&mut self, act: &str) {
        let mut words = act.split(' ');
        let (Some(act), Some(channel)) = (words.next(), words.next().and_then(|it| it.parse().ok())) else { return };
        if !CHANNELS.contains(&channel) {
            return;
        }
        let mut place = || words.next().and_then(|it| it.parse::<usize>().ok());
        let (at, share) = (place(), place());
        let mut rules = self.rules(channel);
        let focus = arranged(&mut rules, act, at, share);
        if let Some(focus) = focus {
            self.focus = format!("{}-{focus}", channel.as_str());
        }
        match channel {
            Channel::Sms => self.sms_rules = typed::kept(&rules),
            _ => self.email_rules = typed::kept(&rules),
        }
    }
}

/// What to go on with, behind the channel's name in its control's id.
fn arranged(rules: &mut Vec<TypedRule>, act: &str, at: Option<usize>, share: Option<usize>) -> Option<String> {
    let last = rules.len().saturating_sub(1);
    match (act, at) {
        ("add", None) if rules.is_empty() => {
            rules.push(TypedRule::default_rule());
            Some("0-sender-0".to_owned())
        }
        ("add", None) => {
            let new = TypedRule { kind: When::FromDomain.as_str().to_owned(), ..TypedRule::default_rule() };
            rules.insert(last, new);
            Some(format!("{last}-type"))
        }
        ("none", None) => {
            rules.clear();
            Some("add".to_owned())
        }
        ("up", Some(at)) if at > 0 && at < last => {
            rules.swap(at - 1, at);
            Some(if at == 1 { "0-down".to_owned() } else { format!("{}-up", at - 1) })
        }
        ("down", Some(at)) if at + 1 < last => {
            rules.swap(at, at + 1);
            Some(format!("{}-{}", at + 1, if at + 2 == last { "up" } else { "down" }))
        }
        ("move", Some(at)) if at < last && share.is_some_and(|to| to < last) => {
            let (rule, to) = (rules.remove(at), share?);
            rules.insert(to, rule);
            Some(format!("{to}-type"))
        }
        ("remove", Some(at)) if at < last => {
            rules.remove(at);
            Some("add".to_owned())
        }
        ("sender", Some(at)) => {
            let shares = &mut rules.get_mut(at)?.senders;
            shares.push(TypedShare::default());
            Some(format!("{at}-sender-{}", shares.len() - 1))
        }
        ("unshare", Some(at)) => {
            let shares = &mut rules.get_mut(at)?.senders;
            if share.is_some_and(|share| share < shares.len()) {
                shares.remove(share?);
            }
            Some(format!("{at}-more"))
        }
        ("evenly", Some(at)) => {
            rules.get_mut(at)?.share_evenly();
            Some(format!("{at}-evenly"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::virtual_senders::posted::tests::{TWO, form};

    #[test]
    fn the_default_stays_last_whatever_is_pressed() {
        let mut it = form(TWO);
        let ids =
            |it: &VirtualSenderForm| it.rules(Channel::Email).iter().map(|rule| rule.id.clone()).collect::<Vec<_>>();
        for (act, expected, focus) in [
            ("down email 0", vec!["2", "4", "1"], "email-1-up"),
            ("down email 1", vec!["2", "4", "1"], "email-1-up"),
            ("up email 2", vec!["2", "4", "1"], "email-1-up"),
            ("up email 1", vec!["4", "2", "1"], "email-0-down"),
            ("remove email 2", vec!["4", "2", "1"], "email-0-down"),
            ("move email 0 1", vec!["2", "4", "1"], "email-1-type"),
            ("move email 1 0", vec!["4", "2", "1"], "email-0-type"),
            ("move email 0 2", vec!["4", "2", "1"], "email-0-type"),
            ("move email 2 0", vec!["4", "2", "1"], "email-0-type"),
            ("remove email 0", vec!["2", "1"], "email-add"),
            ("up email 99", vec!["2", "1"], "email-add"),
            ("up email x", vec!["2", "1"], "email-add"),
            ("add email", vec!["2", "", "1"], "email-1-type"),
            ("none email", vec![], "email-add"),
            ("add email", vec![""], "email-0-sender-0"),
            ("add custom", vec![""], "email-0-sender-0"),
            ("", vec![""], "email-0-sender-0"),
        ] {
            it.arrange(act);
            assert_eq!(
                (ids(&it), it.focus.as_str()),
                (expected.into_iter().map(str::to_owned).collect(), focus),
                "{act}"
            );
        }
    }

    #[test]
    fn shares_are_added_taken_away_and_made_even() {
        let mut it = form(TWO);
        let percents = |it: &VirtualSenderForm| {
            it.rules(Channel::Email)
                .first()
                .map(|rule| rule.senders.iter().map(|it| it.percent.clone()).collect::<Vec<_>>())
        };
        it.arrange("sender email 0");
        it.arrange("evenly email 0");
        assert_eq!(percents(&it), Some(["34", "33", "33"].map(str::to_owned).to_vec()));
        it.arrange("unshare email 0 0");
        it.arrange("unshare email 0 7");
        assert_eq!(percents(&it), Some(["33", "33"].map(str::to_owned).to_vec()));
        it.arrange("sender email 9");
        it.arrange("evenly email 2");
        assert_eq!(it.rules(Channel::Email).len(), 3);
    }
}
