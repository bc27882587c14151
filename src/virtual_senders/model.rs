//! What a virtual sender is: for each channel rules in order, of which the first that matches decides.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use super::condition::Condition;
use crate::{
    db::{FromRow, kept_as_text},
    senders::model::Channel,
};

pub const MOST_RULES: usize = 50;
pub const MOST_SHARES: usize = 20;

/// What decides among the senders of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Spread {
    /// Each message by its own id.
    Message,
    /// The recipient's address, which always gets the same sender.
    Recipient,
}

/// What becomes of a message whose rule has no sender that is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum WhenOff {
    /// It waits.
    Hold,
    /// The next rule that matches has it.
    Next,
}

kept_as_text!(Spread, WhenOff);

/// One of a rule's senders, and what its messages say of where they come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = VirtualSenderShare)]
pub struct Share {
    pub sender_id: i64,
    pub percent: i64,
    /// In place of the message's own; empty keeps it.
    pub from_email: String,
    /// In place of the message's own; empty keeps it.
    pub replyto_email: String,
    /// In place of the message's own; empty keeps it.
    pub from_name: String,
}

/// A rule as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Unique in the virtual sender, and never another rule's.
    pub id: i64,
    pub when: Condition,
    pub shares: Vec<Share>,
    /// 32 hexadecimal digits.
    pub salt: String,
    pub slots: Vec<i64>,
}

/// Those of both channels; none for a channel that is not used, else the default rule is the last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    pub email: Vec<Rule>,
    pub sms: Vec<Rule>,
    /// The highest id that was given to a rule.
    pub last_id: i64,
}

/// A virtual sender of an account.
#[derive(Clone, Debug, FromRow)]
pub struct VirtualSender {
    pub account_id: i64,
    pub name: String,
    #[sqlx(try_from = "String")]
    pub spread: Spread,
    #[sqlx(try_from = "String")]
    pub when_off: WhenOff,
    #[sqlx(rename = "group_ids", try_from = "String")]
    pub groups: Groups,
    #[sqlx(try_from = "String")]
    pub rules: Rules,
}

/// The groups of the account that may use it, by their ids; none is all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups(pub Vec<i64>);

/// The channels that have rules.
pub const CHANNELS: [Channel; 2] = [Channel::Email, Channel::Sms];

impl Rule {
    pub fn salt(&self) -> Vec<u8> {
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        self.salt.as_bytes().chunks(2).filter_map(byte).collect()
    }

    pub fn share_of(&self, sender_id: i64) -> Option<&Share> {
        self.shares.iter().find(|share| share.sender_id == sender_id)
    }
}

impl Rules {
    pub fn of(&self, channel: Channel) -> &[Rule] {
        match channel {
            Channel::Email => &self.email,
            Channel::Sms => &self.sms,
            Channel::Custom => &[],
        }
    }

    /// Those of a channel that can never match, by their places.
    pub fn dead(&self, channel: Channel, when_off: WhenOff) -> Vec<usize> {
        let conditions: Vec<Option<Condition>> = self.of(channel).iter().map(|it| Some(it.when.clone())).collect();
        shadowed(&conditions, when_off).into_iter().map(|(at, _)| at).collect()
    }

    pub fn all(&self) -> impl Iterator<Item = (Channel, usize, &Rule)> {
        let of = |channel| self.of(channel).iter().enumerate().map(move |(at, rule)| (channel, at + 1, rule));
        CHANNELS.into_iter().flat_map(of)
    }

    pub fn kept(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The places of the rules that can never match, each with that of the last rule before it which takes some of it. Where
/// the next rule has what finds no sender, any may match.
pub fn shadowed(conditions: &[Option<Condition>], when_off: WhenOff) -> Vec<(usize, usize)> {
    let by = |at: usize, it: &Condition| {
        let before = || conditions.iter().take(at).enumerate();
        let taken = |part: Condition| {
            before().find(|(_, by)| by.as_ref().is_some_and(|by| by.covers(&part))).map(|(place, _)| place)
        };
        let all: Option<Vec<usize>> = it.parts().into_iter().map(taken).collect();
        all.and_then(|all| all.into_iter().max()).map(|by| (at, by))
    };
    let each = conditions.iter().enumerate().filter(|_| when_off == WhenOff::Hold);
    each.filter_map(|(at, it)| by(at, it.as_ref()?)).collect()
}

impl TryFrom<String> for Rules {
    type Error = serde_json::Error;

    fn try_from(kept: String) -> Result<Self, serde_json::Error> {
        serde_json::from_str(&kept)
    }
}

impl Groups {
    pub fn kept(&self) -> String {
        self.0.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")
    }
}

impl TryFrom<String> for Groups {
    type Error = std::num::ParseIntError;

    fn try_from(kept: String) -> Result<Self, std::num::ParseIntError> {
        kept.split_whitespace().map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}
