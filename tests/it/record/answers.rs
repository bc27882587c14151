//! One table says of all that is written whether it can be taken back, and if not, why.

use crate::rules::source::files;
use regex::Regex;
use std::collections::BTreeSet;
use steward::change::{Undoers, answers};
use steward::i18n::Lang;

/// What stands where an action is recorded, or is the name of one.
fn recorded() -> BTreeSet<String> {
    let act =
        Regex::new(r#"(?s)\.(?:record|note|updated)\(\s*(?:if \w+ \{ )?"([a-z_-]+)"(?:\s*\} else \{\s*"([a-z_-]+)")?"#)
            .unwrap();
    let named = Regex::new(r"(?m)^action-([a-z-]+) = ").unwrap();
    let source = files("src", &["rs"]);
    let written = source.iter().flat_map(|file| act.captures_iter(&file.text));
    let written =
        written.flat_map(|found| found.iter().skip(1).flatten().map(|it| it.as_str().to_owned()).collect::<Vec<_>>());
    let words = files("src/i18n", &["ftl"]);
    let said: Vec<String> =
        words.iter().flat_map(|file| named.captures_iter(&file.text).map(|it| it[1].to_owned())).collect();
    written.chain(said).map(|action| action.replace('_', "-")).collect()
}

#[test]
fn all_that_the_code_writes_has_an_answer() {
    let (known, written): (BTreeSet<String>, _) =
        (answers::actions().map(|it| it.replace('_', "-")).collect(), recorded());
    assert!(written.len() > 40, "{written:?}");
    let missing: Vec<_> = written.difference(&known).collect();
    assert!(missing.is_empty(), "nothing says whether these can be taken back: {missing:?}");
    let unsaid: Vec<_> = answers::actions()
        .filter(|action| Lang::En.find(&format!("action-{action}").replace('_', "-")).is_none())
        .collect();
    assert!(unsaid.is_empty(), "these have no name: {unsaid:?}");
    let kinds: BTreeSet<&str> = answers::kinds().collect();
    let unsaid: Vec<_> =
        kinds.iter().filter(|kind| Lang::En.find(&format!("kind-{kind}").replace('_', "-")).is_none()).collect();
    assert!(unsaid.is_empty(), "these have no name: {unsaid:?}");
    let kept = steward::app::FEATURES.iter().flat_map(|feature| feature.recorded).map(|(kind, _)| *kind);
    let literal = Regex::new(r#"(?:const KIND: &(?:'static )?str = |About \{\s*kind: )"([a-z_]+)""#).unwrap();
    let source = files("src", &["rs"]);
    let literals =
        source.iter().flat_map(|file| literal.captures_iter(&file.text).map(|it| it.get(1).unwrap().as_str()));
    let unknown: BTreeSet<&str> = kept.chain(literals).filter(|kind| !kinds.contains(kind)).collect();
    assert!(unknown.is_empty(), "nothing says whether these can be taken back: {unknown:?}");
}

#[test]
fn every_answer_is_a_way_back_or_a_sentence() {
    let undoers = Undoers(steward::app::FEATURES.iter().flat_map(|feature| feature.undoes).copied().collect());
    let (mut back, mut sentences) = (BTreeSet::new(), BTreeSet::new());
    for kind in answers::kinds() {
        for action in answers::actions() {
            match undoers.of(kind, action, &["name"]) {
                Ok(_) => drop(back.insert((kind, action))),
                Err(reason) => {
                    assert_ne!(reason, "undo-unknown", "{action} of {kind}");
                    sentences.insert(reason);
                }
            }
        }
    }
    for key in &sentences {
        for lang in [Lang::En, Lang::Ru] {
            assert!(lang.find(key).is_some_and(|said| said.len() > 15), "{key} in {}", lang.as_str());
        }
    }
    let expected = [
        ("account", "freeze"),
        ("account", "delete"),
        ("user", "update"),
        ("tariff", "update"),
        ("sender", "delete"),
        ("stop_list", "delete"),
    ];
    assert!(expected.iter().all(|it| back.contains(it)), "{back:?}");
    assert!(
        !back.contains(&("tariff", "delete"))
            && !back.contains(&("admin", "update"))
            && !back.contains(&("account", "create"))
    );
    assert_eq!(undoers.of("tariff", "no-such-act", &["name"]).err(), Some("undo-unknown"), "of another version");
    assert_eq!(undoers.of("ldap", "update", &["host", "password"]).err(), Some("undo-secret"));
}
