//! Addresses that mail goes to, and other people's passwords: changed after a fresh proof only, and the old address is
//! told.

use crate::admins;
use crate::api::{ALL_SCOPES, ROOT, make_token};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::form::OFF;
use chrono::Duration;
use serde_json::json;
use steward::mail::{SentLetter, worker};

const PASSWORD: &str = "nine Yellow otters at 6 o'clock";
const NEW_PASSWORD: &str = "ninety Quiet otters by the weir";
const USER: &str = "/accounts/1/users/1";

/// The owner, and anna of acme, who got no letter yet.
async fn scene(app: &TestApp) -> Client {
    let mut owner = owner_of_acme(app).await;
    let anna = [("login", "anna"), ("email", "anna@example.com"), ("password", PASSWORD), ("send_access_email", OFF)];
    assert_eq!(owner.submit("/accounts/1/users/new", &anna).await.status, 303);
    app.execute("UPDATE account_users SET must_change_password = FALSE").await;
    owner
}

async fn anna(app: &TestApp) -> Client {
    let mut anna = app.client();
    assert_eq!(anna.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", PASSWORD)]).await.status, 303);
    anna
}

async fn sent(app: &TestApp) -> Vec<SentLetter> {
    while worker::step(&app.state).await.expect("the worker works") {}
    app.sent.letters()
}

/// To whom the letters of a changed address went, in order.
async fn told(app: &TestApp) -> Vec<String> {
    let moved = sent(app).await.into_iter().filter(|letter| letter.subject.ends_with("letters go to another address"));
    moved.map(|letter| letter.to).collect()
}

/// Sends the form of a page when the last proof is 25 minutes old.
async fn late(app: &TestApp, client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    app.clock.advance(Duration::minutes(25));
    client.submit_shown(&page, path, fields, &[]).await
}

/// Proves it where the answer leads, and comes back to the form as it was typed.
async fn prove(client: &mut Client, asked: &Answer, page: &str, password: &str) -> Answer {
    assert_eq!(asked.status, 303, "{}", asked.text());
    assert!(asked.location().starts_with(&format!("{page}?return_to=")), "{}", asked.location());
    let proved = client.submit_on(asked.location(), page, &[("current_password", password)], &[]).await;
    assert_eq!(proved.status, 303, "{}", proved.text());
    let back = client.follow(&proved).await;
    assert_eq!(back.status, 200);
    assert!(back.has_text("What you entered is back"), "{}", back.text());
    back
}

both_databases! {
    async fn an_own_email_is_changed_after_a_fresh_proof_and_the_old_address_is_told(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let asked = late(&app, &mut owner, "/me", &[("email", "thief@example.com"), ("last_name", "Ovna")]).await;
        assert_eq!(owner.get("/me").await.value_of("email").as_deref(), Some("owner@example.org"), "nothing is saved before");
        assert!(told(&app).await.is_empty());
        let back = prove(&mut owner, &asked, "/prove", OWNER_PASSWORD).await;
        assert_eq!((back.value_of("email").as_deref(), back.value_of("last_name").as_deref()), (Some("thief@example.com"), Some("Ovna")));
        assert_eq!(owner.submit_shown(&back, "/me", &[], &[]).await.status, 303);
        let letters = sent(&app).await;
        let [letter] = letters.as_slice() else { panic!("one letter: {letters:?}") };
        assert_eq!((letter.to.as_str(), letter.subject.as_str()), ("owner@example.org", "owner: letters go to another address"));
        assert!(letter.text.contains("Browser and system") && letter.text.contains("tell your administrator right away"), "{}", letter.text);
        assert!(!letter.text.contains("thief@example.com"), "{}", letter.text);
        assert_eq!(owner.submit("/me", &[("email", "other@example.com")]).await.status, 303);
        assert_eq!(told(&app).await, ["owner@example.org", "thief@example.com"], "administrators are told of each");
    }

    async fn who_finds_a_panel_open_cannot_take_it_over(app: TestApp) {
        let mut found = signed_in_owner(&app).await;
        late(&app, &mut found, "/me", &[("email", "thief@example.com")]).await;
        app.client().submit("/forgot-password", &[("login", "owner")]).await;
        while steward::sign_in::forgot::step(&app.state).await.expect("the worker works") {}
        let to: Vec<String> = sent(&app).await.into_iter().map(|letter| letter.to).collect();
        assert_eq!(to, ["owner@example.org"]);
    }

    async fn an_edit_that_moves_no_letters_asks_for_nothing(app: TestApp) {
        let mut owner = scene(&app).await;
        assert_eq!(late(&app, &mut owner, "/me", &[("last_name", "Ovna"), ("email", " owner@example.org ")]).await.location(), "/me");
        assert_eq!(late(&app, &mut owner, USER, &[("last_name", "Smirnova"), ("alert_limits", "on")]).await.location(), "/accounts/1/users");
        let same = late(&app, &mut owner, USER, &[("notify_email", "anna@example.com")]).await;
        assert_eq!(same.location(), "/accounts/1/users", "alerts went to the contact address before");
        let mut anna = anna(&app).await;
        assert_eq!(late(&app, &mut anna, "/portal/profile", &[("first_name", "Anna"), ("phone", "+4930901820")]).await.location(), "/portal/profile");
        assert!(told(&app).await.is_empty());
    }

    async fn a_users_addresses_and_password_are_changed_by_administrators_after_a_fresh_proof(app: TestApp) {
        let mut owner = scene(&app).await;
        for (field, value) in [("email", "new@example.com"), ("notify_email", "alerts@example.com"), ("notify_email", ""), ("password", NEW_PASSWORD)] {
            let asked = late(&app, &mut owner, USER, &[(field, value), ("last_name", "Smirnova")]).await;
            let back = prove(&mut owner, &asked, "/prove", OWNER_PASSWORD).await;
            assert_eq!(back.value_of("last_name").as_deref(), Some("Smirnova"), "{field}");
            let typed = if field == "password" { "" } else { value };
            assert_eq!(back.value_of(field).as_deref(), Some(typed), "{field}: what is secret is typed anew");
            let saved = owner.submit_shown(&back, USER, &[(field, value)], &[]).await;
            assert_eq!((saved.status, saved.location()), (303, "/accounts/1/users"), "{field}: {}", saved.text());
        }
        assert_eq!(told(&app).await, ["anna@example.com"], "all three within an hour");
        let last = sent(&app).await.pop().expect("a letter");
        assert!(last.to == "new@example.com" && last.subject == "anna@acme: the password was changed", "{last:?}");
    }

    async fn an_administrators_email_is_changed_by_an_owner_and_the_old_address_is_told_even_when_switched_off(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        admins::create(&mut owner, "sam", &[("role", "support"), ("email", "sam@example.com")]).await;
        sent(&app).await;
        let link = owner.submit("/admins/2", &[("email", "moved@example.com"), ("active", OFF)]).await;
        assert_eq!(link.status, 303, "{}", link.text());
        assert_eq!(told(&app).await, ["sam@example.com"]);
        let letter = sent(&app).await.pop().expect("a letter");
        assert!(letter.text.contains("An administrator changed the email address of sam") && !letter.text.contains("Browser and system"), "{}", letter.text);
    }

    async fn a_users_own_alerts_address_asks_for_a_proof_in_the_portal(app: TestApp) {
        scene(&app).await;
        let mut anna = anna(&app).await;
        let asked = late(&app, &mut anna, "/portal/profile", &[("notify_email", "alerts@example.com"), ("first_name", "Anna")]).await;
        let back = prove(&mut anna, &asked, "/portal/prove", PASSWORD).await;
        assert_eq!(back.value_of("notify_email").as_deref(), Some("alerts@example.com"));
        assert_eq!(anna.submit_shown(&back, "/portal/profile", &[], &[]).await.status, 303);
        let letter = sent(&app).await.pop().expect("a letter");
        assert_eq!(letter.to, "anna@example.com");
        assert!(letter.text.contains("alerts and reports for anna@acme go to another address") && letter.text.contains("Browser and system"), "{}", letter.text);
        assert_eq!(anna.submit("/portal/profile", &[("notify_email", "")]).await.status, 303);
        assert_eq!(told(&app).await.len(), 1, "once an hour");
        app.clock.advance(Duration::minutes(59));
        assert_eq!(anna.submit_on("/portal/prove", "/portal/prove", &[("current_password", PASSWORD)], &[]).await.status, 303);
        app.clock.advance(Duration::minutes(2));
        assert_eq!(anna.submit("/portal/profile", &[("notify_email", "third@example.com")]).await.status, 303);
        assert_eq!(told(&app).await, ["anna@example.com", "anna@example.com"]);
    }

    async fn the_api_tells_the_old_address_too_in_whatever_state_the_account_is(app: TestApp) {
        let mut owner = scene(&app).await;
        let secret = make_token(&mut owner, "Billing", &ALL_SCOPES).await;
        assert_eq!(owner.submit("/accounts/1/deactivate", &[("notify_users", OFF)]).await.status, 303);
        app.clock.advance(Duration::minutes(25));
        let both = json!({"token": secret, "account_id": 1, "name": "anna", "email": "new@example.com", "notify_email": "alerts@example.com", "password": NEW_PASSWORD});
        let changed = app.client().post_json(&format!("{ROOT}/accounts/users/update"), &both).await;
        assert_eq!(changed.status, 200, "a scope stands for the proof: {}", changed.body);
        assert_eq!(told(&app).await, ["anna@example.com"], "one letter");
        let rehearsed = json!({"token": secret, "account_id": 1, "name": "anna", "email": "third@example.com", "dry_run": true});
        app.clock.advance(Duration::hours(2));
        let letters = app.client().post_json(&format!("{ROOT}/accounts/users/update"), &rehearsed).await.json()["letters"].clone();
        assert_eq!(letters, json!([{"kind": "address-changed", "to": "new@example.com"}]));
        assert_eq!(told(&app).await.len(), 1);
    }

    async fn a_link_on_its_way_to_the_old_address_opens_nothing_any_more(app: TestApp) {
        let mut owner = scene(&app).await;
        app.client().submit("/forgot-password", &[("login", "owner")]).await;
        app.client().submit("/portal/forgot-password", &[("login", "anna@acme")]).await;
        while steward::sign_in::forgot::step(&app.state).await.expect("the worker works") {}
        assert_eq!(owner.submit("/me", &[("email", "new@example.org")]).await.status, 303);
        assert_eq!(owner.submit(USER, &[("email", "new@example.com")]).await.status, 303);
        let letters = sent(&app).await;
        assert!(letters.iter().all(|letter| !letter.text.contains("/set-password/")), "{letters:?}");
        assert_eq!(told(&app).await, ["owner@example.org", "anna@example.com"]);
    }
}
