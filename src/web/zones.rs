//! The time zones to choose from, with the offset each has now.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::Choice;

/// When the choices were made, and they.
type Made = (DateTime<Utc>, Arc<Vec<Choice>>);

static NOW: Mutex<Option<Made>> = Mutex::new(None);

/// Every zone of the IANA database: the value is its name, the label "UTC−05:00". Made anew each quarter of an hour, when offsets may change.
pub fn choices(now: DateTime<Utc>) -> Arc<Vec<Choice>> {
    let Ok(mut known) = NOW.lock() else { return Arc::new(make(now)) };
    match known.as_ref() {
        Some((made, choices)) if (now - *made).abs() < Duration::minutes(15) => choices.clone(),
        _ => {
            let choices = Arc::new(make(now));
            *known = Some((now, choices.clone()));
            choices
        }
    }
}

/// "UTC+05:30", with a real minus sign.
pub fn offset(tz: Tz, now: DateTime<Utc>) -> String {
    let seconds = tz.offset_from_utc_datetime(&now.naive_utc()).fix().local_minus_utc();
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn make(now: DateTime<Utc>) -> Vec<Choice> {
    TZ_VARIANTS.iter().map(|tz| Choice { value: tz.name().to_owned(), label: offset(*tz, now) }).collect()
}
