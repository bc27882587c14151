//! The time zones to choose from, with the offset each has now.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use askama::Template;
use chrono::{DateTime, Offset, TimeZone, Utc};

use crate::zones::{self, Zone};

/// The options of a `<datalist>`, ready: there are six hundred, and the list of accounts shows them with every answer.
#[derive(Clone)]
pub struct ZoneOptions(Arc<str>);

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for tz in zones %}<option value="{{ tz.name() }}">{{ crate::web::zones::offset(**tz, *now) }}</option>{% endfor %}"#
)]
struct Options {
    zones: Vec<Zone>,
    now: DateTime<Utc>,
}

/// Of which quarter of an hour.
static MADE: Mutex<Option<(i64, ZoneOptions)>> = Mutex::new(None);

impl ZoneOptions {
    /// Every zone there is: the value is its name, the label "UTC−05:00". Made anew with each quarter of an hour, when
    /// offsets change.
    pub fn at(now: DateTime<Utc>) -> Self {
        let quarter = now.timestamp().div_euclid(15 * 60);
        let Ok(mut made) = MADE.lock() else { return Self::make(now) };
        match made.as_ref() {
            Some((then, zones)) if *then == quarter => zones.clone(),
            _ => made.insert((quarter, Self::make(now))).1.clone(),
        }
    }

    fn make(now: DateTime<Utc>) -> Self {
        let options = Options { zones: zones::all(), now };
        // Writing to a text fails never; without its options a control still takes what is typed.
        Self(options.render().unwrap_or_default().into())
    }
}

impl fmt::Display for ZoneOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Escaped when it was made.
impl askama::filters::HtmlSafe for ZoneOptions {}

/// "UTC+05:30", with a real minus sign.
pub fn offset(tz: Zone, now: DateTime<Utc>) -> String {
    let seconds = tz.offset_from_utc_datetime(&now.naive_utc()).fix().local_minus_utc();
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
