//! Accounts that use a directory, and users whose password is its.

mod admins;
mod entry;
mod recheck;

use crate::account_users::{letters, try_create};
use crate::api::Script;
use crate::both_databases;
use crate::resource::{Resource, what_an_account_uses_cannot_be_deleted};
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::Client;
use crate::support::form::{OFF, ON};
use chrono::Duration;
use serde_json::{Value, json};

const DIRECTORY: Resource =
    Resource { path: "/ldap", form: &[("host", "ldap.example.org"), ("base_dn", "ou=people,dc=example,dc=org")] };
const ACCOUNT: &str = "/accounts/1";
const ANNA: &str = "/accounts/1/users/1";
const PASSWORD: &str = "nine Yellow otters at 6 o'clock";
const OF_DIRECTORY: &str = "The password is the directory’s: it is changed there.";

/// The account uses a directory of that name.
async fn using_directory(app: &TestApp) -> Script {
    let mut script = Script::new(app).await;
    DIRECTORY.create(&mut script.owner, "Office").await;
    let used = script.owner.submit(ACCOUNT, &[("use_ldap", ON), ("ldap_connector", "1")]).await;
    assert_eq!(used.status, 303, "{}", used.text());
    script
}

async fn anna(owner: &mut Client, more: &[(&str, &str)]) {
    let made = try_create(owner, "anna", more).await;
    assert_eq!(made.status, 303, "{}", made.text());
}

/// Says who one is, and does it again.
async fn prove(owner: &mut Client, asked: &crate::support::answer::Answer) -> crate::support::answer::Answer {
    assert!(asked.location().starts_with("/prove"), "{}", asked.location());
    let proven = owner.submit_on(asked.location(), "/prove", &[("current_password", OWNER_PASSWORD)], &[]).await;
    let kept = owner.follow(&proven).await;
    owner.submit_shown(&kept, proven.location().split('?').next().expect("an address"), &[], &[]).await
}

