//! Somebody with full rights on the database.

use super::{count, exported, letter, path, record, said, seal, steward};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::database::Engine;

/// What somebody does, what the file then says, and what the database says of itself.
const ATTACKS: [(&[&str], &str, &str); 10] = [
    (&["UPDATE audit SET object_name = 'nothing' WHERE seq = 300"], "record 300 was altered", "record 300 was altered"),
    (&["UPDATE audit SET at = '2026-03-01T00:00:00+00:00' WHERE seq = 1"], "record 1 was altered", "record 1 was altered"),
    (&["DELETE FROM audit WHERE seq = 17"], "record 17 is missing", "record 17 is missing"),
    (&["DELETE FROM audit WHERE seq = 600"], "record 600 is missing", "record 600 is missing"),
    (
        &["UPDATE audit SET seq = -1 WHERE seq = 30", "UPDATE audit SET seq = 30 WHERE seq = 40", "UPDATE audit SET seq = 40 WHERE seq = -1"],
        "record 30 is not in its place: records were reordered",
        "record 30 is not in its place: records were reordered",
    ),
    (
        &[
            "DELETE FROM audit WHERE seq = 20",
            "UPDATE audit SET seq = -seq WHERE seq > 20",
            "UPDATE audit SET seq = -seq - 1 WHERE seq < 0",
        ],
        "record 20 is missing",
        "record 20 is not in its place: records were reordered",
    ),
    (
        &["INSERT INTO audit (at, actor_kind, actor_name, ip, user_agent, request_id, action, object_kind, object_name, changes)
           VALUES ('2026-03-02T12:00:00+00:00', 'admin', 'olga', '', '', '', 'delete', 'tariff', 'Basic', '[]')"],
        "record 601 was added by somebody who does not have the key, before it was sealed",
        "record 601 was added by somebody who does not have the key, before it was sealed",
    ),
    (
        &["INSERT INTO audit (at, actor_kind, actor_name, ip, user_agent, request_id, action, object_kind, object_name, changes, salt, mac)
           SELECT at, actor_kind, actor_name, ip, user_agent, request_id, action, object_kind, object_name, changes, salt, mac FROM audit WHERE seq = 5"],
        "record 601 was added by somebody who does not have the key, before it was sealed",
        "record 601 was added by somebody who does not have the key, before it was sealed",
    ),
    (
        &["DELETE FROM audit WHERE seq <= 512", "UPDATE audit_tree SET removed = 512"],
        "records 1…512 are missing, and no record says that they were removed",
        "record 1 is missing",
    ),
    (
        &["INSERT INTO audit (at, actor_kind, actor_name, ip, user_agent, request_id, action, object_kind, object_name, changes, seq)
           VALUES ('2026-03-02T12:00:00+00:00', 'admin', 'olga', '', '', '', 'delete', 'tariff', 'Basic', '[]', -1)"],
        "intact 1…601",
        "record 0 was added",
    ),
];

both_databases! {
    async fn whoever_alters_the_record_in_the_database_is_found(engine: Engine) {
        for (attack, in_file, in_database) in ATTACKS {
            let app = TestApp::spawn(engine).await;
            record(&app.state, 600).await;
            seal(&app).await;
            assert_eq!(steward(&app, &["verify"]), said(true, "intact 1…600"));
            for statement in attack {
                app.execute(statement).await;
            }
            let (export, key) = exported(&app, "export.jsonl");
            assert_eq!(steward(&app, &["verify", path(&export), "--key", &key]), said(in_file.starts_with("intact"), in_file), "{attack:?}");
            assert_eq!(steward(&app, &["verify"]), said(false, in_database), "{attack:?}");
        }
    }

    async fn whoever_has_all_sealed_anew_is_found_by_one_letter(app: TestApp) {
        record(&app.state, 300).await;
        seal(&app).await;
        let (before, key) = exported(&app, "before.jsonl");
        let letter = letter(&app, "letter.txt").await;
        for statement in [
            "UPDATE audit SET object_name = 'nothing' WHERE seq = 123",
            "UPDATE audit SET seq = NULL, format = NULL, salt = NULL, mac = NULL",
            "DELETE FROM audit_tiles", "DELETE FROM audit_checkpoints", "DELETE FROM audit_keys",
            if app.engine == Engine::Sqlite { "UPDATE audit_tree SET size = 0, edge = x'', from_before = 0" } else { "UPDATE audit_tree SET size = 0, edge = '', from_before = 0" },
        ] {
            app.execute(statement).await;
        }
        seal(&app).await;
        let (export, _) = exported(&app, "after.jsonl");
        assert!(steward(&app, &["verify", path(&export), "--key", &key]).sound, "by itself it is whole");
        let by_letter = steward(&app, &["verify", path(&export), "--key", &key, "--from", path(&letter)]);
        assert_eq!(by_letter, said(false, &format!(
            "the records do not fit the checkpoint of 301 records in {}: among 1…301 something was altered, with its hash", path(&letter))));
        // All lost their salt, so the first is another already.
        let by_export = steward(&app, &["verify", path(&export), "--key", &key, "--from", path(&before)]);
        assert_eq!(by_export, said(false, &format!("record 1 is another than in {}", path(&before))));
    }

    async fn nothing_is_signed_that_contradicts_what_was_signed(app: TestApp) {
        record(&app.state, 10).await;
        seal(&app).await;
        let checkpoints = count(&app, "SELECT CAST(count(*) AS TEXT) FROM audit_checkpoints").await;
        let altered = match app.engine {
            Engine::Sqlite => "UPDATE audit_tree SET edge = zeroblob(length(edge))",
            Engine::Postgres => "UPDATE audit_tree SET edge = decode(repeat('00', length(edge)), 'hex')",
        };
        app.execute(altered).await;
        record(&app.state, 10).await;
        app.clock.advance(chrono::Duration::seconds(11));
        let refused = steward::sealing::step(&app.state).await.expect_err("it contradicts the last one").to_string();
        assert!(!refused.is_empty());
        assert_eq!(count(&app, "SELECT CAST(count(*) AS TEXT) FROM audit_checkpoints").await, checkpoints);
        assert!(!steward(&app, &["verify"]).sound);
    }

    async fn an_older_backup_is_a_prefix_of_what_was_anchored(app: TestApp) {
        record(&app.state, 20).await;
        seal(&app).await;
        let (older, key) = exported(&app, "older.jsonl");
        record(&app.state, 20).await;
        seal(&app).await;
        let letter = letter(&app, "letter.txt").await;
        let told = steward(&app, &["verify", path(&older), "--key", &key, "--to", path(&letter)]);
        assert_eq!(told, said(false, &format!(
            "intact 1…21\nthe database is a prefix of what was anchored: it ends at 21, and {} has a checkpoint of 41 records; an older backup was restored, or records are withheld",
            path(&letter))));
        let (newer, _) = exported(&app, "newer.jsonl");
        let told = steward(&app, &["verify", path(&newer), "--key", &key, "--from", path(&older), "--to", path(&letter)]);
        assert_eq!(told, said(true, "intact 1…42"));
    }
}
