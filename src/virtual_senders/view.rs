//! A virtual sender as calls answer it.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema, schema::AllOfBuilder},
};

use super::{
    condition::When,
    model::{Rule, Share, Spread, VirtualSender, WhenOff},
};
use crate::{resource::Versioned, senders::model::Channel};

/// A virtual sender of an account.
#[derive(Serialize, ToSchema)]
#[schema(as = VirtualSender)]
struct View<'a> {
    account_id: i64,
    name: &'a str,
    spread: Spread,
    when_off: WhenOff,
    /// The ids of the groups that may use it; none is all.
    groups: &'a [i64],
    /// Whether there are rules for e-mail.
    email_channel: bool,
    /// Whether there are rules for SMS.
    sms_channel: bool,
}

impl Serialize for VirtualSender {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let view = View {
            account_id: self.account_id,
            name: &self.name,
            spread: self.spread,
            when_off: self.when_off,
            groups: &self.groups.0,
            email_channel: !self.rules.email.is_empty(),
            sms_channel: !self.rules.sms.is_empty(),
        };
        view.serialize(serializer)
    }
}

impl PartialSchema for VirtualSender {
    fn schema() -> RefOr<Schema> {
        View::schema()
    }
}

impl ToSchema for VirtualSender {
    fn name() -> Cow<'static, str> {
        View::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        View::schemas(schemas);
    }
}

/// A rule.
#[derive(Serialize, ToSchema)]
#[schema(as = VirtualSenderRule)]
pub struct RuleView {
    id: i64,
    #[schema(value_type = When)]
    r#type: When,
    /// Of `group_id` the id of the group; else domains or addresses with commas between, or nothing.
    value: String,
    senders: Vec<Share>,
}

/// How a rule chooses among its senders.
#[derive(Serialize, ToSchema)]
#[schema(as = VirtualSenderChoice)]
pub struct ChoiceView {
    rule_id: i64,
    #[schema(value_type = Channel)]
    channel: Channel,
    /// 16 bytes in hexadecimal digits.
    salt: String,
    /// 100 ids of senders, that of slot 0 first.
    slots: Vec<i64>,
    /// Whether a rule before it takes all that it could.
    never_matches: bool,
}

/// All of one.
#[derive(Serialize)]
pub struct Whole {
    #[serde(flatten)]
    it: Versioned<VirtualSender>,
    #[serde(flatten)]
    rules: WholeRules,
}

#[derive(Serialize, ToSchema)]
struct WholeRules {
    /// In their order, the default rule last.
    email_rules: Vec<RuleView>,
    /// In their order, the default rule last.
    sms_rules: Vec<RuleView>,
    /// One for each rule of both.
    choice: Vec<ChoiceView>,
}

impl RuleView {
    fn of(rule: &Rule) -> Self {
        Self { id: rule.id, r#type: rule.when.when(), value: rule.when.value(), senders: rule.shares.clone() }
    }
}

impl Whole {
    pub fn of(it: Versioned<VirtualSender>) -> Self {
        let rules = |channel| it.rules.of(channel).iter().map(RuleView::of).collect();
        let dead = |channel| it.rules.dead(channel, it.when_off).into_iter().map(move |at| (channel, at + 1));
        let dead: Vec<_> = [Channel::Email, Channel::Sms].into_iter().flat_map(dead).collect();
        let choice = it.rules.all().map(|(channel, number, rule)| ChoiceView {
            rule_id: rule.id,
            channel,
            salt: rule.salt.clone(),
            slots: rule.slots.clone(),
            never_matches: dead.contains(&(channel, number)),
        });
        let rules =
            WholeRules { email_rules: rules(Channel::Email), sms_rules: rules(Channel::Sms), choice: choice.collect() };
        Self { it, rules }
    }
}

/// To whoever reads the API's description it is one object.
impl PartialSchema for Whole {
    fn schema() -> RefOr<Schema> {
        AllOfBuilder::new().item(Versioned::<VirtualSender>::schema()).item(WholeRules::schema()).into()
    }
}

impl ToSchema for Whole {
    fn name() -> Cow<'static, str> {
        "VirtualSenderWithRules".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        VirtualSender::schemas(schemas);
        WholeRules::schemas(schemas);
    }
}