both_databases! {
    async fn an_account_that_uses_ldap_says_which_directory(app: TestApp) {
        let mut script = Script::new(&app).await;
        let owner = &mut script.owner;
        let page = owner.get(ACCOUNT).await;
        assert!(page.has_text("There are no directories yet.") && page.has_link("Create a directory"));
        let refused = owner.submit(ACCOUNT, &[("use_ldap", ON)]).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.field_error("ldap_connector").as_deref(), Some("Choose the directory that users sign in through."));
        DIRECTORY.create(owner, "Office").await;
        assert_eq!(owner.submit(ACCOUNT, &[("use_ldap", ON), ("ldap_connector", "1")]).await.status, 303);
        let data = script.ok("accounts/get", json!({"id": "acme"})).await["data"].clone();
        assert_eq!((&data["use_ldap"], &data["ldap_connector"]), (&json!(true), &json!(1)));
        let changes = script.record(1).await[0][3].clone();
        let expected = json!({"use_ldap": {"old": "", "new": "yes"}, "ldap_connector": {"old": "", "new": "Office"}});
        assert_eq!(changes, expected);
        for (query, expected) in [("use_ldap=1", 1), ("use_ldap=0", 0)] {
            assert_eq!(script.owner.get(&format!("/accounts?{query}")).await.rows().len(), expected, "{query}");
        }
    }

    async fn a_directory_in_use_is_not_deleted(app: TestApp) {
        what_an_account_uses_cannot_be_deleted(&app, &DIRECTORY, "ldap_connector").await;
    }

    async fn another_directory_asks_for_a_fresh_proof(app: TestApp) {
        let mut script = Script::new(&app).await;
        let owner = &mut script.owner;
        DIRECTORY.create(owner, "Office").await;
        app.clock.advance(Duration::minutes(11));
        assert_eq!(owner.submit(ACCOUNT, &[("reports_hour", "7")]).await.status, 303, "anything else does not");
        let asked = owner.submit(ACCOUNT, &[("use_ldap", ON), ("ldap_connector", "1")]).await;
        assert_eq!(prove(owner, &asked).await.status, 303);
        assert_eq!(script.ok("accounts/get", json!({"id": "acme"})).await["data"]["use_ldap"], json!(true));
    }

    async fn a_directory_that_leads_elsewhere_asks_for_a_fresh_proof(app: TestApp) {
        let mut owner = using_directory(&app).await.owner;
        app.clock.advance(Duration::minutes(11));
        assert_eq!(owner.submit("/ldap/1", &[("first_name_attribute", "cn")]).await.location(), "/ldap");
        for change in [("host", "ldap.example.com"), ("base_dn", "dc=example,dc=com"), ("login_attribute", "mail"), ("user_filter", "(cn=*)")] {
            let asked = owner.submit("/ldap/1", &[change]).await;
            assert!(asked.location().starts_with("/prove"), "{change:?}: {}", asked.location());
        }
    }

    async fn switching_the_directory_off_says_whom_it_locks_out_and_asks(app: TestApp) {
        let mut script = using_directory(&app).await;
        anna(&mut script.owner, &[("is_ldap", ON)]).await;
        let asked = script.owner.submit(ACCOUNT, &[("use_ldap", OFF)]).await;
        assert_eq!(asked.status, 422);
        assert!(asked.has_text("1 user signs in through the directory and would be locked out."), "{}", asked.text());
        assert_eq!(script.owner.submit_shown(&asked, ACCOUNT, &[("ldap_confirmed", ON)], &[]).await.status, 303);
        assert_eq!(script.ok("accounts/get", json!({"id": "acme"})).await["data"]["use_ldap"], json!(false));
        script.ok("accounts/save", json!({"id": "acme", "use_ldap": true})).await;
        script.ok("accounts/save", json!({"id": "acme", "use_ldap": false})).await;
    }

    async fn a_directorys_password_goes_with_an_account_that_uses_one(app: TestApp) {
        let mut script = using_directory(&app).await;
        script.ok("accounts/save", json!({"name": "globex", "title": "Globex", "tariff": "Basic", "tz": "UTC", "reports_day": 1, "reports_hour": 9})).await;
        let new = json!({"account_id": "globex", "name": "anna", "email": "anna@example.com", "is_ldap": true});
        let (status, failure) = script.refused("accounts/users/add", new).await;
        assert_eq!((status, failure["is_ldap"].is_string()), (422, true), "{failure}");
        for (field, value) in [("password", PASSWORD), ("must_change_password", ON)] {
            let refused = try_create(&mut script.owner, "anna", &[("is_ldap", ON), (field, value)]).await;
            assert_eq!((refused.status, refused.field_error(field).as_deref()), (422, Some(OF_DIRECTORY)), "{field}");
        }
        anna(&mut script.owner, &[("is_ldap", ON)]).await;
        let (status, failure) = script.refused("accounts/users/update", json!({"account_id": "acme", "name": "anna", "password": PASSWORD})).await;
        assert_eq!((status, &failure["password"]), (422, &json!(OF_DIRECTORY)), "{failure}");
        let listed = |filter: Value| { let mut ask = json!({"account_id": "acme"}); ask["is_ldap"] = filter; ask };
        assert_eq!(script.ok("accounts/users/list", listed(json!(true))).await["data"][0]["is_ldap"], json!(true));
        assert_eq!(script.ok("accounts/users/list", listed(json!(false))).await["total_count"], json!(0));
        assert_eq!(script.owner.get("/accounts/1/users?is_ldap=1").await.rows().len(), 1);
        assert_eq!(script.owner.get("/accounts/1/users?is_ldap=0").await.rows().len(), 0);
        let bulk = json!({"account_id": "acme", "act": "must_change_password", "ids": [1], "dry_run": true});
        let preview = script.ok("accounts/users/bulk", bulk).await;
        assert_eq!(preview["changes"][0]["fields"]["refused"]["new"], json!("1"), "{preview}");
    }

    async fn their_letter_leads_to_the_sign_in_and_sets_no_password(app: TestApp) {
        let mut owner = using_directory(&app).await.owner;
        anna(&mut owner, &[("is_ldap", ON), ("email", "anna@example.com"), ("send_access_email", ON)]).await;
        let sent = letters::sent(&app).await;
        let [letter] = sent.as_slice() else { panic!("one letter: {sent:?}") };
        assert!(letter.text.contains("/portal/sign-in") && !letter.text.contains("/set-password/"), "{}", letter.text);
        assert!(letter.text.contains("your organisation’s directory"), "{}", letter.text);
    }

    async fn a_user_who_gets_the_directorys_password_keeps_the_own_one_unused_until_then(app: TestApp) {
        let mut owner = using_directory(&app).await.owner;
        anna(&mut owner, &[("password", PASSWORD), ("email", "anna@example.com"), ("send_access_email", OFF)]).await;
        let sign_in = [("login", "anna@acme"), ("password", PASSWORD)];
        let mut user = app.client();
        assert_eq!(user.submit("/portal/sign-in", &sign_in).await.status, 303);

        app.clock.advance(Duration::minutes(11));
        let asked = owner.submit(ANNA, &[("is_ldap", ON), ("must_change_password", OFF)]).await;
        assert_eq!(prove(&mut owner, &asked).await.status, 303);
        assert_eq!(user.get("/portal/new-password").await.status, 303, "the session ended");
        assert_ne!(app.client().submit("/portal/sign-in", &sign_in).await.status, 303, "the own password opens nothing");

        let back = owner.submit(ANNA, &[("is_ldap", OFF)]).await;
        assert_eq!(back.status, 303, "{}", back.text());
        let sent = letters::sent(&app).await;
        assert!(sent.iter().any(|letter| letter.text.contains("/portal/set-password/")), "{sent:?}");
        assert_eq!(app.client().submit("/portal/sign-in", &sign_in).await.status, 303, "and it opens again");
    }
}
