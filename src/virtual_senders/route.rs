//! The way of one message through the rules of a channel.

use super::{
    choice::choose,
    condition::Envelope,
    model::{Rule, Spread, WhenOff},
    place::Choices,
};

/// The rules of a channel, and what decides beside them.
#[derive(Clone, Copy)]
pub struct Routes<'a> {
    pub rules: &'a [Rule],
    pub spread: Spread,
    pub when_off: WhenOff,
}

/// Why a rule did not take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its condition is of something else.
    Condition,
    /// Its senders are all off, and the next rule is to have it.
    Off,
}

/// Where it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At a sender, by the rule of this place.
    Sent { at: usize, sender_id: i64 },
    /// It waits: the senders of the rule of this place are all off.
    Held { at: usize },
    /// The channel has no rules, or none of them has a sender that is on.
    Nowhere,
}

impl Why {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Condition => "condition",
            Self::Off => "off",
        }
    }
}

impl Routes<'_> {
    /// The rules before the one that took it, and where it ended.
    pub fn route(&self, envelope: &Envelope, key: &str, choices: &Choices) -> (Vec<Why>, End) {
        let mut passed = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            if !rule.when.matches(envelope) {
                passed.push(Why::Condition);
                continue;
            }
            match choose(&rule.salt(), &rule.slots, key, |id| choices.is_on(id)) {
                Some(sender_id) => return (passed, End::Sent { at, sender_id }),
                None if self.when_off == WhenOff::Hold => return (passed, End::Held { at }),
                None => passed.push(Why::Off),
            }
        }
        (passed, End::Nowhere)
    }

    /// How much of a hundred of such messages each sender gets in the long run.
    pub fn expected(&self, envelope: &Envelope, choices: &Choices) -> Vec<(Option<i64>, f64)> {
        let End::Sent { at, .. } = self.route(envelope, "", choices).1 else { return vec![(None, 100.0)] };
        let shares = self.rules.get(at).map_or(&[][..], |rule| &rule.shares);
        let on = || shares.iter().filter(|share| choices.is_on(share.sender_id));
        let total: i64 = on().map(|share| share.percent).sum();
        on().map(|share| (Some(share.sender_id), share.percent as f64 * 100.0 / total as f64)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        senders::model::Channel,
        virtual_senders::{
            choice::shared,
            condition::{Condition, When},
            model::Share,
            place::Assigned,
        },
    };

    fn rule(id: i64, when: Condition, shares: &[(i64, i64)]) -> Rule {
        let share = |(sender_id, percent): &(i64, i64)| Share {
            sender_id: *sender_id,
            percent: *percent,
            from_email: String::new(),
            replyto_email: String::new(),
            from_name: String::new(),
        };
        let shares_of = shares.iter().map(share).collect();
        Rule { id, when, shares: shares_of, salt: format!("{id:032x}"), slots: shared(&[], shares) }
    }

    fn choices(off: &[i64]) -> Choices {
        let sender = |id| Assigned {
            id,
            name: id.to_string(),
            channel: Channel::Email,
            active: !off.contains(&id),
            held: false,
        };
        Choices { groups: Vec::new(), senders: (1..=3).map(sender).collect() }
    }

    #[test]
    fn the_first_rule_that_matches_takes_it() {
        let of = |typed| Condition::parse(When::FromDomain, typed).expect(typed);
        let rules = [
            rule(1, of("a.com"), &[(1, 100)]),
            rule(2, of("b.com"), &[(2, 100)]),
            rule(3, Condition::Default, &[(3, 100)]),
        ];
        let routes = |when_off| Routes { rules: &rules, spread: Spread::Message, when_off };
        let from = |from: &str| Envelope { from: from.to_owned(), ..Envelope::default() };
        let go = |when_off, it: &str, off: &[i64]| routes(when_off).route(&from(it), "k", &choices(off));
        assert_eq!(go(WhenOff::Hold, "x@a.com", &[]), (vec![], End::Sent { at: 0, sender_id: 1 }));
        assert_eq!(go(WhenOff::Hold, "x@b.com", &[]), (vec![Why::Condition], End::Sent { at: 1, sender_id: 2 }));
        assert_eq!(go(WhenOff::Hold, "", &[]), (vec![Why::Condition; 2], End::Sent { at: 2, sender_id: 3 }));
        assert_eq!(go(WhenOff::Hold, "x@a.com", &[1]), (vec![], End::Held { at: 0 }));
        assert_eq!(
            go(WhenOff::Next, "x@a.com", &[1]),
            (vec![Why::Off, Why::Condition], End::Sent { at: 2, sender_id: 3 })
        );
        assert_eq!(go(WhenOff::Next, "x@a.com", &[1, 3]), (vec![Why::Off, Why::Condition, Why::Off], End::Nowhere));
        let none = Routes { rules: &[], spread: Spread::Message, when_off: WhenOff::Hold };
        assert_eq!(none.route(&from(""), "k", &choices(&[])), (vec![], End::Nowhere));
    }

    #[test]
    fn what_is_off_leaves_its_share_to_the_others() {
        let rules = [rule(1, Condition::Default, &[(1, 60), (2, 30), (3, 10)])];
        let routes = Routes { rules: &rules, spread: Spread::Message, when_off: WhenOff::Hold };
        let expected = routes.expected(&Envelope::default(), &choices(&[1]));
        assert_eq!(expected, [(Some(2), 75.0), (Some(3), 25.0)]);
        assert_eq!(routes.expected(&Envelope::default(), &choices(&[1, 2, 3])), [(None, 100.0)]);
    }
}
