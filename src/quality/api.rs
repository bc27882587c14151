//! How well it arrives, as the platform reports it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    model::Day,
    report::{self, Given, MOST, Outcome},
};
use crate::{
    api::{Call, Caller, Failure, Int, Key, Many, Ref, Reply, Scope, Text, present},
    i18n::Message,
    people::clean,
};

/// A number that every program reads alike.
const LARGEST: i64 = 1 << 53;
/// So much of what was given is said again.
const LONGEST: usize = 100;

/// What was sent, and what came back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OfQuality {
    /// At most 1,000, of whichever accounts.
    #[schema(value_type = Vec<ReportedDay>)]
    days: Many<ReportedDay>,
}

/// A day of an account, in numbers of 0 or more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QualityDay)]
struct ReportedDay {
    /// By its id or its account name.
    account: Ref,
    /// Such as `2026-03-01`, in the account's time zone: at most 35 days ago, and not of the future.
    #[serde(deserialize_with = "present")]
    day: Text,
    /// Messages sent on that day.
    sent: Int,
    /// Complaints of subscribers.
    complaints: Int,
    /// Hard bounces.
    hard: Int,
    /// Soft bounces.
    soft: Int,
}

/// What became of each day, in their order.
#[derive(Serialize, ToSchema)]
#[schema(as = QualityOutcomes)]
struct Outcomes {
    data: Vec<Outcome>,
}

impl Reply for Outcomes {}

pub fn calls() -> Vec<Call> {
    let about = "For the platform: what was sent of accounts by days, and what came back. Of each day of an account the \
                 newest report stands, so that one that comes again changes nothing; a day that is refused is told, and \
                 the others are kept. Too much of one kind is told to the users who want to know.";
    let day = json!({"account": "acme", "day": "2026-03-01", "sent": 18204, "complaints": 3, "hard": 96, "soft": 410});
    let outcome = json!({"account": "acme", "day": "2026-03-01", "outcome": "stored", "reason": ""});
    vec![
        Call::new("quality/report", Scope::PlatformReport, about, take)
            .example(json!({"days": [day]}), json!({"data": [outcome]})),
    ]
}

async fn take(caller: &Caller, ask: OfQuality) -> Result<Outcomes, Failure> {
    let Many(days) = ask.days;
    if days.is_empty() {
        return Err(Failure::field("days", &"refused-empty".into()));
    }
    if days.len() > MOST {
        return Err(Failure::field("days", &Message::new("refused-too-many").with("most", MOST as i64)));
    }
    let given = days.into_iter().map(ReportedDay::given).collect();
    Ok(Outcomes { data: report::report(&caller.state, caller.actor.clone(), given).await? })
}

impl ReportedDay {
    fn given(self) -> Given {
        let account = match &self.account {
            Ref::None => String::new(),
            Ref::Id(id) => id.to_string(),
            Ref::Name(name) => clean(name, LONGEST),
        };
        Given { about: (account, clean(self.day.0.trim(), LONGEST)), day: self.parsed() }
    }

    fn parsed(self) -> Result<(Key, NaiveDate, Day), Message> {
        let key = self.account.account_key("account").map_err(|_| Message::new("refused-usage-account"))?;
        let text = self.day.0.trim();
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|date| date.to_string() == text);
        let date = date.ok_or("refused-quality-date")?;
        let numbers = [self.sent, self.complaints, self.hard, self.soft].map(|Int(number)| number);
        if numbers.iter().any(|number| !(0..=LARGEST).contains(number)) {
            return Err(Message::new("refused-number").with("least", 0).with("most", LARGEST));
        }
        let [sent, complaints, hard, soft] = numbers;
        Ok((key, date, Day { account_id: 0, day: String::new(), sent, complaints, hard, soft }))
    }
}
