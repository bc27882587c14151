//! Forgotten passwords: the same answer whatever was typed, and a letter to whoever can be helped by one.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::sign_in::{code, enrol};
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::database::Engine;
use crate::support::form::OFF;
use chrono::Duration;
use steward::mail::{SentLetter, worker};
use steward::sign_in::forgot;

const PASSWORD: &str = "nine Yellow otters at 6 o'clock";
const NEW_PASSWORD: &str = "ninety Quiet otters by the weir";

async fn ask(app: &TestApp, side: &str, login: &str) -> Answer {
    app.client().submit(&format!("{side}/forgot-password"), &[("login", login)]).await
}

/// All letters sent so far about a forgotten password.
async fn letters(app: &TestApp) -> Vec<SentLetter> {
    while forgot::step(&app.state).await.expect("the worker works") {}
    while worker::step(&app.state).await.expect("the worker works") {}
    app.sent.letters().into_iter().filter(|letter| letter.subject.contains("set a new password")).collect()
}

/// The path of the link in the letter.
fn link(letter: &SentLetter) -> String {
    let words = letter.text.split_whitespace();
    let path = words
        .filter_map(|word| word.strip_prefix("http://")?.split_once('/'))
        .find(|(_, path)| path.contains("set-password/"));
    format!("/{}", path.expect("the letter has a link").1)
}

async fn acme_with_anna(app: &TestApp) -> crate::support::client::Client {
    let mut owner = owner_of_acme(app).await;
    let anna = [
        ("login", "anna"),
        ("email", "anna@example.com"),
        ("first_name", "Anna"),
        ("password", PASSWORD),
        ("send_access_email", OFF),
    ];
    assert_eq!(owner.submit("/accounts/1/users/new", &anna).await.status, 303);
    owner
}

