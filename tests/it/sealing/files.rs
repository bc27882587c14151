//! What becomes of a file on its way.

use super::{Said, exported, file, note, path, record, said, seal, steward};
use crate::both_databases;
use crate::support::app::TestApp;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::fs;

/// Verifies the lines as a file.
fn verified(app: &TestApp, lines: &[impl AsRef<str>], key: &str) -> Said {
    let file = file(app, "altered.jsonl");
    let text: String = lines.iter().map(AsRef::as_ref).collect();
    fs::write(&file, text).expect("it can be written");
    steward(app, &["verify", path(&file), "--key", key])
}

both_databases! {
    async fn a_file_that_was_altered_is_told_by_its_first_wrong_record(app: TestApp) {
        record(&app.state, 12).await;
        seal(&app).await;
        let (export, key) = exported(&app, "export.jsonl");
        let text = fs::read_to_string(&export).expect("it is text");
        let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        assert_eq!(lines.len(), 15, "a line each, and two checkpoints");
        assert_eq!(verified(&app, &lines, &key), said(true, "intact 1…13"));
        let with = |change: &dyn Fn(&mut Vec<String>)| {
            let mut lines = lines.clone();
            change(&mut lines);
            verified(&app, &lines, &key)
        };
        assert_eq!(with(&|it| it.truncate(9)), said(false, "the file is cut: it ends after record 8 of 13"));
        assert_eq!(with(&|it| it[8].truncate(40)), said(false, "record 8 was altered"));
        assert_eq!(with(&|it| { it.truncate(9); it[8].truncate(40); }), said(false, "the file is cut: it ends after record 7 of 13"));
        assert_eq!(with(&|it| it.truncate(14)), said(false, "the file is cut: it ends after record 13 of 13"));
        assert_eq!(with(&|it| drop(it.remove(5))), said(false, "record 5 is missing"));
        assert_eq!(with(&|it| drop(it.remove(13))), said(false, "record 13 is missing"));
        assert_eq!(with(&|it| it.swap(5, 9)), said(false, "record 5 is not in its place: records were reordered"));
        assert_eq!(with(&|it| it.insert(6, it[5].clone())), said(false, "record 5 was added"));
        assert_eq!(with(&|it| it.insert(14, it[5].clone())), said(false, "record 14 was added"));
        assert_eq!(with(&|it| it.push(it[5].clone())), said(false, "record 14 was added"));
        let altered = lines[7].replace("\"thing 6\"", "\"thing 9\"");
        assert_ne!(altered, lines[7]);
        assert_eq!(with(&|it| it[7] = altered.clone()), said(false, "record 7 was altered"));
        let more = lines[7].replace("\"id\"", "\"more\":1,\"id\"");
        assert_eq!(with(&|it| it[7] = more.clone()), said(false, "record 7 was altered"));
        let twice = lines[7].replace("\"id\"", "\"id\":7,\"id\"");
        assert_eq!(with(&|it| it[7] = twice.clone()), said(false, "record 7 was altered"));
        let format = lines[0].replace("\"steward_audit\":1", "\"steward_audit\":2");
        let refused = with(&|it| it[0] = format.clone());
        assert!(!refused.sound && refused.text.contains("is no export of the record: its format is 2, this program reads 1"), "{refused:?}");
        for text in ["", "\n", "\u{0}\u{1}", "{}\n", "[[[[[[[[[[[", &lines[1..].concat()] {
            let refused = verified(&app, &[text], &key);
            assert!(!refused.sound && refused.text.contains("altered.jsonl is no export of the record"), "{refused:?}");
        }
    }

    async fn another_installations_key_does_not_open_it(app: TestApp) {
        record(&app.state, 3).await;
        let (export, key) = exported(&app, "export.jsonl");
        let other = TestApp::spawn(app.engine).await;
        let foreign = steward(&other, &["key"]).text.trim().to_owned();
        assert_ne!(foreign, key);
        let refused = steward(&app, &["verify", path(&export), "--key", &foreign]);
        assert_eq!(refused, said(false, "steward: the checkpoint of the file: it is signed by another key"));
        let refused = steward(&app, &["verify", path(&export), "--key", "steward+1+2"]);
        assert_eq!(refused, said(false, "steward: --key \"steward+1+2\" is no key"));
        let unnamed = steward(&app, &["verify", path(&export)]);
        assert_eq!(unnamed, said(true, &format!("intact 1…4\nsigned by {key}: compare it with the key that you keep")));
        record(&other.state, 3).await;
        let (theirs, _) = exported(&other, "theirs.jsonl");
        let refused = steward(&app, &["verify", path(&export), "--key", &key, "--from", path(&theirs)]);
        assert!(!refused.sound && refused.text.ends_with("theirs.jsonl: it is signed by another key\n"), "{refused:?}");
        let refused = steward(&app, &["verify", path(&export), "--key", &key, "--to", "/nowhere/at/all"]);
        assert_eq!(refused, said(false, "steward: /nowhere/at/all cannot be read: No such file or directory (os error 2)"));
        let again = steward(&app, &["export", path(&export)]);
        assert!(!again.sound && again.text.contains("is there already: name another file"), "{again:?}");
    }

    async fn whatever_a_record_says_it_is_the_same_when_it_is_read_again(app: TestApp) {
        let ugly = ["", " ", "\r", "a\rb\r\nc\n", "\u{1F600}\u{10FFFF}", "\u{feff}\u{202e}", "\"\\\u{1}\u{7f}", "NULL", "é", "e\u{301}"];
        for name in ugly {
            note(&app.state, name).await;
        }
        let strategy = proptest::collection::vec("[^\u{0}]{0,40}", 60);
        let names = strategy.new_tree(&mut proptest::test_runner::TestRunner::deterministic()).expect("some texts").current();
        for name in &names {
            note(&app.state, name).await;
        }
        seal(&app).await;
        let all = ugly.len() + names.len();
        assert_eq!(steward(&app, &["verify"]), said(true, &format!("intact 1…{all}")));
        let (export, key) = exported(&app, "export.jsonl");
        assert_eq!(steward(&app, &["verify", path(&export), "--key", &key]), said(true, &format!("intact 1…{}", all + 1)));
    }
}
