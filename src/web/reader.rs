//! What a list has to know of whoever reads it, also where nobody waits for a page.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::Page;
use crate::{
    i18n::Lang,
    lists::{LongLists, is_kept},
    state::State,
    zones::Zone,
};

#[derive(Clone)]
pub struct Reader {
    /// The administrator.
    pub admin_id: Option<i64>,
    pub lang: Lang,
    pub tz: Zone,
    pub now: DateTime<Utc>,
    /// How they like their lists, as it is kept.
    pub likings: String,
    long_lists: Arc<LongLists>,
}

impl Reader {
    /// Somebody who is not there; what they like is said by the address.
    pub fn absent(state: &State, admin_id: Option<i64>, (lang, tz): (Lang, Zone)) -> Self {
        let now = state.clock.now();
        Self { admin_id, lang, tz, now, likings: String::new(), long_lists: state.part() }
    }

    /// What lists count with.
    pub fn lists(&self) -> (&LongLists, DateTime<Utc>) {
        (&self.long_lists, self.now)
    }

    /// When a day, as a date control gives it, or so many days later, begins in the reader's zone.
    pub fn day_begins(&self, text: &str, later: u64) -> Option<DateTime<Utc>> {
        let day: NaiveDate = text.parse().ok()?;
        let day = day.checked_add_days(Days::new(later))?;
        Some(self.tz.day_begins(day)).filter(is_kept)
    }
}

impl Page {
    pub fn reader(&self) -> Reader {
        let admin_id = self.admin().map(|admin| admin.id);
        let likings = self.likings().to_owned();
        Reader { likings, ..Reader::absent(&self.state, admin_id, (self.lang, self.tz)) }
    }

    /// How the reader likes their lists, as it is kept.
    pub fn likings(&self) -> &str {
        self.session.as_ref().map_or("", |session| session.lists.as_str())
    }
}
