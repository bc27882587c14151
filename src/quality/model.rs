//! What comes back, and how much of it is too much.

use chrono::{DateTime, Utc};
use strum::{IntoStaticStr, VariantArray};

use crate::{
    change::Audited,
    db::{FromRow, written},
    i18n::Lang,
};

/// What comes back of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    Complaints,
    Hard,
    Soft,
}

/// A day of an account.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Day {
    pub account_id: i64,
    /// "2026-03-01", there.
    pub day: String,
    pub sent: i64,
    pub complaints: i64,
    pub hard: i64,
    pub soft: i64,
}

/// From which share on it is told.
#[derive(Clone, Debug, FromRow)]
pub struct Thresholds {
    /// In thousandths of a percent.
    pub complaints: i64,
    pub hard: i64,
    pub soft: i64,
    /// Of a day on which less was sent nothing is told.
    pub min_sent: i64,
}

/// As they are stored.
#[derive(Clone, Debug, FromRow)]
pub struct AlertSettings {
    #[sqlx(flatten)]
    pub thresholds: Thresholds,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    /// Empty before anybody has changed them.
    pub updated_by: String,
}

/// Of a share: a hundred percent.
pub const WHOLE: i64 = 100_000;

impl Kind {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// What it is called, as a key.
    pub fn label(self) -> &'static str {
        match self {
            Self::Complaints => "quality-complaints",
            Self::Hard => "quality-hard",
            Self::Soft => "quality-soft",
        }
    }
}

impl Day {
    pub fn of(&self, kind: Kind) -> i64 {
        match kind {
            Kind::Complaints => self.complaints,
            Kind::Hard => self.hard,
            Kind::Soft => self.soft,
        }
    }

    /// The share of what was sent, in thousandths of a percent; None where nothing was sent.
    pub fn share(&self, kind: Kind) -> Option<i64> {
        let whole = i128::from(self.of(kind)) * i128::from(WHOLE);
        (self.sent > 0).then(|| i64::try_from(whole / i128::from(self.sent)).unwrap_or(i64::MAX))
    }
}

impl Thresholds {
    pub fn of(&self, kind: Kind) -> i64 {
        match kind {
            Kind::Complaints => self.complaints,
            Kind::Hard => self.hard,
            Kind::Soft => self.soft,
        }
    }

    /// Whether more came back than is to be borne.
    pub fn are_passed(&self, day: &Day, kind: Kind) -> bool {
        let (came, borne) = (i128::from(day.of(kind)) * i128::from(WHOLE), i128::from(self.of(kind)));
        day.sent >= self.min_sent && came > borne * i128::from(day.sent)
    }
}

/// "0.07", of thousandths of a percent: as a form has it.
pub fn typed(thousandths: i64) -> String {
    let (whole, rest) = (thousandths / 1000, format!("{:03}", thousandths % 1000));
    match rest.trim_end_matches('0') {
        "" => whole.to_string(),
        rest => format!("{whole}.{rest}"),
    }
}

/// "0.07 %", with the comma of the language.
pub fn said(thousandths: i64, lang: Lang) -> String {
    let number = typed(thousandths);
    let number = if lang == Lang::Ru { number.replace('.', ",") } else { number };
    format!("{number}\u{a0}%")
}

impl Audited for AlertSettings {
    const KIND: &'static str = "alerts";

    fn id(&self) -> i64 {
        super::store::ID
    }

    fn label(&self) -> String {
        String::new()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let Thresholds { complaints, hard, soft, min_sent } = &self.thresholds;
        let [complaints, hard, soft] = [complaints, hard, soft].map(|it| typed(*it));
        written![complaints: complaints, hard: hard, soft: soft, min_sent: *min_sent].texts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_beyond_its_threshold_and_of_enough() {
        let bounds = Thresholds { complaints: 70, hard: 1000, soft: 30_000, min_sent: 1000 };
        let day =
            |sent, complaints, hard, soft| Day { account_id: 1, day: String::new(), sent, complaints, hard, soft };
        let told = |day: Day| Kind::ALL.iter().map(|it| bounds.are_passed(&day, *it)).collect::<Vec<_>>();
        assert_eq!(told(day(10_000, 7, 100, 3000)), [false; 3], "that much is borne");
        assert_eq!(told(day(10_000, 8, 101, 3001)), [true; 3]);
        assert_eq!(told(day(999, 999, 999, 999)), [false; 3], "too little was sent");
        assert_eq!(told(day(0, 9, 9, 9)), [false; 3]);
        let largest = 1 << 53;
        assert_eq!(told(day(largest, largest, largest, largest)), [true; 3]);
        assert_eq!(day(10_000, 8, 0, 0).share(Kind::Complaints), Some(80));
        assert_eq!(day(0, 8, 0, 0).share(Kind::Complaints), None);
    }

    #[test]
    fn a_share_reads_as_its_language_writes_it() {
        let texts = [70, 1000, 30_000, 1, 12_340].map(typed);
        assert_eq!(texts, ["0.07", "1", "30", "0.001", "12.34"]);
        assert_eq!([said(70, Lang::En), said(70, Lang::Ru)], ["0.07\u{a0}%", "0,07\u{a0}%"]);
    }
}
