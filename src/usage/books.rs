//! The windows of one account, while events are counted into them. No I/O: what was read is what is counted on.

use chrono::{DateTime, Utc};

use super::{
    model::{LARGEST, Metric},
    window::{Window, place},
};
use crate::{db::FromRow, i18n::Message, zones::Zone};

/// What was used in a window.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Counted {
    pub account_id: i64,
    #[sqlx(try_from = "String")]
    pub metric: Metric,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub used: i64,
    /// The newest moment of what is counted.
    pub as_of: DateTime<Utc>,
}

/// Something that was used, or how much there is of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    pub metric: Metric,
    /// To add; of a gauge, how much there is.
    pub value: i64,
    pub at: DateTime<Utc>,
}

/// The account's windows, as many as its events may be in.
pub struct Books {
    account_id: i64,
    zone: Zone,
    windows: Vec<Counted>,
    /// The places of those that were counted into.
    touched: Vec<usize>,
}

impl Counted {
    pub fn window(&self) -> Window {
        Window { starts_at: self.starts_at, ends_at: self.ends_at }
    }
}

impl Books {
    pub fn of(account_id: i64, zone: Zone, windows: Vec<Counted>) -> Self {
        Self { account_id, zone, windows, touched: Vec::new() }
    }

    /// Counts it, or says why not. Of a gauge the newest value of a window stands, whichever comes last.
    pub fn count(&mut self, event: Event) -> Result<(), Message> {
        let Event { metric, value, at } = event;
        let place = self.place(metric, at);
        let Some(counted) = self.windows.get_mut(place) else { return Ok(()) };
        if metric.is_gauge() {
            if at < counted.as_of {
                return Err("refused-usage-older".into());
            }
            counted.used = value;
        } else {
            let sum = counted.used.saturating_add(value);
            if sum > LARGEST {
                return Err(Message::new("refused-usage-sum").with("most", LARGEST));
            }
            counted.used = sum;
        }
        counted.as_of = counted.as_of.max(at);
        if !self.touched.contains(&place) {
            self.touched.push(place);
        }
        Ok(())
    }

    /// The window of that moment, which is begun where there is none.
    fn place(&mut self, metric: Metric, at: DateTime<Utc>) -> usize {
        let of_metric = self.windows.iter().filter(|it| it.metric == metric).map(Counted::window);
        let Window { starts_at, ends_at } = place(self.zone, metric, at, of_metric);
        let known = self.windows.iter().position(|it| it.metric == metric && it.starts_at == starts_at);
        known.unwrap_or_else(|| {
            let account_id = self.account_id;
            self.windows.push(Counted { account_id, metric, starts_at, ends_at, used: 0, as_of: starts_at });
            self.windows.len() - 1
        })
    }

    /// What is to be written.
    pub fn changed(self) -> Vec<Counted> {
        self.touched.iter().filter_map(|place| self.windows.get(*place).cloned()).collect()
    }
}
