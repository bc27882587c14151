use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::model::{ApiToken, NewToken};
use crate::{
    api::Scope,
    error::FieldErrors,
    forms::{
        fields::{choice, required},
        on,
    },
    i18n::Message,
    lists::is_kept,
    zones::Zone,
};

const DEFAULT_DAYS: u64 = 365;

/// As typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    pub name: String,
    pub scopes: Vec<String>,
    /// A day; the token is good to its end, in the zone of whoever set it.
    pub expires_at: String,
    pub active: String,
    pub version: String,
    /// What it was filled with at first.
    pub was: String,
    pub return_to: String,
}

/// For how many hours the secret before is still good.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RotateForm {
    pub overlap: String,
    pub version: String,
}

impl TokenForm {
    pub fn blank(now: DateTime<Utc>, tz: Zone) -> Self {
        let expires_at =
            day_of(now, tz).checked_add_days(Days::new(DEFAULT_DAYS)).map(|day| day.to_string()).unwrap_or_default();
        Self { active: "on".to_owned(), expires_at, ..Self::default() }
    }

    pub fn of(token: &ApiToken, tz: Zone) -> Self {
        Self {
            name: token.name.clone(),
            scopes: token.scopes.split(' ').map(str::to_owned).collect(),
            expires_at: day_of(token.expires_at, tz).to_string(),
            active: if token.active { "on".to_owned() } else { String::new() },
            version: token.version.to_string(),
            was: String::new(),
            return_to: String::new(),
        }
    }

    /// Days are those of the reader's zone. An expiry that has passed may stay as it is, but not be set.
    pub fn parse(&self, now: DateTime<Utc>, tz: Zone, before: Option<&ApiToken>) -> Result<NewToken, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", required(&self.name, 80)).unwrap_or_default();
        let scopes: Vec<Scope> =
            self.scopes.iter().filter_map(|code| errors.keep("scopes", choice(code, Scope::parse))).collect();
        if self.scopes.is_empty() {
            errors.add("scopes", "token-no-scope");
        }
        let expires_at = errors.keep("expires_at", day_end(&self.expires_at, tz, before)).unwrap_or(now);
        if expires_at <= now
            && errors.of("expires_at").is_empty()
            && before.is_none_or(|it| it.expires_at != expires_at)
        {
            errors.add("expires_at", "token-expiry-past");
        }
        errors.or(NewToken { name, scopes, active: on(&self.active), expires_at })
    }
}

/// The last second of a day, or that at which the token ends already on it: another reader has other days.
fn day_end(text: &str, tz: Zone, before: Option<&ApiToken>) -> Result<DateTime<Utc>, Message> {
    let refused = || Message::new("refused-date");
    let day: NaiveDate = text.trim().parse().map_err(|_| refused())?;
    if let Some(same) = before.filter(|it| day_of(it.expires_at, tz) == day) {
        return Ok(same.expires_at);
    }
    let next = day.succ_opt().ok_or_else(refused)?;
    Some(tz.day_begins(next) - Duration::seconds(1)).filter(is_kept).ok_or_else(refused)
}

fn day_of(at: DateTime<Utc>, tz: Zone) -> NaiveDate {
    at.with_timezone(&tz).date_naive()
}
