//! An installation inside a company: plain http, by a name that is not loopback. Browsers tell such pages less, and all
//! of it has to work there.

use crate::both_databases;
use crate::chromium::Browser;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::database::Engine;
use steward::mail::worker;

const PASSWORD: &str = "nine Yellow otters at 6 o'clock";

async fn by_name(engine: Engine) -> (TestApp, String) {
    let app = TestApp::spawn_with(engine, |config| {
        let host = format!("steward.test:{}", config.base_url.port().expect("a port of its own"));
        config.base_url = format!("http://{host}").parse().expect("an address");
        config.hosts = vec![host];
    })
    .await;
    let base_url = app.state.config.base_url.as_str().trim_end_matches('/').to_owned();
    (app, base_url)
}

/// The path of the link in the newest letter to that address.
async fn link_to(app: &TestApp, base_url: &str, to: &str) -> String {
    while worker::step(&app.state).await.expect("the worker works") {}
    let letters = app.sent.letters();
    let letter = letters.iter().rev().find(|letter| letter.to == to).expect("a letter went");
    let address = letter.text.split_whitespace().find(|word| word.contains("/set-password/")).expect("it has a link");
    address.strip_prefix(base_url).expect("it leads here").to_owned()
}

both_databases! {
    async fn over_plain_http_by_name_people_are_set_up_invited_and_signed_in(engine: Engine) {
        let (app, base_url) = by_name(engine).await;
        let owner = Browser::open(&base_url).await;
        let setup = steward::admins::setup_link(&app.state).await.expect("the database answers").expect("nobody is there");
        owner.go(&setup).await;
        let fields = [("login", "owner"), ("email", "owner@example.org"), ("password", OWNER_PASSWORD), ("password_again", OWNER_PASSWORD)];
        owner.send("/setup", &fields).await;
        assert_eq!(owner.path().await, "/");

        owner.submit("/admins/new", &[("login", "sam"), ("email", "sam@example.org")]).await;
        let twice = [("password", PASSWORD), ("password_again", PASSWORD)];
        let sam = Browser::open(&base_url).await;
        sam.submit(&link_to(&app, &base_url, "sam@example.org").await, &twice).await;
        assert_eq!(sam.path().await, "/sign-in");

        owner.submit("/tariffs/new", &[("name", "Basic"), ("title", "Basic")]).await;
        owner.submit("/accounts/new", &[("title", "Acme"), ("name", "acme"), ("tariff", "Basic"), ("tz", "UTC")]).await;
        owner.submit("/accounts/1/users/new", &[("login", "anna"), ("email", "anna@example.org")]).await;
        let anna = Browser::open(&base_url).await;
        anna.submit(&link_to(&app, &base_url, "anna@example.org").await, &twice).await;
        assert_eq!(anna.path().await, "/portal/sign-in");
        anna.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", PASSWORD)]).await;
        assert_eq!(anna.path().await, "/portal");

        second_tab(&sam).await;
        for browser in [owner, sam, anna] {
            browser.close().await;
        }
    }
}

/// Two tabs show the form; the second signs in, the first leads on.
async fn second_tab(sam: &Browser) {
    sam.go("/sign-in").await;
    let first = sam.session.windows().await.expect("there are tabs").remove(0);
    sam.in_new_tab(async || {
        sam.run("window.open('/sign-in')").await;
    })
    .await;
    sam.send("/sign-in", &[("login", "sam"), ("password", PASSWORD)]).await;
    assert_eq!(sam.path().await, "/");
    sam.session.switch_to_window(first).await.expect("the first tab is there");
    sam.send("/sign-in", &[("login", "sam"), ("password", PASSWORD)]).await;
    assert_eq!(sam.path().await, "/");
}
