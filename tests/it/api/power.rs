//! A token may do what its scopes say, and at most what whoever made it may do now.

use super::{ALL_SCOPES, ROOT, Script, make_token};
use crate::admins;
use crate::both_databases;
use crate::login_as::newest;
use crate::support::app::TestApp;
use crate::support::form::OFF;
use serde_json::{Value, json};

/// A call of each scope that changes nothing that the next one needs.
fn calls() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("accounts:read", "accounts/list", json!({})),
        ("accounts:write", "accounts/save", json!({"id": 1, "title": "Acme", "dry_run": true})),
        ("users:read", "accounts/users/list", json!({"account_id": 1})),
        ("users:write", "accounts/groups/save", json!({"account_id": 1, "name": "Readers", "dry_run": true})),
        ("resources:read", "tariffs/list", json!({})),
        ("resources:write", "tariffs/save", json!({"name": "Gold", "title": "Gold", "dry_run": true})),
        ("mail:send", "accounts/users/send_welcome", json!({"account_id": 1, "name": "nobody"})),
        ("audit:read", "audit/list", json!({})),
        ("suppression:read", "stop_lists/list", json!({})),
        ("suppression:write", "stop_lists/save", json!({"id": 1, "description": "x", "dry_run": true})),
        ("platform:report", "senders/orders", json!({})),
    ]
}

/// Sam, an owner, has made the token; the other owner is in the panel.
async fn made_by_sam(app: &TestApp) -> Script {
    let mut script = Script::new(app).await;
    let mut sam = admins::signed_in_admin(app, &mut script.owner, "sam", "owner").await;
    script.secret = make_token(&mut sam, "Sync", &ALL_SCOPES).await;
    script
}

/// The scopes whose calls are refused.
async fn refused(script: &mut Script) -> Vec<&'static str> {
    let mut refused = Vec::new();
    for (scope, call, params) in calls() {
        match script.json(call, params).await.status {
            403 => refused.push(scope),
            200 | 404 => {}
            status => panic!("{call}: {status}"),
        }
    }
    refused
}

both_databases! {
    async fn a_token_follows_the_role_of_who_made_it_by_the_next_call(app: TestApp) {
        let mut script = made_by_sam(&app).await;
        let writes = ["accounts:write", "users:write", "resources:write", "suppression:write", "platform:report"];
        for (role, lost) in [("owner", &[][..]), ("manager", &[]), ("support", &writes), ("auditor", &["accounts:write", "users:write", "resources:write", "mail:send", "suppression:write", "platform:report"]), ("owner", &[])] {
            assert_eq!(script.owner.submit("/admins/2", &[("role", role)]).await.status, 303, "{role}");
            assert_eq!(refused(&mut script).await, lost, "{role}");
        }
        assert_eq!(script.owner.submit("/admins/2", &[("role", "auditor")]).await.status, 303);
        let text = script.json("accounts/save", json!({"id": 1, "title": "X"})).await.body;
        assert!(text.contains("the administrator who created it may not") && text.contains("accounts:write"), "{text}");
        assert_eq!(script.owner.submit("/admins/2", &[("active", OFF)]).await.status, 303);
        assert_eq!(script.refused("accounts/list", json!({})).await.0, 401);
        assert_eq!(script.owner.submit("/admins/2/delete", &[]).await.status, 303);
        assert_eq!(script.refused("accounts/list", json!({})).await.0, 401);
    }

    async fn a_demotion_says_which_tokens_it_cuts_and_the_list_shows_it(app: TestApp) {
        let mut script = made_by_sam(&app).await;
        let page = script.owner.get("/admins/2").await;
        assert!(page.has_text("support: “Sync” accounts:write, users:write, resources:write, suppression:write, platform:report"), "{}", page.text());
        assert!(page.has_text("auditor: “Sync” accounts:write, users:write, resources:write, mail:send, suppression:write, platform:report") && page.has_text("these stop working: “Sync”"), "{}", page.text());
        assert!(!page.has_text("manager: “Sync”") && !page.has_text("Billing"), "{}", page.text());
        let delete = script.owner.get("/admins/2/delete").await;
        assert!(delete.has_text("These API tokens, created by the administrator, stop working immediately: Sync"), "{}", delete.text());

        let demoted = script.owner.submit("/admins/2", &[("role", "support")]).await;
        let said = script.owner.follow(&demoted).await;
        assert!(said.has_text("sam is saved. These API tokens may now do less: Sync."), "{}", said.text());
        let list = script.owner.get("/api-tokens").await;
        assert_eq!(list.texts("#token-2 del"), ["accounts:write", "users:write", "resources:write", "suppression:write", "platform:report"]);
        assert!(list.rows()[1][3].contains("May do less: its creator now has another role"), "{:?}", list.rows());
        assert!(!list.rows()[0][3].contains("May do less"), "{:?}", list.rows());
        let again = script.owner.submit("/admins/2", &[("last_name", "Sampson")]).await;
        assert!(!script.owner.follow(&again).await.has_text("may now do less"), "nothing is cut by that");
    }

    async fn refused_calls_are_on_the_record(app: TestApp) {
        let mut script = Script::with(&app, &["accounts:read"]).await;
        assert_eq!(script.refused("accounts/save", json!({"id": 1, "title": "X"})).await.0, 403);
        let record = newest(&mut script.owner, "/audit").await;
        for part in ["Billing", "Refused", "call", "accounts/save", "accounts:write"] {
            assert!(record.contains(part), "{part}: {record}");
        }
        let before = script.owner.get("/audit?action=refused").await.rows().len();
        script.ok("accounts/list", json!({})).await;
        assert_eq!(script.refused("accounts/nothing", json!({})).await.0, 404);
        assert_eq!(script.owner.get("/audit?action=refused").await.rows().len(), before, "what is not there is not refused");
        script.client.get(&format!("{ROOT}/accounts/save")).await;
        assert_eq!(script.owner.get("/audit?action=refused").await.rows().len(), before);
    }
}
