//! What a virtual sender names cannot be taken away under it.

use super::{add, default_rule, shares, with_senders};
use crate::api::Script;
use crate::both_databases;
use crate::resource::make_account;
use crate::support::app::TestApp;
use serde_json::{Value, json};

both_databases! {
    async fn a_sender_in_use_is_not_deleted_and_the_page_says_where(app: TestApp) {
        let mut script = with_senders(&app).await;
        add(&mut script, "Main", &[("Mailer", 100)]).await;
        let page = script.owner.get("/senders/1/delete").await;
        assert!(page.has_text("Sender “Mailer” is in use") && page.has_text("acme: Main"), "{}", page.text());
        assert_eq!(script.owner.post("/senders/1/delete", &[("version", "1")]).await.status, 409);
        assert_eq!(script.refused("senders/delete", json!({"id": "Mailer"})).await.0, 409);
        script.ok("accounts/delete", json!({"id": 1})).await;
        assert_eq!(script.refused("senders/delete", json!({"id": "Mailer"})).await.0, 409, "the account may come back");
        script.ok("accounts/restore", json!({"id": 1})).await;
        script.ok("vsenders/delete", json!({"account_id": 1, "id": "Main"})).await;
        script.ok("senders/delete", json!({"id": "Mailer"})).await;
    }

    async fn an_account_that_sends_through_it_is_not_taken_away(app: TestApp) {
        let mut script = with_senders(&app).await;
        make_account(&mut script.owner, "globex").await;
        script.ok("senders/assign", json!({"id": "Mailer", "add": ["globex"]})).await;
        let rules = json!([{"type": "from_domain", "value": "a.com", "senders": shares(&[("Bulk", 100)])}, default_rule(&[("Mailer", 100)])]);
        script.ok("vsenders/add", json!({"account_id": 1, "name": "Main", "email_rules": rules})).await;
        let said = "Account acme still sends through it: rule 2 of the virtual sender “Main”.";
        for (call, ask) in [
            ("senders/assign", json!({"id": "Mailer", "remove": ["acme", "globex"]})),
            ("senders/save", json!({"id": "Mailer", "accounts": ["globex"]})),
            ("senders/save", json!({"id": "Mailer", "accounts": []})),
        ] {
            let refused = script.json(call, ask).await;
            assert!(refused.status == 409 && refused.body.contains(said), "{call}: {}", refused.body);
        }
        let refused = script.owner.post("/senders/1/accounts", &[("id", "1")]).await;
        assert!(refused.status == 409 && refused.has_text(said), "{}", refused.text());
        assert_eq!(script.ok("senders/get", json!({"id": "Mailer"})).await["data"]["accounts"], json!([1, 2]), "nothing was taken away");
        script.ok("senders/assign", json!({"id": "Mailer", "remove": ["globex"]})).await;
        script.ok("vsenders/update", json!({"account_id": 1, "id": "Main", "email_rules": [default_rule(&[("Bulk", 100)])]})).await;
        script.ok("senders/assign", json!({"id": "Mailer", "remove": ["acme"]})).await;
    }

    async fn a_group_that_it_names_is_not_deleted(app: TestApp) {
        let mut script = with_senders(&app).await;
        let group = async |script: &mut Script, name: &str| {
            script.ok("accounts/groups/save", json!({"account_id": 1, "name": name})).await["data"]["saved_id"].clone()
        };
        let (north, south) = (group(&mut script, "North").await, group(&mut script, "South").await);
        let rules = json!([{"type": "group_id", "value": "North", "senders": shares(&[("Mailer", 100)])}, default_rule(&[("Mailer", 100)])]);
        script.ok("vsenders/add", json!({"account_id": 1, "name": "Main", "groups": [south], "email_rules": rules})).await;
        for id in [&north, &south] {
            let (code, _) = script.refused("accounts/groups/delete", json!({"account_id": 1, "id": id})).await;
            assert_eq!(code, 409);
            let page = script.owner.get(&format!("/accounts/1/groups/{id}/delete")).await;
            assert!(page.has_text("Virtual senders that name it") && page.has_text("Main"), "{}", page.text());
        }
        script.ok("vsenders/update", json!({"account_id": 1, "id": "Main", "groups": null, "email_rules": []})).await;
        for id in [north, south] {
            script.ok("accounts/groups/delete", json!({"account_id": 1, "id": id})).await;
        }
    }

    async fn what_goes_with_an_account_that_is_purged_leaves_its_senders(app: TestApp) {
        let mut script = with_senders(&app).await;
        script.ok("accounts/groups/save", json!({"account_id": 1, "name": "North"})).await;
        add(&mut script, "Main", &[("Mailer", 100)]).await;
        script.ok("vsenders/update", json!({"account_id": 1, "id": "Main", "groups": ["North"]})).await;
        script.ok("accounts/delete", json!({"id": 1})).await;
        app.clock.advance(chrono::Duration::days(31));
        steward::housekeeping::step(&app.state).await.expect("it is done");
        assert_eq!(script.refused("vsenders/list", json!({"account_id": 1})).await.0, 404);
        script.ok("senders/delete", json!({"id": "Mailer"})).await;
    }

    async fn a_rule_and_the_senders_deletion_at_once_leave_no_rule_without_its_sender(app: TestApp) {
        let mut script = with_senders(&app).await;
        for round in 0..6 {
            let name = format!("Main {round}");
            let beside = |client| Script { client, owner: app.client(), secret: script.secret.clone() };
            let (mut one, mut other) = (beside(app.client()), beside(app.client()));
            let rules = json!([default_rule(&[("Bulk", 100)])]);
            let add = one.json("vsenders/add", json!({"account_id": 1, "name": name, "email_rules": rules}));
            let delete = other.json("senders/delete", json!({"id": "Bulk"}));
            let (added, deleted) = tokio::join!(add, delete);
            let codes: [Value; 2] = [added.json()["error"].clone(), deleted.json()["error"].clone()];
            assert!(codes.iter().filter(|code| **code == 0).count() == 1, "{codes:?}");
            if codes[0] == 0 {
                script.ok("vsenders/delete", json!({"account_id": 1, "id": name})).await;
            } else {
                script.ok("senders/undelete", json!({"id": "Bulk"})).await;
            }
        }
    }
}
