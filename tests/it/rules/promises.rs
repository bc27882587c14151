//! What one place promises and another has to keep.

use super::{languages, none_is_broken, rust, source::File};
use regex::Regex;
use std::collections::BTreeSet;
use steward::people::{Permission, Role};
use strum::VariantArray;

/// Of what the code can record: a label of each action and of each kind of object, and a feature that says where one of
/// that kind is seen.
#[test]
fn whatever_is_recorded_has_its_words_and_its_place() {
    let action = Regex::new(r#"\b(?:record|updated)\(\s*(?:[^"();]+,\s*)*"([a-z-]+)""#).unwrap();
    let kind = Regex::new(r#"const KIND: &'static str = "(\w+)""#).unwrap();
    let known: BTreeSet<String> = languages().into_iter().flat_map(|(_, keys)| keys.into_keys()).collect();
    let source = rust();
    let actions = source.iter().flat_map(|file| {
        let said = action.captures_iter(&file.text).map(|found| format!("action-{}", &found[1]));
        said.map(|label| (file.path.clone(), label)).collect::<Vec<_>>()
    });
    let kinds = source.iter().flat_map(|file| {
        let said = kind.captures_iter(&file.text).map(|found| format!("kind-{}", found[1].replace('_', "-")));
        said.map(|label| (file.path.clone(), label)).collect::<Vec<_>>()
    });
    let words: Vec<(String, String)> = actions.chain(kinds).collect();
    assert!(words.len() > 30, "the source has them: {words:#?}");
    let unsaid = words.iter().filter(|(_, label)| !known.contains(label));
    let unsaid = unsaid.map(|(path, label)| format!("{path}:1: lacks {label}"));
    let is_placed = |file: &File| {
        let feature = format!("src/{}/mod.rs", file.module().first().map_or("", String::as_str));
        source.iter().any(|it| it.path == feature && it.text.contains("recorded: &["))
    };
    let of_kind = |file: &File| kind.captures(&file.text).map(|found| found[1].to_owned());
    let placed: BTreeSet<String> = source.iter().filter(|file| is_placed(file)).filter_map(of_kind).collect();
    let placeless = source.iter().filter(|file| of_kind(file).is_some_and(|kind| !placed.contains(&kind)));
    let placeless = placeless.map(|file| format!("{}:1: no feature says where it is seen", file.path));
    none_is_broken(unsaid.chain(placeless).collect::<Vec<_>>());
}

/// A form's field has the type that its name promises, so that nothing is kept of what is secret, and nobody looks for
/// a secret in a text.
#[test]
fn what_a_form_keeps_secret_is_of_the_type_that_says_so() {
    let field = Regex::new(r"(?m)^    (?:pub )?(\w+): (String|Secret|Text|Hidden),").unwrap();
    let names = Regex::new(r"const NAMES: \[&str; \d+\] = \[([^\]]+)\]").unwrap();
    let listed =
        rust().into_iter().find_map(|file| names.captures(&file.text).map(|found| found[1].to_owned())).unwrap();
    let listed: Vec<&str> = listed.split(", ").map(|name| name.trim_matches('"')).collect();
    let typed = |text: &str| text.contains("Deserialize") && text.contains("serde(default)");
    let forms = rust().into_iter().filter(|file| typed(&file.text) || file.text.contains("fields! { "));
    none_is_broken(forms.flat_map(|file| {
        let wrong = |found: &regex::Captures| listed.contains(&&found[1]) != ["Secret", "Hidden"].contains(&&found[2]);
        let broken = field.captures_iter(&file.text).filter(wrong);
        broken.map(|found| format!("{}: {} is a {}", file.path, &found[1], &found[2])).collect::<Vec<_>>()
    }));
}

/// What reads takes a connection to read on, which must not get a statement that writes: by its types `sql!(execute …)`
/// and `sql!(writing …)` take none but a transaction.
#[test]
fn statements_that_write_are_given_to_the_forms_that_take_a_transaction() {
    let writes = Regex::new(r#"^"\s*(INSERT|UPDATE|DELETE)\b|\bRETURNING\b"#).unwrap();
    none_is_broken(rust().iter().filter(|file| !file.path.starts_with("src/db/")).flat_map(|file| {
        let tokens = file.tokens();
        let says = |at: usize| tokens.get(at).map_or("", |(_, token)| token.as_str());
        let form = |at: usize| {
            let begins = (0..at).rev().find(|it| says(*it) == "sql" && says(it + 1) == "!");
            begins.map_or("", |it| says(it + 3))
        };
        let written = (0..tokens.len()).filter(|at| says(*at).contains('"') && writes.is_match(says(*at)));
        let broken = written.filter(|at| !["execute", "writing"].contains(&form(*at)));
        broken.map(|at| format!("{}:{}: {}", file.path, tokens[at].0, says(at))).collect::<Vec<_>>()
    }));
}

/// The table of the README has a line for each permission, in their order, and says of each role what the program does.
#[test]
fn the_readme_says_which_role_may_do_what() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let lines: Vec<Vec<&str>> = readme
        .lines()
        .skip_while(|line| !line.starts_with("| What an administrator may do |"))
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).skip(1).collect())
        .collect();
    assert_eq!(lines[0], Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>());
    let said: Vec<Vec<bool>> = lines[2..].iter().map(|line| line.iter().map(|it| *it == "✓").collect()).collect();
    let may = |permission: &Permission| Role::ALL.iter().map(|role| role.may(*permission)).collect::<Vec<_>>();
    assert_eq!(said, Permission::VARIANTS.iter().map(may).collect::<Vec<_>>());
}
