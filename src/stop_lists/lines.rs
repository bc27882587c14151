//! Values as they are given, many at a time.

use super::model::MOST;
use crate::{forms::fields::Parsed, i18n::Message, stops::Given};

/// What was read, and what was refused, by its place among all that was given: the first is 1.
#[derive(Default)]
pub struct Lines {
    pub given: Vec<Given>,
    /// Those of what was read.
    pub places: Vec<usize>,
    pub refused: Vec<(usize, Message)>,
}

/// So many lines are named in a refusal.
const NAMED: usize = 20;

impl Lines {
    /// Empty ones count for nothing, but keep their places.
    pub fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let mut lines = Self::default();
        for (at, value) in values.enumerate().filter(|(_, value)| !value.trim().is_empty()) {
            match Given::read(value) {
                Ok(given) => {
                    lines.given.push(given);
                    lines.places.push(at + 1);
                }
                Err(refusal) => lines.refused.push((at + 1, refusal)),
            }
        }
        lines
    }

    /// As typed, a line each; one that is refused refuses all, so that they can be set right in their place.
    pub fn typed(typed: &str) -> Parsed<Vec<Given>> {
        let lines = Self::of(typed.lines());
        if lines.given.len() + lines.refused.len() > MOST {
            return Err(Message::new("refused-stop-many").with("most", MOST as i64));
        }
        if !lines.refused.is_empty() {
            return Err(lines.refusal());
        }
        if lines.given.is_empty() { Err("refused-empty".into()) } else { Ok(lines.given) }
    }

    fn refusal(&self) -> Message {
        let named: Vec<String> = self.refused.iter().take(NAMED).map(|(at, _)| at.to_string()).collect();
        let more = self.refused.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        let lines = named.join(", ") + &more;
        Message::new("refused-stop-lines").with("count", self.refused.len() as i64).with("lines", lines)
    }
}
