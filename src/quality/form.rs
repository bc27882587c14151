use serde::{Deserialize, Serialize};

use super::model::{AlertSettings, Thresholds, WHOLE, typed};
use crate::{
    error::FieldErrors,
    forms::fields::{Parsed, number},
    i18n::Message,
};

/// So much in a day is enough to ask for.
const MOST_SENT: i64 = 1_000_000_000;

/// As typed: percents, and a number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertsForm {
    pub complaints: String,
    pub hard: String,
    pub soft: String,
    pub min_sent: String,
}

impl AlertsForm {
    pub fn of(it: &AlertSettings) -> Self {
        let Thresholds { complaints, hard, soft, min_sent } = it.thresholds;
        let [complaints, hard, soft] = [complaints, hard, soft].map(typed);
        Self { complaints, hard, soft, min_sent: min_sent.to_string() }
    }

    /// # Errors
    /// What is no percent, or no number.
    pub fn parse(&self) -> Result<Thresholds, FieldErrors> {
        let mut errors = FieldErrors::default();
        let complaints = errors.keep("complaints", percent(&self.complaints)).unwrap_or_default();
        let hard = errors.keep("hard", percent(&self.hard)).unwrap_or_default();
        let soft = errors.keep("soft", percent(&self.soft)).unwrap_or_default();
        let min_sent = errors.keep("min_sent", number(&self.min_sent, 1, MOST_SENT)).unwrap_or_default();
        errors.or(Thresholds { complaints, hard, soft, min_sent })
    }
}

/// "0.07" or "0,07", in thousandths; beyond a hundred it would never be told, and of nothing always.
fn percent(text: &str) -> Parsed<i64> {
    let refused = || Message::new("refused-percent");
    let text = text.trim().trim_end_matches('%').trim_end().replace(',', ".");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let is_number = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 3 || !is_number(whole) || !is_number(rest) {
        return Err(refused());
    }
    let thousandths = format!("{whole}{rest:0<3}").parse().map_err(|_| refused())?;
    if (1..=WHOLE).contains(&thousandths) { Ok(thousandths) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_is_read_to_its_thousandth() {
        for (text, is) in [
            ("0.07", 70),
            (" 0,07 % ", 70),
            ("1", 1000),
            ("30.5", 30_500),
            ("100", 100_000),
            ("0.001", 1),
            ("007", 7000),
        ] {
            assert_eq!(percent(text).ok(), Some(is), "{text}");
        }
        for text in ["", "0", "0.000", "100.001", "0.0001", "-1", ".5", "1.2.3", "1e1", "much", "+1", "٣"] {
            assert!(percent(text).is_err(), "{text}");
        }
    }
}
