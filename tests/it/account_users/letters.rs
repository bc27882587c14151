//! The welcome letter.

use super::{FIRST, PASSWORD, create, try_create};
use crate::api::Script;
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::form::{OFF, ON};
use chrono::Duration;
use serde_json::json;
use steward::mail::{SentLetter, worker};

const WELCOME: &str = "/accounts/1/users/1/welcome";

pub async fn sent(app: &TestApp) -> Vec<SentLetter> {
    while worker::step(&app.state).await.expect("the worker works") {}
    app.sent.letters()
}

/// The path of the link in the letter.
fn link(letter: &SentLetter) -> String {
    let address = letter.text.split_whitespace().find(|word| word.contains("/portal/set-password/"));
    let path = address.and_then(|address| address.find("/portal/").and_then(|from| address.get(from..)));
    path.expect("the letter has a link").to_owned()
}

async fn send(client: &mut Client) -> String {
    let answer = client.submit(WELCOME, &[]).await;
    assert_eq!((answer.status, answer.location()), (303, FIRST), "the page is kept");
    client.follow(&answer).await.text()
}

both_databases! {
    async fn a_new_user_is_sent_a_link_and_no_password(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("email", "anna@example.com"), ("language", "ru"), ("password", PASSWORD)]).await;
        let letters = sent(&app).await;
        let [letter] = letters.as_slice() else { panic!("one letter: {letters:?}") };
        assert_eq!(letter.to, "anna@example.com");
        assert!(letter.text.contains("anna@acme") && !letter.text.contains(PASSWORD) && !letter.html.contains(PASSWORD));
        let mut user = app.client();
        let set = user.submit(&link(letter), &[("password", PASSWORD), ("password_again", PASSWORD)]).await;
        assert_eq!(set.status, 303, "{}", set.text());
        let entered = user.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", PASSWORD)]).await;
        assert_eq!((entered.status, entered.location()), (303, "/portal"));
    }

    async fn none_goes_unless_asked(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("send_access_email", OFF)]).await;
        assert_eq!(owner.submit(FIRST, &[("first_name", "Anna")]).await.status, 303);
        assert!(sent(&app).await.is_empty());
        assert_eq!(owner.submit(FIRST, &[("send_access_email", ON)]).await.status, 303);
        assert_eq!(sent(&app).await.len(), 1);
    }

    async fn a_letter_waiting_for_a_wrong_address_goes_to_the_right_one_once_that_is_corrected(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("email", "wrong@example.com")]).await;
        let saved = owner.submit(FIRST, &[("email", "anna@example.com")]).await;
        assert!(owner.follow(&saved).await.has_text("The welcome letter is queued."));
        let letters = sent(&app).await;
        let [welcome, told] = ["anna@example.com", "wrong@example.com"].map(|to| letters.iter().find(|letter| letter.to == to).expect(to));
        assert!(letters.len() == 2 && !told.text.contains("/set-password/"), "{letters:?}");
        assert_eq!(app.client().get(&link(welcome)).await.status, 200);
        assert!(owner.get("/outbox").await.has_text("The user’s address was changed."));
        let record = owner.get("/accounts/1/history").await.rows();
        assert_eq!(record.iter().filter(|row| row.join(" ").contains("Welcome letter")).count(), 2, "{record:?}");
    }

    async fn one_that_went_to_a_wrong_address_is_replaced_and_its_link_is_dead(app: TestApp) {
        let mut script = Script::new(&app).await;
        create(&mut script.owner, "anna", &[("email", "wrong@example.com")]).await;
        let first = link(&sent(&app).await[0]);
        script.ok("accounts/users/update", json!({"account_id": 1, "name": "anna", "email": "anna@example.com"})).await;
        assert_eq!(app.client().get(&first).await.status, 404);
        let letters = sent(&app).await;
        let second = link(letters.iter().find(|letter| letter.to == "anna@example.com").expect("it goes to the new address"));
        let set = app.client().submit(&second, &[("password", PASSWORD), ("password_again", PASSWORD)]).await;
        assert_eq!(set.status, 303, "{}", set.text());
        let before = sent(&app).await.len();
        script.ok("accounts/users/update", json!({"account_id": 1, "name": "anna", "email": "anna@example.org"})).await;
        let later = sent(&app).await.split_off(before);
        assert!(later.iter().all(|letter| !letter.text.contains("/set-password/")), "whoever is in needs no welcome: {later:?}");
    }

    async fn nobody_inactive_gets_one_for_a_new_address(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("email", "wrong@example.com")]).await;
        assert_eq!(owner.submit(FIRST, &[("email", "anna@example.com"), ("active", OFF)]).await.status, 303);
        assert!(sent(&app).await.iter().all(|letter| letter.to != "anna@example.com"));
    }

    async fn a_second_one_within_a_minute_is_not_sent_and_a_later_one_replaces_the_first(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[]).await;
        let said = send(&mut owner).await;
        assert!(said.contains("No letter was sent to anna@acme.") && said.contains("less than a minute ago"), "{said}");
        let first = sent(&app).await;
        assert_eq!(first.len(), 1);
        app.clock.advance(Duration::seconds(61));
        let said = send(&mut owner).await;
        assert!(said.contains("The welcome letter to anna@acme is queued for someone@example.com."), "{said}");
        let both = sent(&app).await;
        assert_eq!(both.len(), 2);
        assert_eq!(app.client().get(&link(&both[0])).await.status, 404, "the newer link kills the older");
        assert_eq!(app.client().get(&link(&both[1])).await.status, 200);
    }

    async fn five_an_hour_are_the_most(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[]).await;
        for _ in 0..4 {
            app.clock.advance(Duration::minutes(2));
            assert!(send(&mut owner).await.contains("is queued"));
        }
        app.clock.advance(Duration::minutes(2));
        let said = send(&mut owner).await;
        assert!(said.contains("5 were queued within an hour"), "{said}");
        assert_eq!(sent(&app).await.len(), 1, "of several still queued only the newest goes");
    }

    async fn who_could_not_sign_in_gets_none(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let made = try_create(&mut owner, "anna", &[("active", OFF)]).await;
        let said = owner.follow(&made).await.text();
        assert!(said.contains("is created. No letter was sent. The user is inactive."), "{said}");
        assert_eq!(owner.submit("/accounts/1/deactivate", &[("notify_users", OFF)]).await.status, 303);
        assert!(send(&mut owner).await.contains("The account is inactive."));
        assert!(sent(&app).await.is_empty());
    }

    async fn it_is_on_the_record_and_in_the_outbox(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("send_access_email", OFF)]).await;
        send(&mut owner).await;
        let record = owner.get("/audit").await.rows().concat().join(" ");
        assert!(record.contains("Welcome letter queued · useranna@acme"), "{record}");
        assert!(owner.get("/outbox").await.has_text("someone@example.com"));
    }

    async fn a_link_dies_with_the_address_it_was_sent_to(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("email", "stranger@example.com")]).await;
        let letters = sent(&app).await;
        let link = link(letters.first().expect("a letter was sent"));
        assert_eq!(owner.submit(FIRST, &[("first_name", "Anna")]).await.status, 303);
        assert_eq!(app.client().get(&link).await.status, 200);
        assert_eq!(owner.submit(FIRST, &[("email", "anna@example.com")]).await.status, 303);
        assert_eq!(app.client().get(&link).await.status, 404);
    }

    async fn a_link_dies_when_an_administrator_sets_a_password_or_disables_the_user(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[]).await;
        create(&mut owner, "boris", &[]).await;
        let letters = sent(&app).await;
        let links: Vec<String> = letters.iter().map(link).collect();
        assert_eq!(owner.submit(FIRST, &[("password", PASSWORD)]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/users/2", &[("active", OFF)]).await.status, 303);
        assert_eq!(links.len(), 2);
        for link in links {
            assert_eq!(app.client().get(&link).await.status, 404);
        }
    }

    async fn a_link_dies_when_the_user_chooses_a_password_without_it(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("password", PASSWORD)]).await;
        let letters = sent(&app).await;
        let link = link(letters.first().expect("a letter was sent"));
        let mut user = app.client();
        assert_eq!(user.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", PASSWORD)]).await.status, 303);
        let new = "eleven Brown badgers at noon";
        assert_eq!(user.submit("/portal/new-password", &[("password", new), ("password_again", new)]).await.status, 303);
        assert_eq!(app.client().get(&link).await.status, 404);
    }
}
