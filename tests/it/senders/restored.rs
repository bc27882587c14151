//! What is deleted stays for 30 days, and can come back.

use super::{custom, made};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use chrono::Duration;
use serde_json::json;
use steward::housekeeping;

both_databases! {
    async fn a_deleted_sender_is_restored_as_it_was_for_thirty_days(app: TestApp) {
        let mut script = Script::new(&app).await;
        let id = made(&mut script, json!({"name": "Mail", "type": "custom", "accounts": ["acme"]})).await;
        let before = script.ok("senders/get", json!({"id": id})).await["data"].clone();
        let asked = script.owner.get("/senders/1/delete").await;
        assert!(asked.has_text("For 30 days it can be restored"), "{}", asked.text());
        let deleted = script.owner.submit("/senders/1/delete", &[]).await;
        assert_eq!((deleted.status, deleted.location()), (303, "/senders"));
        assert!(script.owner.follow(&deleted).await.rows().is_empty());
        assert_eq!(script.owner.get("/senders?state=deleted").await.rows()[0][0], "Mail");
        assert_eq!(script.ok("senders/list", json!({})).await["total_count"], 0);
        assert_eq!(script.ok("senders/list", json!({"state": "deleted"})).await["total_count"], 1);
        let page = script.owner.get("/senders/1").await;
        assert!(page.has_text("The sender is deleted. Restore it first.") && page.has_link("Restore…") && !page.has_text("Save"), "{}", page.text());
        for (call, params) in [
            ("senders/save", json!({"id": id, "name": "Other"})),
            ("senders/assign", json!({"id": id, "remove": ["acme"]})),
            ("senders/queue/hold", json!({"id": id})),
            ("senders/queue/purge", json!({"id": id, "all_accounts": true})),
            ("senders/delete", json!({"id": id})),
        ] {
            assert_eq!(script.refused(call, params).await.0, 409, "{call}");
        }
        assert_eq!(script.refused("senders/save", json!({"name": "Mail", "type": "custom"})).await.0, 409, "it keeps its name");
        let restored = script.owner.submit("/senders/1/restore", &[]).await;
        assert_eq!((restored.status, restored.location()), (303, "/senders/1"), "{}", restored.text());
        let after = script.ok("senders/get", json!({"id": id})).await["data"].clone();
        for same in ["name", "type", "accounts", "state", "deleted_at"] {
            assert_eq!(after[same], before[same], "{same}");
        }
        assert!(script.owner.get("/senders/1/restore").await.has_text("is not deleted"));
        script.ok("senders/undelete", json!({"id": id})).await;
        script.ok("senders/delete", json!({"id": id})).await;
        app.clock.advance(Duration::days(29));
        housekeeping::step(&app.state).await.expect("it sweeps");
        script.ok("senders/restore", json!({"id": id})).await;
        script.ok("senders/delete", json!({"id": id})).await;
        app.clock.advance(Duration::days(31));
        assert_eq!(script.refused("senders/restore", json!({"id": id})).await.0, 409);
        housekeeping::step(&app.state).await.expect("it sweeps");
        assert_eq!(script.refused("senders/get", json!({"id": id})).await.0, 404);
        assert_eq!(script.record(1).await[0][0], "purge");
        custom(&mut script, "Mail").await;
    }
}
