//! Addresses, of visitors and of ourselves, count in one form however they are written.

use crate::both_databases;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::database::Engine;
use steward::config::Config;

const WRONG: &str = "not the password at all";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A proxy on this machine, as its operator writes it down.
fn behind_a_proxy(config: &mut Config) {
    config.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
}

/// From where this browser's session comes, as the panel shows it.
async fn shown_address(client: &mut Client) -> String {
    client.get("/me/sign-ins").await.rows().remove(0).join(" ")
}

async fn sign_in(client: &mut Client, login: &str, password: &str) -> u16 {
    client.submit("/sign-in", &[("login", login), ("password", password)]).await.status
}

both_databases! {
    async fn on_a_listener_for_both_protocols_a_proxy_is_trusted_and_visitors_are_told_apart(engine: Engine) {
        let app = TestApp::spawn_at(engine, "[::]:0", behind_a_proxy).await;
        signed_in_owner(&app).await;
        let mut known = app.client().coming_from("203.0.113.7");
        assert_eq!(sign_in(&mut known, "owner", OWNER_PASSWORD).await, 303);
        assert!(shown_address(&mut known).await.contains("203.0.113.7"), "{}", shown_address(&mut known).await);
        for n in 0..30 {
            assert_eq!(sign_in(&mut app.client().coming_from("198.51.100.9"), &format!("login{n}"), WRONG).await, 422);
        }
        assert_eq!(sign_in(&mut app.client().coming_from("198.51.100.9"), "owner", OWNER_PASSWORD).await, 429);
        let mut elsewhere = app.client().coming_from("192.0.2.5");
        assert_eq!(sign_in(&mut elsewhere, "owner", OWNER_PASSWORD).await, 303, "others are not shut out");
    }

    async fn on_a_listener_for_both_protocols_a_direct_visitor_has_the_plain_address(engine: Engine) {
        let app = TestApp::spawn_at(engine, "[::]:0", |_| {}).await;
        let mut owner = signed_in_owner(&app).await;
        let shown = shown_address(&mut owner).await;
        assert!(shown.contains("127.0.0.1") && !shown.contains("ffff"), "{shown}");
        let mut liar = app.client().coming_from("203.0.113.7");
        assert_eq!(sign_in(&mut liar, "owner", OWNER_PASSWORD).await, 303);
        assert!(shown_address(&mut liar).await.contains("127.0.0.1"), "who is no proxy is not believed");
    }

    async fn a_visitor_is_one_however_the_proxy_writes_the_address(engine: Engine) {
        let app = TestApp::spawn_with(engine, behind_a_proxy).await;
        signed_in_owner(&app).await;
        let forms = ["198.51.100.9", "::ffff:198.51.100.9", "[::ffff:198.51.100.9]:4711", "198.51.100.9:80", "[::ffff:c633:6409]"];
        for n in 0..30 {
            let mut stranger = app.client().coming_from(forms[n % forms.len()]);
            assert_eq!(sign_in(&mut stranger, &format!("login{n}"), WRONG).await, 422, "{n}");
        }
        for form in forms {
            assert_eq!(sign_in(&mut app.client().coming_from(form), "owner", OWNER_PASSWORD).await, 429, "{form}");
        }
        let mut behind_two = app.client().coming_from("203.0.113.1, ::ffff:127.0.0.1");
        assert_eq!(sign_in(&mut behind_two, "owner", OWNER_PASSWORD).await, 303);
        assert!(shown_address(&mut behind_two).await.contains("203.0.113.1"), "a proxy in the middle is known in that form too");
    }

    async fn our_host_is_ours_in_any_letter_case_and_with_the_default_port(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| {
            config.base_url = "http://steward.test".parse().expect("an address");
            config.hosts = vec!["steward.test".to_owned()];
        })
        .await;
        let mut client = app.client();
        for host in ["steward.test", "STEWARD.Test", "steward.test:80", "Steward.Test.:80", "steward.test."] {
            assert_eq!(client.get_with("/sign-in", &[("host", host)]).await.status, 200, "{host}");
        }
        for host in ["steward.test:443", "steward.test:8080", "evil.steward.test", "steward.test.evil.example", "steward.test@evil.example", ""] {
            assert_eq!(client.get_with("/sign-in", &[("host", host)]).await.status, 421, "{host}");
        }
        let csrf = client.get_with("/sign-in", &[("host", "steward.test")]).await.csrf().expect("a token");
        for (origin, status) in [("http://steward.test", 422), ("http://Steward.TEST:80", 422), ("https://steward.test", 403), ("null", 403), ("http://steward.test.evil.example", 403)] {
            let body = format!("csrf={csrf}&login=nobody&password=x");
            let answer = client.post_raw("/sign-in", &[FORM, ("host", "steward.test"), ("origin", origin)], body).await;
            assert_eq!(answer.status, status, "{origin}: {}", answer.text());
        }
    }
}
