//! Letters that tell people what was done to their sign-in.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::sign_in::enrol;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::form::OFF;
use steward::admins;
use steward::mail::{SentLetter, worker};

const PASSWORD: &str = "nine Yellow otters at 6 o'clock";
const NEW_PASSWORD: &str = "ninety Quiet otters by the weir";

async fn sent(app: &TestApp) -> Vec<SentLetter> {
    while worker::step(&app.state).await.expect("the worker works") {}
    app.sent.letters()
}

async fn subjects(app: &TestApp) -> Vec<String> {
    sent(app).await.into_iter().map(|letter| letter.subject).collect()
}

/// With a password that an administrator set, and no letter about it.
async fn acme_with_anna(app: &TestApp) -> Client {
    let mut owner = owner_of_acme(app).await;
    let anna = [("login", "anna"), ("email", "anna@example.com"), ("password", PASSWORD), ("send_access_email", OFF)];
    assert_eq!(owner.submit("/accounts/1/users/new", &anna).await.status, 303);
    owner
}

async fn anna(app: &TestApp, password: &str) -> Client {
    let mut client = app.client();
    assert_eq!(client.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", password)]).await.status, 303);
    client
}

fn change(from: &'static str, to: &'static str) -> [(&'static str, &'static str); 3] {
    [("current_password", from), ("password", to), ("password_again", to)]
}

both_databases! {
    async fn a_password_that_its_owner_changed_is_told_of_with_time_and_browser(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        assert_eq!(owner.submit("/me/password", &change(OWNER_PASSWORD, NEW_PASSWORD)).await.status, 303);
        let letters = sent(&app).await;
        let [letter] = letters.as_slice() else { panic!("one letter: {letters:?}") };
        assert_eq!((letter.to.as_str(), letter.subject.as_str()), ("owner@example.org", "owner: the password was changed"));
        assert!(letter.text.contains("Hello Olga Owner,") && letter.text.contains("Browser and system"), "{}", letter.text);
        assert!(letter.text.contains("2 Mar 2026, 12:00 (UTC") && letter.text.contains("If this was not you"), "{}", letter.text);
        assert!(!letter.text.contains(NEW_PASSWORD));
    }

    async fn a_user_is_told_at_the_contact_address_in_the_own_language(app: TestApp) {
        let mut owner = acme_with_anna(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/1", &[("language", "ru"), ("notify_email", "other@example.com")]).await.status, 303);
        let mut anna = anna(&app, PASSWORD).await;
        let new = [("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
        assert_eq!(anna.submit("/portal/new-password", &new).await.status, 303);
        let letters = sent(&app).await;
        let [moved, letter] = letters.as_slice() else { panic!("two letters: {letters:?}") };
        assert_eq!((moved.to.as_str(), moved.subject.as_str()), ("anna@example.com", "anna@acme: письма идут на другой адрес"));
        assert_eq!((letter.to.as_str(), letter.subject.as_str()), ("anna@example.com", "anna@acme: пароль изменён"));
        assert!(owner.get("/outbox").await.has_text("Password changed"));
    }

    async fn a_first_password_is_no_change(app: TestApp) {
        let link = admins::create_owner(&app.state, "fresh").await.expect("made");
        app.execute("UPDATE admins SET email = 'fresh@example.org'").await;
        let new = [("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
        assert_eq!(app.client().submit(&link, &new).await.status, 303);
        assert!(sent(&app).await.is_empty());
    }

    async fn a_password_set_by_an_administrator_is_told_of_without_their_browser(app: TestApp) {
        let mut owner = acme_with_anna(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/1", &[("password", NEW_PASSWORD)]).await.status, 303);
        let letters = sent(&app).await;
        let [letter] = letters.as_slice() else { panic!("one letter: {letters:?}") };
        assert!(letter.text.contains("An administrator changed the password for anna@acme."), "{}", letter.text);
        assert!(!letter.text.contains("Browser and system") && letter.text.contains("Time: "), "{}", letter.text);
    }

    async fn a_second_factor_switched_on_and_removed_is_told_of(app: TestApp) {
        let mut owner = acme_with_anna(&app).await;
        let mut anna = anna(&app, PASSWORD).await;
        enrol(&app, &mut anna, "/portal/second-factor").await;
        assert_eq!(owner.submit("/accounts/1/users/1/remove-second-factor", &[]).await.status, 303);
        assert_eq!(subjects(&app).await, ["anna@acme: two-factor authentication was turned on", "anna@acme: two-factor authentication was turned off"]);
        assert!(sent(&app).await[1].text.contains("An administrator turned off two-factor authentication for anna@acme"));
    }

    async fn a_reset_from_the_command_line_is_told_of(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        enrol(&app, &mut owner, "/me/second-factor").await;
        admins::reset(&app.state, "owner").await.expect("reset");
        let told = ["owner: two-factor authentication was turned on", "owner: the password was changed", "owner: two-factor authentication was turned off"];
        assert_eq!(subjects(&app).await, told);
    }

    async fn a_used_recovery_code_is_told_of_with_how_many_are_left(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let (_, codes) = enrol(&app, &mut owner, "/me/second-factor").await;
        owner.get("/me").await;
        owner.post("/sign-out", &[]).await;
        assert_eq!(owner.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await.status, 303);
        assert_eq!(owner.submit("/sign-in/code", &[("code", &codes[0])]).await.status, 303);
        let letters = sent(&app).await;
        assert_eq!(letters.len(), 2, "{letters:?}");
        assert_eq!(letters[1].subject, "owner: a recovery code was used");
        assert!(letters[1].text.contains("9 recovery codes are left."), "{}", letters[1].text);
    }

    async fn a_new_device_is_told_of_but_not_the_first_and_not_twice(app: TestApp) {
        signed_in_owner(&app).await;
        assert!(sent(&app).await.is_empty(), "the first device is no news");
        let mut elsewhere = app.client();
        for _ in 0..2 {
            assert_eq!(elsewhere.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await.status, 303);
            elsewhere.get("/me").await;
            elsewhere.post("/sign-out", &[]).await;
        }
        assert_eq!(subjects(&app).await, ["owner: signed in on a new device"]);
        let mut wrong = app.client();
        wrong.submit("/sign-in", &[("login", "owner"), ("password", "not the password at all")]).await;
        assert_eq!(subjects(&app).await.len(), 1, "a refused attempt is no sign-in");
    }

    async fn a_first_sign_in_is_no_news_wherever_the_password_was_set(app: TestApp) {
        let link = admins::create_owner(&app.state, "fresh").await.expect("made");
        app.execute("UPDATE admins SET email = 'fresh@example.org'").await;
        let new = [("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
        assert_eq!(app.client().submit(&link, &new).await.status, 303);
        for told in [0, 1] {
            assert_eq!(app.client().submit("/sign-in", &[("login", "fresh"), ("password", NEW_PASSWORD)]).await.status, 303);
            assert_eq!(sent(&app).await.len(), told);
        }
    }

    async fn two_who_share_a_browser_are_both_known_there(app: TestApp) {
        let mut owner = acme_with_anna(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/new", &[("login", "boris"), ("email", "boris@example.com"), ("password", PASSWORD), ("send_access_email", OFF)]).await.status, 303);
        let mut shared = app.client();
        for login in ["anna@acme", "boris@acme", "anna@acme", "boris@acme"] {
            assert_eq!(shared.submit("/portal/sign-in", &[("login", login), ("password", PASSWORD)]).await.status, 303);
            shared.get("/portal/new-password").await;
            shared.post("/portal/sign-out", &[]).await;
        }
        assert!(sent(&app).await.is_empty());
    }

    async fn of_an_inactive_account_people_are_told_of_their_own_safety_and_who_is_disabled_of_nothing(app: TestApp) {
        let mut owner = acme_with_anna(&app).await;
        assert_eq!(owner.submit("/accounts/1/deactivate", &[("notify_users", OFF)]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/users/1", &[("password", NEW_PASSWORD)]).await.status, 303);
        assert_eq!(subjects(&app).await, ["anna@acme: the password was changed"]);
        assert_eq!(owner.submit("/accounts/1/users/1", &[("active", OFF), ("password", PASSWORD)]).await.status, 303);
        assert_eq!(sent(&app).await.len(), 1, "whoever is disabled gets none");
        assert_eq!(owner.get("/outbox").await.rows().len(), 1);
    }

    async fn a_letter_on_its_way_to_an_administrator_who_was_disabled_is_not_sent(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        assert_eq!(owner.submit("/me/password", &change(OWNER_PASSWORD, NEW_PASSWORD)).await.status, 303);
        app.execute("UPDATE admins SET active = FALSE").await;
        assert!(sent(&app).await.is_empty());
    }
}
