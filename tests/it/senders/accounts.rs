//! Which accounts may send through a sender.

use super::{custom, made, make};
use crate::api::Script;
use crate::both_databases;
use crate::resource::{make_account, owner_of_acme};
use crate::support::app::TestApp;
use serde_json::{Value, json};

async fn accounts(script: &mut Script, id: i64) -> Value {
    script.ok("senders/get", json!({"id": id})).await["data"]["accounts"].clone()
}

both_databases! {
    async fn accounts_are_named_by_id_name_or_title_when_a_sender_is_made(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_account(&mut owner, "beta").await;
        let named = [("title", "Gamma, Delta & Co"), ("name", "gamma"), ("tariff", "Basic")];
        assert_eq!(owner.submit("/accounts/new", &named).await.status, 303);
        let answer = make(&mut owner, "custom", &[("name", "Own"), ("accounts", "1\nBETA\n gamma, delta & co \nacme")]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let list = owner.get("/senders/1/accounts").await;
        let titles: Vec<String> = list.rows().into_iter().map(|row| row[1].clone()).collect();
        assert_eq!(titles, ["acme", "beta", "Gamma, Delta & Co"]);
        assert_eq!(owner.get("/senders").await.rows()[0][3], "3");
        assert!(owner.get("/audit").await.has_text("acme, beta, gamma"));
    }

    async fn accounts_are_pasted_and_ticked_without_script(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_account(&mut script.owner, "beta").await;
        make_account(&mut script.owner, "gamma").await;
        let id = custom(&mut script, "Own").await;
        let page = "/senders/1/accounts";
        let added = script.owner.submit(page, &[("add", "1, 2,3")]).await;
        assert_eq!((added.status, added.location()), (303, page));
        assert!(script.owner.follow(&added).await.has_text("3 accounts are added."));
        assert_eq!(accounts(&mut script, id).await, json!([1, 2, 3]));
        let csrf = script.owner.get(page).await.value_of("csrf").expect("a token");
        let removed = script.owner.post(page, &[("csrf", &csrf), ("id", "1"), ("id", "3")]).await;
        assert_eq!(removed.status, 303, "{}", removed.text());
        assert_eq!(accounts(&mut script, id).await, json!([2]));
        assert_eq!(script.record(1).await[0], json!(["assign", "sender", "Own", {"accounts_removed": {"old": "", "new": "acme, gamma"}}]));
        for (typed, said) in [("nobody", "There is no account “nobody”."), ("2\n#77", "There is no account “#77”."), ("", "Enter or tick at least one account.")] {
            let refused = script.owner.submit(page, &[("add", typed)]).await;
            assert!(refused.status == 422 && refused.field_error("add").is_some_and(|it| it.contains(said)), "{typed:?}: {}", refused.text());
            assert_eq!(refused.value_of("add").as_deref(), Some(typed));
        }
        assert_eq!(accounts(&mut script, id).await, json!([2]), "of a list that is refused nothing is added");
        let file = script.owner.get("/senders/1/accounts/export?format=csv").await;
        assert!(file.body.contains("2,beta,beta,active"), "{}", file.body);
    }

    async fn a_call_adds_and_takes_away_and_says_how_many(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_account(&mut script.owner, "beta").await;
        let id = made(&mut script, json!({"name": "Own", "type": "custom", "accounts": ["acme"]})).await;
        let done = script.ok("senders/assign", json!({"id": "Own", "add": ["acme", 2], "remove": []})).await;
        assert_eq!(done["data"], json!({"added": 1, "removed": 0}));
        let again = script.ok("senders/assign", json!({"id": "Own", "add": ["beta"]})).await;
        assert_eq!(again["data"], json!({"added": 0, "removed": 0}));
        for wrong in [json!({"add": ["beta"], "remove": [2]}), json!({"add": [99]}), json!({"remove": ["nobody"]})] {
            let mut wrong = wrong;
            wrong["id"] = json!("Own");
            assert_eq!(script.refused("senders/assign", wrong.clone()).await.0, 422, "{wrong}");
        }
        script.ok("senders/save", json!({"id": id, "per_second": 5})).await;
        assert_eq!(accounts(&mut script, id).await, json!([1, 2]), "what is not given stays");
        script.ok("senders/save", json!({"id": id, "accounts": ["beta"]})).await;
        assert_eq!(accounts(&mut script, id).await, json!([2]));
        script.ok("senders/save", json!({"id": id, "accounts": []})).await;
        assert_eq!(accounts(&mut script, id).await, json!([]));
    }

    async fn a_deleted_account_stays_listed_and_is_not_assigned_anew(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_account(&mut script.owner, "beta").await;
        let id = made(&mut script, json!({"name": "Own", "type": "custom", "accounts": ["acme"]})).await;
        for account in ["acme", "beta"] {
            script.ok("accounts/delete", json!({"id": account})).await;
        }
        let page = script.owner.get("/senders/1/accounts").await;
        assert!(page.rows()[0][3].contains("Deleted"), "{}", page.text());
        assert_eq!(script.refused("senders/assign", json!({"id": id, "add": ["beta"]})).await.0, 409);
        assert_eq!(script.refused("senders/save", json!({"id": id, "accounts": ["acme", "beta"]})).await.0, 409);
        let refused = script.owner.submit("/senders/1/accounts", &[("add", "beta")]).await;
        assert!(refused.status == 409 && refused.has_text("is deleted and cannot be assigned"), "{}", refused.text());
        script.ok("senders/save", json!({"id": id, "accounts": ["acme"]})).await;
        script.ok("senders/assign", json!({"id": id, "remove": ["acme"]})).await;
        assert_eq!(accounts(&mut script, id).await, json!([]), "but taken away");
    }

    async fn frozen_and_inactive_accounts_are_assigned_as_others(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_account(&mut script.owner, "beta").await;
        script.ok("accounts/freeze", json!({"id": "acme"})).await;
        script.ok("accounts/deactivate", json!({"id": "beta"})).await;
        let id = made(&mut script, json!({"name": "Own", "type": "custom", "accounts": ["acme", "beta"]})).await;
        assert_eq!(accounts(&mut script, id).await, json!([1, 2]));
    }

    async fn a_thousand_accounts_are_assigned_in_one_go(app: TestApp) {
        let mut script = Script::new(&app).await;
        app.execute("INSERT INTO accounts (title, title_key, name, tariff_id, tariff_name, tz, active, frozen, limit_reached, save_email_web_versions, enable_pixel, enable_smart_settings, enable_push, enable_track_email_replies, reports_day, reports_hour, force_2fa_auth, use_ldap, login_as_notice, user_count, search, version, created_at, updated_at, updated_by) WITH RECURSIVE n (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < 1500) SELECT 'T' || n, 't' || n, 'n' || n, 1, 'Basic', 'UTC', TRUE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, 1, 9, FALSE, FALSE, 'after', 0, 't' || n, 1, a.created_at, a.updated_at, 'x' FROM n, accounts a WHERE a.id = 1").await;
        let id = custom(&mut script, "Own").await;
        let all: Vec<i64> = (1..=1500).collect();
        let done = script.ok("senders/assign", json!({"id": id, "add": all})).await;
        assert_eq!(done["data"]["added"], 1500);
        let page = script.owner.get("/senders").await;
        assert_eq!(page.rows()[0][3], "1,000+");
        assert!(script.owner.get("/senders/1/accounts?q=t149").await.has_text("of 11"), "{}", page.text());
        assert!(script.record(1).await[0][3]["accounts_added"]["new"].as_str().is_some_and(|it| it.ends_with(" +1480")));
    }
}
