//! Guessing: slowed down on every node, and never locking out whoever is known.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::sign_in::{code, enrol};
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::database::Engine;
use chrono::{DateTime, Duration, Utc};
use futures_util::future::join_all;
use steward::config::Config;

const WRONG: &str = "not the password at all";
const USER_PASSWORD: &str = "nine Yellow otters at 6 o'clock";

/// This host is a proxy, so that clients come from wherever they say.
fn behind_a_proxy(config: &mut Config) {
    config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
}

async fn proxied(engine: Engine) -> TestApp {
    TestApp::spawn_with(engine, behind_a_proxy).await
}

async fn sign_in(client: &mut Client, login: &str, password: &str) -> Answer {
    client.submit("/sign-in", &[("login", login), ("password", password)]).await
}

/// So many wrong passwords, each from a network of its own.
async fn guess(app: &TestApp, login: &str, times: u8) {
    for n in 1..=times {
        let mut stranger = app.client().coming_from(&format!("198.51.{n}.7"));
        assert_eq!(sign_in(&mut stranger, login, WRONG).await.status, 422);
    }
}

/// Has signed in before, and out again.
async fn known_device(app: &TestApp) -> Client {
    let mut client = app.client().coming_from("203.0.113.7");
    assert_eq!(sign_in(&mut client, "owner", OWNER_PASSWORD).await.status, 303);
    client.get("/me").await;
    client.post("/sign-out", &[]).await;
    client
}

