//! The time zones to choose from, with the offset each has now.
//!
//! There are six hundred. Pages name those in use; the others stand in a file that a browser keeps until an offset
//! changes. It is plain text, one zone a line, which the script offers in the field and anybody can read.

use std::sync::{Arc, Mutex, PoisonError};

use actix_web::web::Bytes;
use chrono::{DateTime, Offset, TimeZone, Utc};

use super::packing::gzip;
use crate::{
    db::hash,
    forms::Choice,
    zones::{self, Zone},
};

pub const FILE: &str = "zones.txt";

/// All of them, ready.
#[derive(Clone)]
pub struct ZoneFile {
    pub text: Arc<str>,
    pub gzip: Bytes,
    /// Another content, another address.
    pub version: Arc<str>,
}

/// The file and the quarter of an hour that it was made in.
static MADE: Mutex<Option<(i64, ZoneFile)>> = Mutex::new(None);

impl ZoneFile {
    /// "America/Chicago UTC−05:00", and so on. Made anew with each quarter of an hour, when offsets change.
    pub fn at(now: DateTime<Utc>) -> Self {
        let quarter = now.timestamp().div_euclid(15 * 60);
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        match made.as_ref() {
            Some((then, file)) if *then == quarter => file.clone(),
            _ => made.insert((quarter, Self::make(now))).1.clone(),
        }
    }

    fn make(now: DateTime<Utc>) -> Self {
        let lines = zones::all().into_iter().map(|tz| format!("{} {}\n", tz.name(), offset(tz, now)));
        let text: String = lines.collect();
        let version: String = hash(&text).chars().take(12).collect();
        Self { gzip: gzip(text.as_bytes()).into(), text: text.into(), version: version.into() }
    }

    pub fn address(&self) -> String {
        format!("/static/{}/{FILE}", self.version)
    }
}

/// For the options of a field: the value is the name, the label "UTC−05:00".
pub fn choices(names: &[String], now: DateTime<Utc>) -> Vec<Choice> {
    names.iter().map(|name| Choice { value: name.clone(), label: offset(Zone::named(name), now) }).collect()
}

/// "UTC+05:30", with a real minus sign.
pub fn offset(tz: Zone, now: DateTime<Utc>) -> String {
    let seconds = tz.offset_from_utc_datetime(&now.naive_utc()).fix().local_minus_utc();
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
