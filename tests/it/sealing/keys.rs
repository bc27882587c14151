//! Records from before, and keys that come after another.

use super::{count, exported, letter, path, record, said, seal, steward};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::dump::texts;
use steward::clock::Clock;
use steward::config::Config;

/// As a program wrote it that knew nothing of sealing.
async fn from_before(app: &TestApp, count: usize) {
    record(&app.state, count).await;
    app.execute("UPDATE audit SET salt = NULL, mac = NULL, tx = NULL WHERE seq IS NULL").await;
}

both_databases! {
    async fn records_from_before_are_sealed_in_the_order_of_their_ids(app: TestApp) {
        from_before(&app, 2100).await;
        record(&app.state, 3).await;
        assert!(steward::sealing::step(&app.state).await.expect("it seals"), "there is more than fits into a transaction");
        seal(&app).await;
        assert_eq!(count(&app, "SELECT CAST(count(*) AS TEXT) FROM audit WHERE seq <> id").await, 0);
        let notes = texts(&app, "SELECT note FROM audit_checkpoints ORDER BY size").await;
        assert!(notes[0].contains("\n2103\n") && notes[0].contains("\nfrom-before 2100\n"), "{notes:?}");
        let (export, key) = exported(&app, "export.jsonl");
        let told = steward(&app, &["verify", path(&export), "--key", &key]);
        assert_eq!(told, said(true, "intact 1…2104\n2100 of these are from before records were sealed"));
        app.execute("UPDATE audit SET actor_name = 'nobody' WHERE seq = 1999").await;
        assert_eq!(steward(&app, &["verify"]), said(false, "record 1999 was altered"));
    }

    async fn a_database_of_before_is_upgraded_while_an_older_node_still_writes(app: TestApp) {
        record(&app.state, 40).await;
        for statement in [
            "DROP INDEX audit_salt", "DROP INDEX audit_seq", "DROP INDEX audit_unsealed",
            "ALTER TABLE audit DROP COLUMN salt", "ALTER TABLE audit DROP COLUMN mac", "ALTER TABLE audit DROP COLUMN tx",
            "ALTER TABLE audit DROP COLUMN seq", "ALTER TABLE audit DROP COLUMN format",
            "DROP TABLE audit_tree", "DROP TABLE audit_tiles", "DROP TABLE audit_checkpoints", "DROP TABLE audit_keys",
            "DROP TABLE audit_verifications", "DROP TABLE audit_anchors", "DELETE FROM _sqlx_migrations WHERE version = 36",
        ] {
            app.execute(statement).await;
        }
        steward::db::migrate(&app.database_url).await.expect("it is brought up to date");
        let app = app.beside(|_| {}).await;
        let by_an_older_node = "INSERT INTO audit (at, actor_kind, actor_name, ip, user_agent, request_id, action, object_kind, object_name, changes)
            SELECT at, actor_kind, actor_name, ip, user_agent, request_id, action, object_kind, object_name, changes FROM audit WHERE id = 1";
        record(&app.state, 2).await;
        app.execute(by_an_older_node).await;
        seal(&app).await;
        let formats = "SELECT CAST(format AS TEXT) || ' ' || CAST(count(*) AS TEXT) FROM audit GROUP BY format ORDER BY format";
        assert_eq!(texts(&app, formats).await, ["0 41", "1 2"]);
        app.clock.advance(chrono::Duration::days(8));
        app.execute(by_an_older_node).await;
        seal(&app).await;
        assert_eq!(texts(&app, formats).await, ["0 41", "1 2", "2 1"], "a week later nobody writes without the key");
        let refused = steward(&app, &["verify"]);
        assert_eq!(refused, said(false, "record 44 was added by somebody who does not have the key, before it was sealed"));
    }

    async fn after_a_lost_key_old_checkpoints_are_still_verified(app: TestApp) {
        record(&app.state, 5).await;
        seal(&app).await;
        let (before, old) = exported(&app, "before.jsonl");
        let anchored = letter(&app, "letter.txt").await;
        record(&app.state, 2).await;
        std::fs::write(app.folder().join("secret.key"), [9; 32]).expect("it can be written");
        let config = || Config::for_tests(&app.database_url, app.folder()).expect("the settings are in order");
        steward::key::forget(config(), Clock::System, true).await.expect("the lost key is let go of");
        let app = app.beside(|_| {}).await;
        record(&app.state, 2).await;
        seal(&app).await;
        assert_eq!(count(&app, "SELECT CAST(count(*) AS TEXT) FROM audit WHERE format <> 1").await, 0, "no false alarm");
        let (export, new) = exported(&app, "after.jsonl");
        assert_eq!(steward(&app, &["key"]).text, format!("{old}\n{new}\n"));
        let told = steward(&app, &["verify", path(&export), "--key", &old, "--key", &new, "--from", path(&anchored)]);
        assert!(told.sound, "{told:?}");
        let told = steward(&app, &["verify", path(&export), "--key", &new, "--from", path(&before)]);
        assert!(!told.sound && told.text.contains("it is signed by another key"), "{told:?}");
        let told = steward(&app, &["verify"]);
        assert!(told.sound, "{told:?}");
    }
}
