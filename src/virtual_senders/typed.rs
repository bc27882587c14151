//! Rules as they are typed: in the controls of the form, or as a call gives them.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use utoipa::ToSchema;

use super::{
    choice::new_salt,
    condition::{Condition, When},
    model::{Rule, Share},
    place::Choices,
};
use crate::api::{Int, Many, Parameter, Ref, Text};

/// All is text, as with any form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedRule {
    /// Of a rule that is there, with a [`SURELY`] before it where nothing else will do; else it is empty.
    pub id: String,
    /// Of a new rule, so that what is tried of it is what is saved.
    pub salt: String,
    /// A [`When`]; that of a group has it behind a colon.
    #[serde(rename = "type")]
    pub kind: String,
    pub value: String,
    pub senders: Vec<TypedShare>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedShare {
    /// `#7`, or a name.
    pub sender: String,
    pub percent: String,
    pub from_email: String,
    pub replyto_email: String,
    pub from_name: String,
}

/// A form is filled from rules that may be gone by the time it is saved; a call that names a rule means that one.
pub const SURELY: char = '=';

/// The rules of a channel, in one field.
pub fn kept(rules: &[TypedRule]) -> String {
    serde_json::to_string(rules).unwrap_or_default()
}

pub fn read(kept: &str) -> Vec<TypedRule> {
    serde_json::from_str(kept).unwrap_or_default()
}

impl TypedRule {
    pub fn of(rule: &Rule) -> Self {
        let share = |it: &Share| TypedShare {
            sender: format!("#{}", it.sender_id),
            percent: it.percent.to_string(),
            from_email: it.from_email.clone(),
            replyto_email: it.replyto_email.clone(),
            from_name: it.from_name.clone(),
        };
        let (kind, value) = match &rule.when {
            Condition::GroupId(id) => (format!("{}:#{id}", When::GroupId.as_str()), String::new()),
            when => (when.when().as_str().to_owned(), when.value()),
        };
        let senders = rule.shares.iter().map(share).collect();
        Self { id: rule.id.to_string(), salt: String::new(), kind, value, senders }
    }

    /// The last one of a channel.
    pub fn default_rule() -> Self {
        Self {
            salt: new_salt(),
            kind: When::Default.as_str().to_owned(),
            senders: vec![TypedShare { percent: "100".to_owned(), ..TypedShare::default() }],
            ..Self::default()
        }
    }

    pub fn is_default(&self) -> bool {
        self.kind == When::Default.as_str()
    }

    /// Its type, and the group that stands behind it.
    pub fn when(&self) -> (&str, Option<&str>) {
        self.kind.split_once(':').map_or((&self.kind, None), |(when, group)| (when, Some(group)))
    }

    /// What it asks for, where that can be told.
    pub fn condition(&self, choices: &Choices) -> Option<Condition> {
        match self.when() {
            (_, Some(group)) => choices.group(group).map(Condition::GroupId),
            (_, None) if self.is_default() => Some(Condition::Default),
            (when, None) => Condition::parse(when.parse().ok()?, &self.value).ok(),
        }
    }

    /// What its shares make together, as far as they are numbers.
    pub fn total(&self) -> i64 {
        self.senders.iter().filter_map(|it| it.percent.trim().parse::<i64>().ok()).fold(0, i64::saturating_add)
    }

    /// Gives each the same, those first in the list a point more where it does not come out even.
    pub fn share_evenly(&mut self) {
        let count = i64::try_from(self.senders.len()).unwrap_or(i64::MAX).max(1);
        for (at, share) in self.senders.iter_mut().enumerate() {
            let more = i64::try_from(at).is_ok_and(|at| at < 100 % count);
            share.percent = (100 / count + i64::from(more)).to_string();
        }
    }
}

impl TypedShare {
    /// A row that nothing was typed into.
    pub fn is_blank(&self) -> bool {
        [&self.sender, &self.percent, &self.from_email, &self.replyto_email, &self.from_name]
            .iter()
            .all(|it| it.trim().is_empty())
    }
}

/// A rule of a call.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VirtualSenderRuleGiven)]
pub struct GivenRule {
    /// That of a rule that is there, so that it keeps its slots whatever else changes; without it, the rule of the same
    /// type and value is meant, and if there is none, a new one.
    id: Option<Int>,
    #[schema(value_type = When)]
    r#type: Text,
    /// Of `group_id` the group, by its id or its name; of the domains up to 100 with commas between, `*.example.com` for
    /// all below one; of `from_email` as many addresses; of `default` nothing.
    #[serde(default)]
    value: Ref,
    /// One to 20, whose percents total 100.
    #[schema(value_type = Vec<GivenShare>)]
    senders: Many<GivenShare>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VirtualSenderShareGiven)]
pub struct GivenShare {
    /// The sender, by its id or its name; of the channel, and assigned to the account.
    sender_id: Ref,
    /// 1 to 100.
    percent: Int,
    /// What its messages have in place of their own From address.
    from_email: Option<Text>,
    /// What its messages have in place of their own Reply-To address.
    replyto_email: Option<Text>,
    /// What its messages have in place of their own From name; at most 80 characters.
    from_name: Option<Text>,
}

/// The rules of a channel, as a call gives them.
pub struct Rules(String);

/// The groups that may use it, as a call gives them.
pub struct Groups(Vec<String>);

impl From<GivenRule> for TypedRule {
    fn from(given: GivenRule) -> Self {
        // A colon is the form's own.
        let when = given.r#type.0.trim().replace(':', " ");
        let value = given.value.typed();
        let (kind, value) = match when == When::GroupId.as_str() {
            // As `vsenders/get` answers it: an id.
            true if value.parse::<i64>().is_ok() => (format!("{when}:#{value}"), String::new()),
            true => (format!("{when}:{value}"), String::new()),
            false => (when, value),
        };
        let text = |given: Option<Text>| given.map(|it| it.0).unwrap_or_default();
        let share = |it: GivenShare| TypedShare {
            sender: it.sender_id.typed(),
            percent: it.percent.0.to_string(),
            from_email: text(it.from_email),
            replyto_email: text(it.replyto_email),
            from_name: text(it.from_name),
        };
        let id = given.id.map(|it| format!("{SURELY}{}", it.0)).unwrap_or_default();
        Self { id, salt: String::new(), kind, value, senders: given.senders.0.into_iter().map(share).collect() }
    }
}

impl<'de> Deserialize<'de> for Rules {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Many(given) = Many::<GivenRule>::deserialize(deserializer).map_err(D::Error::custom)?;
        Ok(Self(kept(&given.into_iter().map(TypedRule::from).collect::<Vec<_>>())))
    }
}

impl Serialize for Rules {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Parameter for Rules {
    type Typed = String;
    const NULL_SAYS: bool = true;
}

impl<'de> Deserialize<'de> for Groups {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Many::<Ref>::deserialize(deserializer)?.named().map(Ref::typed).collect()))
    }
}

impl Serialize for Groups {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}

impl Parameter for Groups {
    type Typed = Vec<String>;
    const NULL_SAYS: bool = true;
}
