//! An account that is prepared while it is inactive: its users get their letters when it is activated.

use crate::api::Script;
use crate::both_databases;
use crate::login_as::newest;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::form::OFF;
use serde_json::json;

const ACTIVATE: &str = "/accounts/1/activate";
const NEW: &str = "/accounts/1/users/new";

/// Acme, inactive, with three users of whom carl is disabled; anna had a letter before it was deactivated.
async fn prepared(app: &TestApp) -> Script {
    let mut script = Script::new(app).await;
    let owner = &mut script.owner;
    make(owner, "anna", &[]).await;
    assert_eq!(owner.submit("/accounts/1/deactivate", &[]).await.status, 303);
    make(owner, "boris", &[]).await;
    make(owner, "carl", &[("active", OFF)]).await;
    make(owner, "dora", &[]).await;
    script
}

async fn make(owner: &mut Client, login: &str, more: &[(&str, &str)]) {
    let email = format!("{login}@example.com");
    let made = owner.submit(NEW, &[&[("login", login), ("email", &email)], more].concat()).await;
    assert_eq!(made.status, 303, "{}", made.text());
}

/// To whom letters wait.
async fn letters(owner: &mut Client) -> Vec<String> {
    let mut letters: Vec<String> = owner.get("/outbox").await.rows().into_iter().map(|row| row[3].clone()).collect();
    letters.sort();
    letters
}

both_databases! {
    async fn on_a_new_user_of_an_inactive_account_the_letter_is_off_and_says_why(app: TestApp) {
        let mut script = prepared(&app).await;
        let page = script.owner.get(NEW).await;
        let tick = page.elements("#send_access_email");
        assert!(tick.len() == 1 && tick[0].contains("disabled") && !tick[0].contains("checked"), "{tick:?}");
        assert_eq!(page.texts("#send_access_email-off"), ["The account is inactive: the letter can be sent when the account is activated."]);
        assert!(tick[0].contains("aria-describedby=\"send_access_email-off\""), "{tick:?}");
        assert_eq!(letters(&mut script.owner).await, ["anna@example.com"]);
        assert_eq!(script.owner.submit(ACTIVATE, &[]).await.status, 303);
        let tick = script.owner.get(NEW).await.elements("#send_access_email");
        assert!(!tick[0].contains("disabled") && tick[0].contains("checked"), "{tick:?}");
    }

    async fn activating_offers_the_letter_to_those_who_have_never_had_one(app: TestApp) {
        let mut owner = prepared(&app).await.owner;
        let page = owner.get(ACTIVATE).await;
        assert!(page.has_text("2 of 3 users have never had a welcome letter."), "{}", page.text());
        assert_eq!(page.value_of("send_welcome").as_deref(), Some("on"));
        let done = owner.submit_shown(&page, ACTIVATE, &[], &[]).await;
        assert!(owner.follow(&done).await.has_text("“acme” is active. 2 welcome letters are queued."));
        assert_eq!(letters(&mut owner).await, ["anna@example.com", "boris@example.com", "dora@example.com"]);
        assert!(newest(&mut owner, "/accounts/1/history").await.contains("Welcome letter queued · userdora@acme"));
        assert_eq!(owner.submit("/accounts/1/deactivate", &[]).await.status, 303);
        let again = owner.get(ACTIVATE).await;
        assert!(!again.has_text("welcome letter") && again.value_of("send_welcome").is_none(), "{}", again.text());
    }

    async fn without_the_tick_activating_sends_nothing(app: TestApp) {
        let mut owner = prepared(&app).await.owner;
        let done = owner.submit(ACTIVATE, &[("send_welcome", OFF)]).await;
        assert!(owner.follow(&done).await.has_text("“acme” is active."));
        assert_eq!(letters(&mut owner).await, ["anna@example.com"]);
    }

    async fn who_has_signed_in_needs_no_letter(app: TestApp) {
        let mut owner = prepared(&app).await.owner;
        app.execute("UPDATE account_users SET last_sign_in_at = updated_at WHERE login = 'boris'").await;
        assert!(owner.get(ACTIVATE).await.has_text("1 of 3 users have never had a welcome letter."));
        assert_eq!(owner.submit(ACTIVATE, &[]).await.status, 303);
        assert_eq!(letters(&mut owner).await, ["anna@example.com", "dora@example.com"]);
    }

    async fn a_script_says_so_too(app: TestApp) {
        let mut script = prepared(&app).await;
        let tried = script.ok("accounts/activate", json!({"id": "acme", "send_welcome": true, "dry_run": true})).await;
        assert!(tried.to_string().contains("dora@example.com"), "{tried}");
        script.ok("accounts/activate", json!({"id": "acme"})).await;
        assert_eq!(letters(&mut script.owner).await, ["anna@example.com"], "only where it is asked for");
        script.ok("accounts/deactivate", json!({"id": "acme"})).await;
        script.ok("accounts/activate", json!({"id": "acme", "send_welcome": true})).await;
        assert_eq!(letters(&mut script.owner).await, ["anna@example.com", "boris@example.com", "dora@example.com"]);
        assert_eq!(script.refused("accounts/activate", json!({"id": "acme", "send_welcome": "maybe"})).await.0, 400);
    }
}
