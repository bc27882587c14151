//! The time zones to choose from, with the offset each has now.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use askama::Template;
use chrono::{DateTime, Duration, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

/// The options of a `<datalist>`, ready: there are six hundred, and the list of accounts shows them with every answer.
#[derive(Clone)]
pub struct Zones(Arc<str>);

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for tz in zones %}<option value="{{ tz.name() }}">{{ crate::web::zones::offset(**tz, *now) }}</option>{% endfor %}"#
)]
struct Options {
    zones: &'static [Tz],
    now: DateTime<Utc>,
}

static MADE: Mutex<Option<(DateTime<Utc>, Zones)>> = Mutex::new(None);

impl Zones {
    /// Every zone of the IANA database: the value is its name, the label "UTC−05:00". Made anew each quarter of an hour, when offsets may change.
    pub fn at(now: DateTime<Utc>) -> Self {
        let Ok(mut made) = MADE.lock() else { return Self::make(now) };
        match made.as_ref() {
            Some((then, zones)) if (now - *then).abs() < Duration::minutes(15) => zones.clone(),
            _ => made.insert((now, Self::make(now))).1.clone(),
        }
    }

    fn make(now: DateTime<Utc>) -> Self {
        let options = Options { zones: &TZ_VARIANTS, now };
        // Writing to a text fails never; without its options a control still takes what is typed.
        Self(options.render().unwrap_or_default().into())
    }
}

impl fmt::Display for Zones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Escaped when it was made.
impl askama::filters::HtmlSafe for Zones {}

/// "UTC+05:30", with a real minus sign.
pub fn offset(tz: Tz, now: DateTime<Utc>) -> String {
    let seconds = tz.offset_from_utc_datetime(&now.naive_utc()).fix().local_minus_utc();
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
