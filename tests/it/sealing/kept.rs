//! What is removed after its time, and the database held against itself by night and by hand.

use super::{count, exported, file, letter, path, record, said, seal, steward};
use crate::admins::signed_in_admin;
use crate::both_databases;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::database::Engine;
use crate::support::dump::texts;
use chrono::Duration;

const PAGE: &str = "/audit/verification";

/// Slice after slice, until nothing is under way.
async fn verify(app: &TestApp) {
    for _ in 0..1000 {
        steward::sealing::verify_some(&app.state).await.expect("it verifies");
        if count(app, "SELECT CAST(count(*) AS TEXT) FROM audit_verifications WHERE running = 1").await == 0 {
            return;
        }
    }
    panic!("it does not come to its end");
}

both_databases! {
    async fn what_is_removed_after_its_time_leaves_a_record_that_verifies(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.kept.records = Some(chrono::TimeDelta::days(30))).await;
        record(&app.state, 600).await;
        seal(&app).await;
        let anchored = letter(&app, "letter.txt").await;
        let (before, key) = exported(&app, "before.jsonl");
        steward::housekeeping::step(&app.state).await.expect("housekeeping works");
        assert_eq!(count(&app, "SELECT CAST(removed AS TEXT) FROM audit_tree").await, 0, "it is not time yet");
        app.clock.advance(Duration::days(31));
        record(&app.state, 5).await;
        steward::housekeeping::step(&app.state).await.expect("housekeeping works");
        seal(&app).await;
        assert_eq!(count(&app, "SELECT CAST(min(seq) AS TEXT) FROM audit").await, 513, "whole tiles go");
        let told = texts(&app, "SELECT action || ' ' || changes FROM audit WHERE object_kind = 'record' AND action = 'remove'").await;
        assert_eq!(told, [r#"remove [["up_to","","512"],["records","","512"],["days","","30"]]"#]);
        assert!(steward(&app, &["verify"]).text.starts_with("intact 513…"));
        let (export, _) = exported(&app, "after.jsonl");
        let told = steward(&app, &["verify", path(&export), "--key", &key, "--from", path(&anchored), "--to", path(&before)]);
        assert!(told.sound && told.text.starts_with("intact 513…") && told.text.contains("\n1…512 were removed, as record "), "{told:?}");
        // Whoever removes more than was recorded is found.
        let text = std::fs::read_to_string(&export).expect("it is text");
        let hidden = file(&app, "hidden.jsonl");
        std::fs::write(&hidden, text.replace("[\\\"up_to\\\",\\\"\\\",\\\"512\\\"]", "[\\\"up_to\\\",\\\"\\\",\\\"256\\\"]")).expect("it can be written");
        assert!(!steward(&app, &["verify", path(&hidden), "--key", &key]).sound);
        app.execute("DELETE FROM audit WHERE seq <= 520").await;
        assert_eq!(steward(&app, &["verify"]), said(false, "record 513 is missing"));
    }

    async fn an_anchor_of_what_was_removed_says_that_it_cannot_be_held_against(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.kept.records = Some(chrono::TimeDelta::days(30))).await;
        record(&app.state, 300).await;
        seal(&app).await;
        let early = letter(&app, "early.txt").await;
        record(&app.state, 300).await;
        seal(&app).await;
        app.clock.advance(Duration::days(31));
        steward::housekeeping::step(&app.state).await.expect("housekeeping works");
        let (export, key) = exported(&app, "after.jsonl");
        let told = steward(&app, &["verify", path(&export), "--key", &key, "--from", path(&early)]);
        assert!(!told.sound && told.text.contains(&format!("{} is of 300 records, and the first 512 were removed: it cannot be held against the file", path(&early))), "{told:?}");
    }

    async fn the_record_is_verified_every_night_and_by_hand(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        assert!(owner.get(PAGE).await.text().contains("Nothing is sealed yet."));
        steward::sealing::verify_some(&app.state).await.expect("there is nothing to do");
        record(&app.state, 300).await;
        seal(&app).await;
        verify(&app).await;
        let page = owner.get(PAGE).await;
        assert!(page.text().contains("Intact up to 3"), "{}", page.text());
        let nights = count(&app, "SELECT CAST(count(*) AS TEXT) FROM audit_verifications").await;
        verify(&app).await;
        assert_eq!(count(&app, "SELECT CAST(count(*) AS TEXT) FROM audit_verifications").await, nights, "once a night");
        assert_eq!(owner.submit(PAGE, &[]).await.status, 303);
        assert_eq!(owner.post(PAGE, &[]).await.status, 409, "one at a time");
        assert!(owner.get(PAGE).await.text().contains("0 of 3"));
        verify(&app).await;
        app.execute("UPDATE audit SET user_agent = 'another' WHERE seq = 77").await;
        assert_eq!(owner.submit(PAGE, &[]).await.status, 303);
        verify(&app).await;
        let found = owner.get(PAGE).await;
        assert!(found.text().contains("Record 77 was altered."), "{}", found.text());
        app.clock.advance(Duration::minutes(2));
        assert!(owner.get("/").await.text().contains("The record is not as it was written"));
        let letters = texts(&app, "SELECT recipient || ' ' || subject FROM outbox WHERE subject LIKE '%Record 77 was altered%'").await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].starts_with("owner@example.org "), "{letters:?}");
        assert_eq!(count(&app, "SELECT CAST(count(*) AS TEXT) FROM audit WHERE action = 'verify-failed'").await, 1);
        let mut auditor = signed_in_admin(&app, &mut owner, "vera", "auditor").await;
        assert_eq!(auditor.get(PAGE).await.status, 200);
        assert_eq!(auditor.post(PAGE, &[]).await.status, 403);
        let before = count(&app, "SELECT CAST(count(*) AS TEXT) FROM audit_verifications").await;
        app.clock.advance(Duration::days(1));
        verify(&app).await;
        assert_eq!(count(&app, "SELECT CAST(count(*) AS TEXT) FROM audit_verifications").await, before + 1, "every night");
    }

    async fn two_nodes_verify_without_getting_into_each_others_way(app: TestApp) {
        let other = app.beside(|_| {}).await;
        record(&app.state, 600).await;
        seal(&app).await;
        let (one, two) = tokio::join!(verify(&app), verify(&other));
        assert_eq!((one, two), ((), ()));
        let ended = texts(&app, "SELECT what || ' ' || CAST(checked AS TEXT) FROM audit_verifications").await;
        assert_eq!(ended, [" 600"]);
    }

    async fn the_newest_checkpoint_goes_to_addresses_daily_and_into_a_file(engine: Engine) {
        let log = std::env::temp_dir().join(format!("steward-checkpoints-{}", steward::db::random_token()));
        let app = TestApp::spawn_with(engine, |config| config.audit_file = Some(log.clone())).await;
        let mut owner = signed_in_owner(&app).await;
        record(&app.state, 20).await;
        seal(&app).await;
        let page = owner.get(PAGE).await;
        let refused = owner.submit_shown(&page, "/audit/anchors", &[("addresses", "nobody")], &[]).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.text().contains("nobody"), "what was typed is kept");
        let saved = owner.submit_shown(&page, "/audit/anchors", &[("addresses", "notary@example.com")], &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let stale = owner.submit_shown(&page, "/audit/anchors", &[("addresses", "another@example.com")], &[]).await;
        assert_eq!(stale.status, 409);
        for _ in 0..2 {
            steward::housekeeping::step(&app.state).await.expect("housekeeping works");
        }
        let letters = async || texts(&app, "SELECT recipient || ' ' || subject FROM outbox WHERE recipient = 'notary@example.com' ORDER BY id").await;
        let first = letters().await;
        assert_eq!(first.len(), 1, "once a day: {first:?}");
        assert!(first[0].contains("checkpoint of the record at 2"), "{first:?}");
        assert!(owner.get(PAGE).await.text().contains("(2"), "the last success is shown");
        app.clock.advance(Duration::days(1));
        steward::housekeeping::step(&app.state).await.expect("housekeeping works");
        assert_eq!(letters().await.len(), 2);
        while steward::mail::worker::step(&app.state).await.expect("it sends") {}
        let sent = app.sent.letters().into_iter().find(|it| it.to == "notary@example.com").expect("it was sent");
        let saved = file(&app, "letter.txt");
        std::fs::write(&saved, sent.text.replace('\n', "\r\n")).expect("it can be written");
        let (export, key) = exported(&app, "export.jsonl");
        let by_letter = steward(&app, &["verify", path(&export), "--key", &key, "--from", path(&saved)]);
        assert!(by_letter.sound && by_letter.text.starts_with("intact 1…"), "{by_letter:?}");
        let by_file = steward(&app, &["verify", path(&export), "--key", &key, "--from", path(&log)]);
        assert!(by_file.sound, "{by_file:?}");
        std::fs::remove_file(&log).expect("it was written");
    }
}
