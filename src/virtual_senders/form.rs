//! The form of a virtual sender: its rules are controls of one row after the other, which the buttons between them move,
//! add and take away before anything is saved.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    meant::{Meant, meant},
    model::{Spread, VirtualSender, WhenOff},
    place::InSenders,
    posted::Posted,
    trial::{Outcome, Wanted},
    typed::{self, GivenRule, Groups, Rules, TypedRule},
};
use crate::{
    api::Text,
    error::FieldErrors,
    forms::fields::{choice, required},
    resource::Form,
    senders::model::Channel,
};

/// As typed.
#[derive(Default, Serialize, Deserialize)]
#[serde(from = "Posted")]
pub struct VirtualSenderForm {
    pub name: String,
    pub spread: String,
    pub when_off: String,
    /// `#7`, or names.
    pub groups: Vec<String>,
    /// A list of [`TypedRule`] in JSON, and so the other.
    pub email_rules: String,
    pub sms_rules: String,
    /// What is to be tried before it is saved.
    #[serde(skip)]
    pub wanted: Wanted,
    /// What came of it.
    #[serde(skip)]
    pub outcome: Option<Outcome>,
    /// Which control whoever pressed a button goes on with.
    #[serde(skip)]
    pub focus: String,
    /// The button between the rules that was pressed.
    #[serde(skip)]
    pub pressed: String,
}

/// As a call gives it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VirtualSenderGiven {
    /// Unique within the account; at most 80 characters.
    #[serde(default, deserialize_with = "crate::api::parameter")]
    pub name: Option<Text>,
    /// `message` (by its own id, evenly) or `recipient`, who always gets the same sender.
    #[serde(default, deserialize_with = "crate::api::parameter")]
    #[schema(value_type = Option<Spread>)]
    pub spread: Option<Text>,
    /// What becomes of a message whose rule has no sender that is on: `hold`, or `next` for the next rule that matches.
    #[serde(default, deserialize_with = "crate::api::parameter")]
    #[schema(value_type = Option<WhenOff>)]
    pub when_off: Option<Text>,
    /// The groups of the account that may use it, by their ids or names, in place of those that may; none is all.
    #[serde(default, deserialize_with = "crate::api::parameter")]
    #[schema(value_type = Option<Vec<crate::api::Ref>>)]
    pub groups: Option<Groups>,
    /// All rules for e-mail in their order, in place of those that are there: none, or up to 50, of which the last is of
    /// the type `default` and no other.
    #[serde(default, deserialize_with = "crate::api::parameter")]
    #[schema(value_type = Option<Vec<GivenRule>>)]
    pub email_rules: Option<Rules>,
    /// As `email_rules`, for SMS: of the types `default`, `group_id` and `from_domain`, and of a sender without
    /// `from_email` and `replyto_email`.
    #[serde(default, deserialize_with = "crate::api::parameter")]
    #[schema(value_type = Option<Vec<GivenRule>>)]
    pub sms_rules: Option<Rules>,
}

impl VirtualSenderForm {
    pub fn rules(&self, channel: Channel) -> Vec<TypedRule> {
        typed::read(self.field(channel))
    }

    /// All but its name, which rules can be tried without.
    pub fn meant(&self, errors: &mut FieldErrors) -> Meant {
        let spread = errors.keep("spread", choice(&self.spread, |code| code.parse().ok())).unwrap_or(Spread::Message);
        let when_off = choice(&self.when_off, |code| code.parse().ok());
        let when_off = errors.keep("when_off", when_off).unwrap_or(WhenOff::Hold);
        let mut rules = |field, channel| {
            meant(&self.rules(channel), channel).unwrap_or_else(|refused| {
                refused.into_iter().for_each(|refusal| errors.add(field, refusal));
                Vec::new()
            })
        };
        let (email, sms) = (rules("email_rules", Channel::Email), rules("sms_rules", Channel::Sms));
        Meant { name: self.name.trim().to_owned(), spread, when_off, groups: self.groups.clone(), email, sms }
    }

    fn field(&self, channel: Channel) -> &str {
        match channel {
            Channel::Sms => &self.sms_rules,
            _ => &self.email_rules,
        }
    }
}

impl Form<VirtualSender> for VirtualSenderForm {
    fn blank() -> Self {
        Self {
            spread: Spread::Message.as_str().to_owned(),
            when_off: WhenOff::Hold.as_str().to_owned(),
            email_rules: "[]".to_owned(),
            sms_rules: "[]".to_owned(),
            ..Self::default()
        }
    }

    fn of(it: &VirtualSender) -> Self {
        let rules = |channel| typed::kept(&it.rules.of(channel).iter().map(TypedRule::of).collect::<Vec<_>>());
        Self {
            name: it.name.clone(),
            spread: it.spread.as_str().to_owned(),
            when_off: it.when_off.as_str().to_owned(),
            groups: it.groups.0.iter().map(|id| format!("#{id}")).collect(),
            email_rules: rules(Channel::Email),
            sms_rules: rules(Channel::Sms),
            ..Self::default()
        }
    }

    fn parse(&self, _: InSenders) -> Result<Meant, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 80)).unwrap_or_default();
        let meant = Meant { name, ..self.meant(&mut errors) };
        errors.or(meant)
    }
}