both_databases! {
    async fn from_the_fifth_wrong_password_on_answers_are_held_back_whether_the_login_exists_or_not(engine: Engine) {
        let app = proxied(engine).await;
        signed_in_owner(&app).await;
        for login in ["owner", "nobody"] {
            let mut held_back = Vec::new();
            for n in 0..10 {
                let (mut stranger, before): (_, DateTime<Utc>) = (app.client().coming_from(&format!("198.51.{n}.7")), app.clock.now());
                assert_eq!(sign_in(&mut stranger, login, WRONG).await.status, 422);
                held_back.push((app.clock.now() - before).num_seconds());
            }
            assert_eq!(held_back, [0, 0, 0, 0, 1, 2, 3, 4, 5, 5], "{login}");
        }
    }

    async fn while_others_guess_the_right_password_opens_on_a_known_device_and_looks_wrong_elsewhere(engine: Engine) {
        let app = proxied(engine).await;
        signed_in_owner(&app).await;
        let mut known = known_device(&app).await;
        guess(&app, "owner", 40).await;
        let mut stranger = app.client().coming_from("192.0.2.1");
        let wrong = sign_in(&mut stranger, "owner", WRONG).await;
        let right = sign_in(&mut stranger, "owner", OWNER_PASSWORD).await;
        assert_eq!((wrong.status, right.status), (422, 422));
        assert_eq!(wrong.constant(), right.constant());
        let before = app.clock.now();
        assert_eq!(sign_in(&mut known, "owner", OWNER_PASSWORD).await.location(), "/");
        assert_eq!(app.clock.now(), before, "a known device does not wait for what strangers did");
        app.clock.advance(Duration::minutes(15));
        assert_eq!(sign_in(&mut stranger, "owner", OWNER_PASSWORD).await.location(), "/");
    }

    async fn with_a_second_factor_nobody_is_locked_out_by_guessing(engine: Engine) {
        let app = proxied(engine).await;
        let mut owner = signed_in_owner(&app).await;
        let (totp, _) = enrol(&app, &mut owner, "/me/second-factor").await;
        guess(&app, "owner", 20).await;
        app.clock.advance(Duration::seconds(60));
        let mut elsewhere = app.client().coming_from("203.0.113.9");
        assert_eq!(sign_in(&mut elsewhere, "owner", OWNER_PASSWORD).await.location(), "/sign-in/code");
        assert_eq!(elsewhere.submit("/sign-in/code", &[("code", &code(&app, &totp))]).await.location(), "/");
    }

    async fn what_is_guessed_on_a_known_device_counts_against_it(engine: Engine) {
        let app = proxied(engine).await;
        signed_in_owner(&app).await;
        let mut thief = known_device(&app).await;
        for _ in 0..10 {
            assert_eq!(sign_in(&mut thief, "owner", WRONG).await.status, 422);
        }
        assert_eq!(sign_in(&mut thief, "owner", OWNER_PASSWORD).await.status, 422);
    }

    async fn a_device_is_known_for_its_owner_only_and_cannot_be_made_up(engine: Engine) {
        let app = proxied(engine).await;
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/new", &[("login", "anna"), ("email", "a@example.com"), ("password", USER_PASSWORD)]).await.status, 303);
        let mut anna = app.client().coming_from("203.0.113.7");
        let portal = [("login", "anna@acme"), ("password", USER_PASSWORD)];
        assert_eq!(anna.submit("/portal/sign-in", &portal).await.status, 303);
        let of_anna = anna.cookies().iter().find(|it| it.name() == "device-user-1").expect("it is set").value().to_owned();
        guess(&app, "owner", 5).await;
        for token in [of_anna.as_str(), "", "made-up", &"x".repeat(43)] {
            let mut thief = app.client().coming_from("192.0.2.1");
            thief.set_cookie("device-admin-1", token);
            assert_eq!(sign_in(&mut thief, "owner", OWNER_PASSWORD).await.status, 422, "{token}");
        }
    }

    async fn a_changed_password_makes_other_devices_unknown_and_keeps_the_one_at_hand(engine: Engine) {
        let app = proxied(engine).await;
        let mut owner = signed_in_owner(&app).await;
        let mut elsewhere = known_device(&app).await;
        let new = "ninety Quiet otters by the weir";
        let fields = [("current_password", OWNER_PASSWORD), ("password", new), ("password_again", new)];
        assert_eq!(owner.submit("/me/password", &fields).await.status, 303);
        owner.get("/me").await;
        owner.post("/sign-out", &[]).await;
        guess(&app, "owner", 5).await;
        assert_eq!(sign_in(&mut elsewhere, "owner", new).await.status, 422);
        assert_eq!(sign_in(&mut owner, "owner", new).await.status, 303);
    }

    async fn thirty_wrong_passwords_shut_a_network_for_a_quarter_of_an_hour(engine: Engine) {
        let app = proxied(engine).await;
        signed_in_owner(&app).await;
        let mut known = known_device(&app).await.coming_from("2001:db8:1:2::1");
        for n in 0..30 {
            let mut stranger = app.client().coming_from(&format!("2001:db8:1:2::{n}"));
            assert_eq!(sign_in(&mut stranger, &format!("login{n}"), WRONG).await.status, 422);
        }
        for login in ["owner", "nobody"] {
            let mut stranger = app.client().coming_from("2001:db8:1:2:ffff::1");
            let shut = sign_in(&mut stranger, login, OWNER_PASSWORD).await;
            assert_eq!((shut.status, shut.header("retry-after")), (429, "900"));
            assert!(shut.has_text("Too many attempts from this network. Try again in 15 minutes, at 12:15 (UTC)"), "{}", shut.text());
            assert_eq!(shut.value_of("login").as_deref(), Some(login), "what was typed stays");
            assert_eq!(shut.link("Forgot your password?"), "/forgot-password");
        }
        assert_eq!(sign_in(&mut known, "owner", OWNER_PASSWORD).await.status, 303, "a known device is let try");
        let mut neighbour = app.client().coming_from("2001:db8:1:3::1");
        assert_eq!(sign_in(&mut neighbour, "owner", OWNER_PASSWORD).await.status, 303);
        app.clock.advance(Duration::minutes(15));
        let mut stranger = app.client().coming_from("2001:db8:1:2::1");
        assert_eq!(sign_in(&mut stranger, "owner", OWNER_PASSWORD).await.status, 303);
    }

    async fn at_every_step_an_absent_login_is_answered_like_one_that_exists(engine: Engine) {
        let app = proxied(engine).await;
        signed_in_owner(&app).await;
        for n in 1..=32 {
            let mut answers = Vec::new();
            for (login, ip) in [("owner", "198.51.100.1"), ("ownex", "198.51.100.2")] {
                let mut stranger = app.client().coming_from(ip);
                stranger.get("/sign-in").await;
                let before = app.state.db.statements();
                let mut answer = stranger.post("/sign-in", &[("login", login), ("password", WRONG)]).await;
                let statements = app.state.db.statements() - before;
                for name in ["date", "set-cookie"] {
                    answer.headers.remove(name);
                }
                let body = answer.constant().replace("ownex", "owner").split("Request").next().unwrap_or_default().to_owned();
                answers.push((answer.status, answer.headers, body, statements));
            }
            assert_eq!(answers[0], answers[1], "attempt {n}");
            assert_eq!(answers[0].0, if n <= 30 { 422 } else { 429 });
        }
    }

    async fn wrong_passwords_count_once_over_two_nodes(engine: Engine) {
        let one = proxied(engine).await;
        signed_in_owner(&one).await;
        let other = one.beside(behind_a_proxy).await;
        let mut statuses = Vec::new();
        for n in 0..31 {
            let node = if n % 2 == 0 { &one } else { &other };
            statuses.push(sign_in(&mut node.client().coming_from("198.51.100.1"), "owner", WRONG).await.status);
        }
        assert_eq!((&statuses[..30], statuses[30]), (&[422; 30][..], 429));
        let mut elsewhere = other.client().coming_from("192.0.2.1");
        assert_eq!(sign_in(&mut elsewhere, "owner", OWNER_PASSWORD).await.status, 422, "the login is guarded on both");
        one.clock.advance(Duration::minutes(15));
        let mut known = one.client().coming_from("203.0.113.7");
        assert_eq!(sign_in(&mut known, "owner", OWNER_PASSWORD).await.status, 303);
        guess(&one, "owner", 5).await;
        let mut known = known.going_to(&other.base_url);
        known.get("/me").await;
        known.post("/sign-out", &[]).await;
        assert_eq!(sign_in(&mut known, "owner", OWNER_PASSWORD).await.status, 303, "a device is known to both");
    }

    async fn of_many_wrong_codes_at_once_ten_are_looked_at(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        enrol(&app, &mut owner, "/me/second-factor").await;
        let mut client = app.client();
        assert_eq!(sign_in(&mut client, "owner", OWNER_PASSWORD).await.location(), "/sign-in/code");
        client.get("/sign-in/code").await;
        let clients: Vec<Client> = (0..16).map(|_| client.clone()).collect();
        let answers = join_all(clients.into_iter().map(|mut client| async move { client.post("/sign-in/code", &[("code", "000000")]).await })).await;
        assert_eq!(answers.iter().filter(|answer| answer.has_text("This code is wrong")).count(), 10);
        assert_eq!(answers.iter().filter(|answer| answer.has_text("Too many wrong codes")).count(), 6);
    }

    async fn a_recovery_code_opens_once_even_for_two_at_the_same_time(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let (_, codes) = enrol(&app, &mut owner, "/me/second-factor").await;
        // Each with a sign-in of their own: of one alone, the second would be nobody once the first is in.
        let (mut a, mut b) = (app.client(), app.client());
        for client in [&mut a, &mut b] {
            sign_in(client, "owner", OWNER_PASSWORD).await;
            client.get("/sign-in/code").await;
        }
        let fields = [("code", codes[0].as_str())];
        let (one, other) = tokio::join!(a.post("/sign-in/code", &fields), b.post("/sign-in/code", &fields));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422]);
    }

    async fn who_is_signed_in_cannot_guess_the_password_for_ever(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        for _ in 0..10 {
            let fields = [("current_password", WRONG), ("password", WRONG), ("password_again", WRONG)];
            assert!(owner.submit("/me/password", &fields).await.field_error("current_password").is_some());
        }
        let new = "ninety Quiet otters by the weir";
        let right = [("current_password", OWNER_PASSWORD), ("password", new), ("password_again", new)];
        assert!(owner.submit("/me/password", &right).await.has_text("Too many wrong passwords"));
        app.clock.advance(Duration::minutes(15));
        assert_eq!(owner.submit("/me/password", &right).await.status, 303);
    }
}
