//! An account name that a deleted account holds: asked about, given up, and another one when that account comes back.

use super::{ACCOUNTS, FIRST, LEAST, NEW, PASSWORD, make_user, names, sign_in};
use crate::api::Script;
use crate::both_databases;
use crate::resource::make_account;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::form::{OFF, ON};
use chrono::Duration;
use serde_json::{Value, json};

const RESTORE: &str = "/accounts/1/restore";
/// The test's clock stands at noon on 2 March 2026: what a script is told, and an administrator in Tokyo.
const UNTIL: &str = "2026-04-01 12:00 UTC";
const UNTIL_IN_TOKYO: &str = "1 Apr 2026, 21:00";

async fn delete_acme(owner: &mut Client) {
    let deleted = owner.submit("/accounts/1/delete", &[("typed_name", "acme")]).await;
    assert_eq!(deleted.status, 303, "{}", deleted.text());
}

fn acme() -> Value {
    json!({"name": " ACME ", "title": "Acme again", "tz": "UTC", "tariff": 1, "reports_day": 1, "reports_hour": 9})
}

fn with(mut params: Value, field: &str, value: Value) -> Value {
    params[field] = value;
    params
}

both_databases! {
    async fn a_new_account_takes_a_deleted_one_s_name_where_that_is_ticked(app: TestApp) {
        let mut script = Script::new(&app).await;
        let owner = &mut script.owner;
        make_user(owner, "anna", &[]).await;
        delete_acme(owner).await;
        assert_eq!(owner.submit("/me", &[("tz", "Asia/Tokyo")]).await.status, 303);
        owner.get(NEW).await;
        let typed = [&LEAST[1..2], &[("name", "Acme")], &LEAST[3..]].concat();
        let asked = owner.post(NEW, &typed).await;
        assert_eq!(asked.status, 422);
        let error = asked.field_error("name").expect("it is the name");
        assert!(error.contains("id 1") && error.contains(UNTIL_IN_TOKYO) && !error.contains("UTC") && error.contains("Restore it"), "{error}");
        assert_eq!(asked.value_of("release_name").as_deref(), Some(""), "there is a tick, and it is not set");
        assert!(asked.has_link("Show the deleted account"));

        assert_eq!(owner.submit_shown(&asked, NEW, &[], &[]).await.status, 422, "no answer is no yes");
        let made = owner.submit_shown(&asked, NEW, &[("release_name", ON)], &[]).await;
        assert_eq!((made.status, made.location()), (303, "/accounts/2"), "{}", made.text());
        assert_eq!(names(owner, "").await, ["acme"]);
        assert_eq!(names(owner, "?state=deleted&q=acme").await, ["acme (released)"]);
        let page = owner.get(FIRST).await;
        assert_eq!(page.value_of("name").as_deref(), Some("acme (released)"));
        assert!(!page.has_text("login@") && !page.has_text("as it was") && page.has_text("under another name"), "{}", page.text());
        assert!(page.has_text(&format!("It can be restored until {UNTIL_IN_TOKYO}")), "{}", page.text());
        assert!(owner.get(RESTORE).await.has_text("under another name: its own was released"));
        assert!(owner.get("/accounts/1/users/1").await.texts(".head").concat().contains("anna@acme (released)"));
        assert!(owner.get("/accounts/1/history").await.rows()[0].join(" ").contains("Account nameacme → acme (released)"));
        assert!(owner.get("/accounts/2/history").await.rows()[0].join(" ").contains("Account nameacme"));
    }

    async fn yes_to_one_name_is_not_yes_to_another(app: TestApp) {
        let mut script = Script::new(&app).await;
        let owner = &mut script.owner;
        make_account(owner, "globex").await;
        delete_acme(owner).await;
        assert_eq!(owner.submit("/accounts/2/delete", &[("typed_name", "globex")]).await.status, 303);
        owner.get(NEW).await;
        let asked = owner.post(NEW, &[&LEAST[1..2], &[("name", "acme")], &LEAST[3..]].concat()).await;
        let other = owner.submit_shown(&asked, NEW, &[("name", "globex"), ("release_name", ON)], &[]).await;
        assert!(other.status == 422 && other.field_error("name").is_some_and(|error| error.contains("id 2")), "{}", other.text());
        assert_eq!(names(owner, "?state=deleted").await, ["globex", "acme"], "nothing was given up");
    }

    async fn renaming_asks_about_both_at_once(app: TestApp) {
        let mut script = Script::new(&app).await;
        let owner = &mut script.owner;
        make_account(owner, "globex").await;
        delete_acme(owner).await;
        let path = "/accounts/2";
        let asked = owner.submit(path, &[("name", "acme")]).await;
        assert!(asked.status == 422 && asked.has_text("Change the account name?") && asked.has_text("Take the name from a deleted account?"), "{}", asked.text());
        let half = owner.submit_shown(&asked, path, &[("name_confirmed", ON)], &[]).await;
        assert_eq!((half.status, half.value_of("name_confirmed").as_deref(), half.value_of("release_name").as_deref()), (422, Some("acme"), Some("")), "what was answered stays answered");
        let other = owner.submit_shown(&asked, path, &[("name_confirmed", OFF), ("release_name", ON)], &[]).await;
        assert_eq!((other.status, other.value_of("release_name").as_deref()), (422, Some("acme")));
        assert_eq!(owner.submit_shown(&half, path, &[("release_name", ON)], &[]).await.status, 303);
        assert_eq!(names(owner, "").await, ["acme"]);
        assert_eq!(names(owner, "?state=deleted").await, ["acme (released)"]);
    }

    async fn the_api_says_who_holds_the_name_until_when_and_takes_it_when_told(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_account(&mut script.owner, "globex").await;
        script.ok("accounts/delete", json!({"id": "acme"})).await;
        for params in [acme(), with(acme(), "release_name", json!(false)), json!({"id": "globex", "name": "acme"})] {
            let answer = script.json("accounts/save", params).await;
            let said = answer.json();
            let text = said["error_text"].as_str().expect("a sentence").to_owned();
            assert!(answer.status == 409 && text.contains("id 1") && text.contains(UNTIL) && text.contains("Restore it") && text.contains("release_name"), "{}", answer.body);
            assert_eq!(said["errors"]["name"], json!(text));
        }
        let told = script.ok("accounts/save", with(with(acme(), "release_name", json!(true)), "dry_run", json!(true))).await;
        assert_eq!(told["changes"].as_array().map(Vec::len), Some(2), "{told}");
        let saved = script.saved("accounts/save", with(acme(), "release_name", json!(true))).await;
        let id = &saved["saved_id"];
        assert_eq!((saved["version"].clone(), id), (json!(1), &script.ok("accounts/get", json!({"id": "acme"})).await["data"]["id"]));
        let old = script.ok("accounts/get", json!({"id": 1})).await["data"].clone();
        assert_eq!((&old["name"], &old["version"]), (&json!("acme (released)"), &json!(3)));
        let record = script.record(2).await;
        assert_eq!(record[0][0], "give-up-name");
        assert_eq!(record[0][3], json!({"name": {"old": "acme", "new": "acme (released)"}}));
        assert_eq!((&record[1][0], &record[1][3]["name"]["new"]), (&json!("create"), &json!("acme")));

        let taken = script.json("accounts/save", with(acme(), "release_name", json!(true))).await;
        assert!(taken.status == 409 && taken.body.contains("This name is already taken"), "a live account gives nothing up: {}", taken.body);
        script.ok("accounts/delete", json!({"id": id})).await;
        let renamed = script.saved("accounts/save", json!({"id": "globex", "name": "acme", "release_name": 1})).await;
        assert_eq!(renamed["saved_id"], 2);
        assert_eq!(names(&mut script.owner, "?state=deleted").await, ["acme (released)", "acme (released)"], "several may have given up one name");
    }

    async fn who_has_given_its_name_up_comes_back_under_another(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_user(&mut script.owner, "anna", &[]).await;
        make_account(&mut script.owner, "globex").await;
        script.ok("accounts/delete", json!({"id": 1})).await;
        script.ok("accounts/save", with(acme(), "release_name", json!(true))).await;
        for (name, code) in [(json!(null), 422), (json!(""), 422), (json!("a b"), 422), (json!("acme"), 409), (json!("globex"), 409)] {
            let (refused, errors) = script.refused("accounts/restore", json!({"id": 1, "name": name})).await;
            assert_eq!((refused, errors["name"].is_string()), (code, true), "{name}: {errors}");
        }
        let owner = &mut script.owner;
        let asked = owner.get(RESTORE).await;
        assert!(asked.has_text("acme, has been released") && asked.value_of("name").as_deref() == Some(""), "{}", asked.text());
        let refused = owner.submit_shown(&asked, RESTORE, &[("name", "globex")], &[]).await;
        assert_eq!((refused.status, refused.value_of("name").as_deref()), (422, Some("globex")));
        assert!(refused.field_error("name").is_some_and(|error| error.contains("taken")), "{}", refused.text());
        let done = owner.submit_shown(&refused, RESTORE, &[("name", "Acme.Old")], &[]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let mut live = names(owner, "").await;
        live.sort();
        assert_eq!(live, ["acme", "acme.old", "globex"]);
        assert_eq!(names(owner, "?q=me.ol").await, ["acme.old"], "it is found by its new name");
        assert!(owner.get("/accounts/1/history").await.rows()[0].join(" ").contains("acme (released) → acme.old"));
        assert_eq!(sign_in(&app, "anna@acme.old").await.1.status, 303);
        assert_eq!(sign_in(&app, "anna@acme").await.1.status, 422, "that is somebody else's now");
    }

    async fn who_has_kept_its_name_comes_back_under_it(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/delete", json!({"id": 1})).await;
        let (code, errors) = script.refused("accounts/restore", json!({"id": 1, "name": "other"})).await;
        assert_eq!((code, errors["name"].is_string()), (422, true), "{errors}");
        assert!(script.owner.get(RESTORE).await.value_of("name").is_none());
        script.ok("accounts/restore", json!({"id": 1, "name": "ACME"})).await;
        script.ok("accounts/restore", json!({"id": 1, "name": "ACME"})).await;
        let (code, errors) = script.refused("accounts/restore", json!({"id": 1, "name": "other"})).await;
        assert!(code == 422 && errors["name"].as_str().is_some_and(|text| text.contains("change the name")), "who is there is not renamed: {errors}");
        assert_eq!(names(&mut script.owner, "").await, ["acme"]);
    }

    async fn nobody_signs_in_by_a_name_that_was_given_up(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_user(&mut script.owner, "anna", &[]).await;
        script.ok("accounts/delete", json!({"id": 1})).await;
        script.ok("accounts/save", with(acme(), "release_name", json!(true))).await;
        for login in ["anna@acme", "anna@acme#1", "anna@acme (released)"] {
            assert_eq!(sign_in(&app, login).await.1.status, 422, "{login}");
        }
        script.ok("accounts/users/add", json!({"account_id": "acme", "name": "anna", "email": "other@example.com", "password": PASSWORD, "must_change_password": false})).await;
        let signed_in = sign_in(&app, "anna@acme").await.1;
        assert_eq!(signed_in.status, 303, "the new account's anna is nobody else: {}", signed_in.text());
    }

    async fn what_can_no_longer_be_restored_holds_no_name(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/delete", json!({"id": 1})).await;
        app.clock.advance(Duration::days(30));
        assert_eq!(script.refused("accounts/save", acme()).await.0, 409);
        app.clock.advance(Duration::seconds(1));
        script.ok("accounts/save", acme()).await;
        steward::housekeeping::step(&app.state).await.expect("housekeeping works");
        assert_eq!(script.refused("accounts/get", json!({"id": 1})).await.0, 404, "it is purged as ever");
        let live = script.ok("accounts/list", json!({})).await;
        assert_eq!((&live["total_count"], &live["data"][0]["name"]), (&json!(1), &json!("acme")));
    }

    async fn of_ten_who_want_a_deleted_name_at_once_one_gets_it(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/delete", json!({"id": 1})).await;
        let bearer = format!("Bearer {}", script.secret);
        let calls = (0..10).map(|_| {
            let (mut client, bearer) = (app.client(), bearer.clone());
            async move {
                let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
                client.post_raw("/api/v1.1/admin/accounts/save", &headers, with(acme(), "release_name", json!(true)).to_string()).await.status
            }
        });
        let statuses = futures_util::future::join_all(calls).await;
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
        assert_eq!(script.owner.get(ACCOUNTS).await.rows().len(), 1);
    }
}
