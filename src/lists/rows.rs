//! One page of a list, and how many there are.

use super::{COUNTED, Listing};
use crate::i18n::{Lang, Message, grouped};

/// One page of a list.
pub struct Rows<R: 'static> {
    pub rows: Vec<R>,
    pub total: Total,
    /// How many rows stand before this page, where that is known.
    pub offset: Option<i64>,
    pub first: Option<String>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub last: Option<String>,
    pub listing: Listing<R>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    Exactly(i64),
    /// [`COUNTED`] and more.
    Many,
}

impl<R> Rows<R> {
    /// "all 1,042 that match".
    pub fn all(&self, lang: &Lang) -> String {
        lang.say(&Message::new("bulk-all").with("total", self.count(*lang)))
    }

    fn count(&self, lang: Lang) -> String {
        match self.total {
            Total::Exactly(total) => grouped(total, lang),
            Total::Many => format!("{}+", grouped(COUNTED, lang)),
        }
    }

    /// "51–100 of 1,042", "10,000+", "none".
    pub fn summary(&self, lang: &Lang) -> String {
        let count = i64::try_from(self.rows.len()).unwrap_or(0);
        let total = self.count(*lang);
        match self.offset {
            Some(_) if count == 0 => lang.t("list-none"),
            Some(offset) => lang.say(
                &Message::new("list-range")
                    .with("from", grouped(offset + 1, *lang))
                    .with("to", grouped(offset + count, *lang))
                    .with("total", total),
            ),
            None => lang.say(&Message::new("list-some").with("count", count).with("total", total)),
        }
    }
}
