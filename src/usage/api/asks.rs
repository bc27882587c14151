//! What the calls are given.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    api::{Int, Key, Many, Ref, Text, report, shape},
    forms::fields::required,
    i18n::Message,
    people::clean,
    usage::{
        books::Event,
        model::{LARGEST, Metric},
        report::{Given, timely},
    },
};

const LONGEST_ID: usize = 128;

/// What was used.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfUsage {
    /// At most 1,000, of whichever accounts.
    #[schema(value_type = Vec<ReportedEvent>)]
    pub events: Many<ReportedEvent>,
}

/// Something that was used, or how much there is of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UsageEvent)]
pub struct ReportedEvent {
    /// At most 128 characters. For 40 days it is that of one event of the account: the same again is not counted again.
    #[serde(deserialize_with = "crate::api::present")]
    pub id: Text,
    /// By its id or its account name.
    pub account: Ref,
    /// `emails`, `sms`, `pushes` by the month and `api_requests` by the day are added up; of `profiles`, `databases` and
    /// `storage_bytes` there is so much.
    #[serde(deserialize_with = "crate::api::present")]
    pub metric: Text,
    /// To add to what was used, 0 or more.
    pub value: Option<Int>,
    /// In the place of `value`, of `profiles`, `databases` and `storage_bytes`: how much there is, 0 or more.
    pub set: Option<Int>,
    /// When, such as `2026-03-01T09:30:00Z`: at most 35 days ago and five minutes ahead; now, unless given.
    pub at: Option<Text>,
}

/// Whether so much more fits.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UsageCheckAsked)]
pub struct Check {
    #[schema(schema_with = shape::account)]
    pub account: Ref,
    /// One of those that are reported, or `users`.
    pub metric: Text,
    /// How much is to be used; 1, unless given.
    pub value: Option<Int>,
}

/// Which windows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UsageOnly)]
pub struct Only {
    /// Only those of this account, by its id or its account name. Without it, of all accounts that are not deleted.
    #[serde(default)]
    pub account_id: Ref,
    /// Only those of this metric.
    pub metric: Option<Text>,
}

impl ReportedEvent {
    pub fn given(self, now: DateTime<Utc>) -> Given {
        let id = clean(self.id.0.trim(), LONGEST_ID);
        Given { id, event: self.parsed(now) }
    }

    fn parsed(self, now: DateTime<Utc>) -> Result<(Key, Event), Message> {
        required(&self.id.0, LONGEST_ID)?;
        let key = self.account.account_key("account").map_err(|_| Message::new("refused-usage-account"))?;
        let metric = self.metric.0.trim().parse::<Metric>().map_err(|_| Message::new("refused-usage-metric"))?;
        let value = match (self.value, self.set) {
            (Some(Int(value)), None) if !metric.is_gauge() => value,
            (None, Some(Int(value))) if metric.is_gauge() => value,
            _ if metric.is_gauge() => return Err("refused-usage-gauge".into()),
            _ => return Err("refused-usage-counter".into()),
        };
        if !(0..=LARGEST).contains(&value) {
            return Err(Message::new("refused-number").with("least", 0).with("most", LARGEST));
        }
        let at = match report::time(self.at.as_ref())? {
            None => now,
            Some(at) => timely(at, now)?,
        };
        Ok((key, Event { metric, value, at }))
    }
}
