//! What can be read of the look: icons that are there and mean one thing, and type that is large enough.

use super::source::files;
use regex::Regex;
use std::collections::BTreeSet;

#[test]
fn icons_are_there_and_none_is_left_over() {
    let named = Regex::new(r#"(?:icon|action|mark|press)\(page, "([a-z-]+)"|icon: "([a-z-]+)""#).unwrap();
    let quoted = Regex::new(r#""([a-z-]+)""#).unwrap();
    let drawn = found(&Regex::new(r#"<symbol id="([a-z-]+)""#).unwrap(), &text("static", "svg"));
    let source = text("templates", "html") + &text("src", "rs");
    let missing: Vec<_> = found(&named, &source).difference(&drawn).cloned().collect();
    assert!(missing.is_empty(), "named, and not in static/icons.svg: {missing:?}");
    let left: Vec<_> = drawn.difference(&found(&quoted, &source)).cloned().collect();
    assert!(left.is_empty(), "in static/icons.svg, and named nowhere: {left:?}");
}

#[test]
fn no_two_entries_of_the_menu_share_an_icon() {
    let entry = Regex::new(r#"MenuEntry \{ path: [^}]*?icon: "([a-z-]+)""#).unwrap();
    let source = text("src", "rs");
    let icons: Vec<_> = entry.captures_iter(&source).map(|found| found[1].to_owned()).collect();
    assert!(icons.len() > 9, "the menu is read");
    let different: BTreeSet<_> = icons.iter().collect();
    assert_eq!(different.len(), icons.len(), "{icons:?}");
}

#[test]
fn type_follows_the_browser_and_none_is_small() {
    let style = text("static", "css");
    assert!(style.contains("html { font-size: 100%;"), "a rem is what the reader has set");
    let size = Regex::new(r"(?:--t-[a-z]+|font(?:-size)?):[^;{}]*?([\d.]+)(rem|px|em|pt)\b").unwrap();
    let sizes: Vec<_> = size.captures_iter(&style).collect();
    assert!(sizes.len() > 5, "the sizes are read");
    for found in sizes {
        let rems: f64 = found[1].parse().expect("a number");
        assert!(&found[2] == "rem" && rems >= 0.75, "less than 12 px, or not by the browser's size: {}", &found[0]);
    }
}

fn text(folder: &str, ending: &str) -> String {
    files(folder, &[ending]).into_iter().map(|file| file.text).collect()
}

fn found(pattern: &Regex, text: &str) -> BTreeSet<String> {
    pattern
        .captures_iter(text)
        .filter_map(|it| it.iter().skip(1).flatten().next().map(|it| it.as_str().into()))
        .collect()
}
