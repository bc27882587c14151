//! What templates may hold, and how wide they are.

use super::{matches, none_is_broken, templates};
use regex::Regex;

#[test]
fn templates_escape_everything() {
    let safe = Regex::new(r"\|\s*safe\b").unwrap();
    none_is_broken(templates().iter().flat_map(|file| matches(file, &safe)));
}

#[test]
fn templates_hold_no_script_and_no_style() {
    let askama = Regex::new(r"(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}").unwrap();
    let handler = Regex::new(r"(?i)\son[a-z]+\s*=").unwrap();
    let script = Regex::new(r"(?i)<script(?:\s+[^>]*)?>").unwrap();
    let style = Regex::new(r"(?i)<style\b|\sstyle\s*=").unwrap();
    none_is_broken(templates().iter().map(|file| file.without(&askama)).flat_map(|file| {
        let scripts = matches(&file, &script).into_iter().filter(|found| !found.contains("src="));
        // Mail programs throw style sheets away, and no policy of ours reaches them.
        let styles = if file.path.starts_with("templates/mail/") { Vec::new() } else { matches(&file, &style) };
        scripts.chain(styles).chain(matches(&file, &handler)).collect::<Vec<_>>()
    }));
}

#[test]
fn templates_are_no_wider_than_a_screen() {
    const WIDEST: usize = 200;
    none_is_broken(templates().iter().flat_map(|file| {
        let wide = file.text.lines().enumerate().filter(|(_, line)| line.chars().count() > WIDEST);
        wide.map(|(at, _)| format!("{}:{}: more than {WIDEST} columns", file.path, at + 1)).collect::<Vec<_>>()
    }));
}
