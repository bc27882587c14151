//! What stands in the source twice.

use super::source::File;
use std::collections::{BTreeMap, BTreeSet};

/// So many lines one after the other, equal to the letter, are something written a second time.
const ALIKE: usize = 6;

/// (how many lines, where, and where again), the longest first. What only opens or closes a bracket, imports, declares a
/// module or is a comment does not count as a line, and neither do unit tests.
pub fn pairs(files: &[File]) -> Vec<(usize, String, String)> {
    let lines: Vec<(&str, Vec<(usize, &str)>)> =
        files.iter().map(|file| (file.path.as_str(), counted(&file.text))).collect();
    let mut places: BTreeMap<Vec<&str>, Vec<(usize, usize)>> = BTreeMap::new();
    for (file, (_, lines)) in lines.iter().enumerate() {
        for (at, window) in lines.windows(ALIKE).enumerate() {
            places.entry(window.iter().map(|(_, line)| *line).collect()).or_default().push((file, at));
        }
    }
    let mut alike = BTreeSet::new();
    for places in places.values() {
        for (nth, one) in places.iter().enumerate() {
            let others = places[nth + 1..].iter().filter(|it| it.0 != one.0 || it.1.abs_diff(one.1) >= ALIKE);
            alike.extend(others.map(|other| (*one, *other)));
        }
    }
    let after = |(file, at): (usize, usize), by: usize| (file, at + by);
    let begins = |(one, other): &&((usize, usize), (usize, usize))| {
        let before = one.1.checked_sub(1).zip(other.1.checked_sub(1));
        before.is_none_or(|(a, b)| !alike.contains(&((one.0, a), (other.0, b))))
    };
    let place = |(file, at): (usize, usize)| format!("{}:{}", lines[file].0, lines[file].1[at].0);
    let mut found: Vec<_> = alike
        .iter()
        .filter(begins)
        .map(|(one, other)| {
            let more = (0..).take_while(|by| alike.contains(&(after(*one, *by), after(*other, *by)))).count();
            (more + ALIKE - 1, place(*one), place(*other))
        })
        .collect();
    found.sort_by(|one, other| other.cmp(one));
    found
}

/// (line, text) of what counts.
fn counted(text: &str) -> Vec<(usize, &str)> {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    let (mut lines, mut imports) = (Vec::new(), false);
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        let bare = line.trim_start_matches("pub ").trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
        imports |= bare.starts_with("use ");
        let is_module = bare.starts_with("mod ") && line.ends_with(';');
        let says_something = line.chars().any(|c| !" {}()[];,".contains(c));
        if !imports && !is_module && says_something && !line.starts_with("//") {
            lines.push((at + 1, line));
        }
        imports &= !line.ends_with(';');
    }
    lines
}
