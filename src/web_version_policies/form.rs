use serde::{Deserialize, Serialize};

use super::model::{Days, NewPolicy, Policy};
use crate::{
    audit::maybe,
    error::FieldErrors,
    web::{
        fields::{number, required},
        on,
    },
};

/// As typed. A channel's days count only while its switch is on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyForm {
    pub name: String,
    pub email_kept: String,
    pub email_days: String,
    pub sms_kept: String,
    pub sms_days: String,
    pub push_kept: String,
    pub push_days: String,
    pub messenger_kept: String,
    pub messenger_days: String,
    pub version: String,
    pub was: String,
    pub return_to: String,
}

impl PolicyForm {
    pub fn of(policy: &Policy) -> Self {
        let kept = |days: Option<i64>| if days.is_some() { "on".to_owned() } else { String::new() };
        let days = &policy.days;
        Self {
            name: policy.name.clone(),
            email_kept: kept(days.email),
            email_days: maybe(days.email.as_ref()),
            sms_kept: kept(days.sms),
            sms_days: maybe(days.sms.as_ref()),
            push_kept: kept(days.push),
            push_days: maybe(days.push.as_ref()),
            messenger_kept: kept(days.messenger),
            messenger_days: maybe(days.messenger.as_ref()),
            version: policy.version.to_string(),
            was: String::new(),
            return_to: String::new(),
        }
    }

    pub fn parse(&self) -> Result<NewPolicy, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 64)).unwrap_or_default();
        let mut channel =
            |field, kept: &str, days: &str| if on(kept) { errors.keep(field, number(days, 1, 3650)) } else { None };
        let days = Days {
            email: channel("email_days", &self.email_kept, &self.email_days),
            sms: channel("sms_days", &self.sms_kept, &self.sms_days),
            push: channel("push_days", &self.push_kept, &self.push_days),
            messenger: channel("messenger_days", &self.messenger_kept, &self.messenger_days),
        };
        errors.or(NewPolicy { name, days })
    }
}