fn twice(password: &str) -> [(&'static str, &str); 2] {
    [("password", password), ("password_again", password)]
}

both_databases! {
    async fn an_administrator_gets_a_link_that_sets_a_new_password(app: TestApp) {
        let mut signed_in = signed_in_owner(&app).await;
        let way = app.client().get("/sign-in").await.link("Forgot your password?");
        assert_eq!(way, "/forgot-password");
        let asked = ask(&app, "", " OWNER ").await;
        assert_eq!((asked.status, asked.location()), (303, "/sign-in"));
        assert!(app.sent.letters().is_empty(), "a request sends nothing");
        let letters = letters(&app).await;
        let [letter] = letters.as_slice() else { panic!("one letter: {letters:?}") };
        assert_eq!(letter.to, "owner@example.org");
        assert!(letter.text.contains("Hello Olga Owner,") && letter.text.contains("2 Mar 2026, 12:30 (UTC"), "{}", letter.text);
        let mut client = app.client();
        let set = client.submit(&link(letter), &twice(NEW_PASSWORD)).await;
        assert_eq!((set.status, set.location()), (303, "/sign-in"));
        assert_eq!(signed_in.get("/me").await.status, 303, "the sessions have ended");
        let signed_in = client.submit("/sign-in", &[("login", "owner"), ("password", NEW_PASSWORD)]).await;
        assert_eq!(signed_in.location(), "/");
        assert!(client.get("/audit").await.has_text("Letter for a forgotten password queued"));
    }

    async fn a_user_gets_one_for_the_portal(app: TestApp) {
        acme_with_anna(&app).await;
        assert_eq!(app.client().get("/portal/sign-in").await.link("Forgot your password?"), "/portal/forgot-password");
        ask(&app, "/portal", "anna@acme").await;
        let letters = letters(&app).await;
        let [letter] = letters.as_slice() else { panic!("one letter: {letters:?}") };
        assert_eq!(letter.to, "anna@example.com");
        let link = link(letter);
        assert!(link.starts_with("/portal/set-password/"), "{link}");
        let mut client = app.client();
        assert_eq!(client.submit(&link, &twice(NEW_PASSWORD)).await.location(), "/portal/sign-in");
        assert_eq!(client.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", NEW_PASSWORD)]).await.location(), "/portal");
    }

    async fn whatever_is_typed_the_answer_is_the_same_and_costs_the_same(app: TestApp) {
        acme_with_anna(&app).await;
        let mut answers = Vec::new();
        for (side, login) in [("", "owner"), ("", "nobody"), ("", ""), ("", "\u{0}'--"), ("", "anna@acme")] {
            let mut client = app.client();
            client.get("/forgot-password").await;
            let before = app.state.db.statements();
            let mut asked = client.post(&format!("{side}/forgot-password"), &[("login", login)]).await;
            let statements = app.state.db.statements() - before;
            asked.headers.remove("date");
            let said = client.follow(&asked).await;
            assert!(said.has_text("If this login can get a new password"), "{}", said.text());
            answers.push((asked.status, asked.headers, asked.body, statements));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    }

    async fn who_cannot_be_helped_by_a_letter_gets_none(app: TestApp) {
        let mut owner = acme_with_anna(&app).await;
        for (side, login) in [("/portal", "nobody@acme"), ("/portal", "anna@nowhere"), ("/portal", "owner"), ("", "anna@acme"), ("", "nobody")] {
            ask(&app, side, login).await;
        }
        steward::admins::create_owner(&app.state, "fresh").await.expect("made");
        ask(&app, "", "fresh").await;
        assert_eq!(letters(&app).await.len(), 0, "no login of that side, or no address");

        app.execute("UPDATE account_users SET is_ldap = TRUE").await;
        ask(&app, "/portal", "anna@acme").await;
        assert_eq!(letters(&app).await.len(), 0, "the password is the directory's");
        app.execute("UPDATE account_users SET is_ldap = FALSE").await;

        assert_eq!(owner.submit("/accounts/1/users/1", &[("active", OFF)]).await.status, 303);
        ask(&app, "/portal", "anna@acme").await;
        assert_eq!(letters(&app).await.len(), 0, "the user is disabled");
        app.execute("UPDATE account_users SET active = TRUE").await;
        app.clock.advance(Duration::hours(2));

        assert_eq!(app.client().get("/portal/forgot-password").await.status, 200);
        app.execute("UPDATE accounts SET active = FALSE").await;
        ask(&app, "/portal", "anna@acme").await;
        app.execute("UPDATE admins SET active = FALSE").await;
        ask(&app, "", "owner").await;
        assert_eq!(letters(&app).await.len(), 0, "the account is inactive, the administrator disabled");
    }

    async fn a_link_is_good_for_half_an_hour_and_a_newer_one_kills_it(app: TestApp) {
        signed_in_owner(&app).await;
        ask(&app, "", "owner").await;
        letters(&app).await;
        ask(&app, "", "owner").await;
        let letters = letters(&app).await;
        let [older, newer] = letters.as_slice() else { panic!("two letters") };
        assert_eq!(app.client().get(&link(older)).await.status, 404);
        app.clock.advance(Duration::minutes(30) - Duration::seconds(1));
        assert_eq!(app.client().get(&link(newer)).await.status, 200);
        app.clock.advance(Duration::seconds(1));
        assert_eq!(app.client().get(&link(newer)).await.status, 404);
    }

    async fn of_several_letters_still_waiting_only_the_newest_goes(app: TestApp) {
        signed_in_owner(&app).await;
        for _ in 0..3 {
            ask(&app, "", "owner").await;
        }
        let letters = letters(&app).await;
        let [letter] = letters.as_slice() else { panic!("one letter") };
        assert_eq!(app.client().get(&link(letter)).await.status, 200);
    }

    async fn three_an_hour_are_the_most_and_asking_on_does_not_keep_it_shut(app: TestApp) {
        signed_in_owner(&app).await;
        for n in 0..6 {
            ask(&app, "", "owner").await;
            assert_eq!(letters(&app).await.len(), usize::min(n + 1, 3));
            app.clock.advance(Duration::minutes(2));
        }
        app.clock.advance(Duration::minutes(50));
        ask(&app, "", "owner").await;
        assert_eq!(letters(&app).await.len(), 4);
    }

    async fn twenty_an_hour_are_the_most_from_one_network(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")]).await;
        for n in 0..20 {
            let mut client = app.client().coming_from("198.51.100.1");
            assert_eq!(client.submit("/forgot-password", &[("login", &format!("login{n}"))]).await.status, 303);
        }
        let shut = app.client().coming_from("198.51.100.1").submit("/portal/forgot-password", &[("login", "x@y")]).await;
        assert_eq!((shut.status, shut.header("retry-after")), (429, "3600"));
        assert_eq!(app.client().coming_from("198.51.100.2").submit("/forgot-password", &[("login", "x")]).await.status, 303);
    }

    async fn the_second_factor_is_neither_bypassed_nor_removed(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let (totp, _) = enrol(&app, &mut owner, "/me/second-factor").await;
        ask(&app, "", "owner").await;
        let letters = letters(&app).await;
        let mut client = app.client();
        assert_eq!(client.submit(&link(&letters[0]), &twice(NEW_PASSWORD)).await.status, 303);
        assert_eq!(client.submit("/sign-in", &[("login", "owner"), ("password", NEW_PASSWORD)]).await.location(), "/sign-in/code");
        assert!(client.get("/accounts").await.location().starts_with("/sign-in"));
        app.clock.advance(Duration::seconds(60));
        assert_eq!(client.submit("/sign-in/code", &[("code", &code(&app, &totp))]).await.location(), "/");
    }

    async fn whoever_reads_the_letter_can_sign_in_however_many_guess(app: TestApp) {
        signed_in_owner(&app).await;
        ask(&app, "", "owner").await;
        for _ in 0..8 {
            app.client().submit("/sign-in", &[("login", "owner"), ("password", "not the password at all")]).await;
        }
        assert_eq!(app.client().submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await.status, 422);
        let letters = letters(&app).await;
        let mut client = app.client();
        assert_eq!(client.submit(&link(&letters[0]), &twice(NEW_PASSWORD)).await.status, 303);
        assert_eq!(client.submit("/sign-in", &[("login", "owner"), ("password", NEW_PASSWORD)]).await.status, 303);
    }
}
